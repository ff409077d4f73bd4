"""The library of problems and practice as the API shows them."""

from pydantic import Field

from app.api.answers import Output
from app.queries.practice import PracticePath as PathOfTopics


class PracticeProblem(Output):
    """A problem of the library with what you have reached in it."""

    slug: str
    title: str
    summary: str
    difficulty: int = Field(description="From 1 to 5.")
    best: float | None = Field(description="Your best score, from 0 to 1; null before the first.")


class PracticeTopic(Output):
    """A topic with its problems, the easiest first."""

    slug: str
    title: str
    summary: str
    builds_on: list[str] = Field(description="The topics that come before it.")
    solved: int = Field(description="How many of its problems you have solved.")
    problems: list[PracticeProblem]


class PracticePath(Output):
    """All topics in the order in which they are taught."""

    topics: list[PracticeTopic]
    following: str | None = Field(description="The topic to go on with; null when all is solved.")

    @classmethod
    def of(cls, path: PathOfTopics) -> "PracticePath":
        """Tell of the topics."""
        return cls(
            topics=[
                PracticeTopic(
                    slug=topic.slug,
                    title=topic.title,
                    summary=topic.summary,
                    builds_on=[before.slug for before in topic.builds_on],
                    solved=topic.solved,
                    problems=[PracticeProblem.model_validate(one) for one in topic.problems],
                )
                for topic in path.topics
            ],
            following=path.following.slug if path.following else None,
        )


class OfferedProblem(Output):
    """A problem that an item of the course may take."""

    slug: str
    title: str
    topic: str
    difficulty: int = Field(description="From 1 to 5.")
    summary: str
    misconceptions: list[str] = Field(description="The codes of what it tells from the truth.")
    is_own: bool = Field(description="Whether it is the course's own.")


class ProblemFile(Output):
    """The file of a problem of the library, to begin one of your own with."""

    slug: str
    text: str
