"""What can be wrong with a problem: its file, its name, or its run."""

from app.domain.texts import say
from app.errors import GradmarkError, NotFound


class ProblemError(GradmarkError):
    """A problem file cannot be used as it stands.

    Attributes:
        file: The file's name.
        line: The line in that file, counted from 1, where it is known.
        column: The column in that line, counted from 1, where it is known.
        field: The metadata field, for instance `params.a0.from`.
        reason: What is wrong and what is allowed instead.
    """

    def __init__(
        self,
        reason: str,
        *,
        file: str,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
    ) -> None:
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(": ".join(part for part in (place, field, reason) if part is not None))
        self.reason = reason
        self.file = file
        self.line = line
        self.column = column
        self.field = field


class UnknownProblem(NotFound):
    """The library has no problem of this slug; the message names the nearest ones."""


class BrokenProblem(GradmarkError):
    """A variant's own text does not run within the language and its bounds.

    This is our exercise's fault, never a student's: whoever catches it blames no answer.

    Attributes:
        problem: The problem's name.
        reason: What is wrong, as the end of a sentence that begins with the variant; it may quote the truth.
    """

    def __init__(self, reason: str, *, problem: str, version: str, seed: int) -> None:
        super().__init__(
            say(
                "The problem %(problem)s (version %(version)s, seed %(seed)s) %(reason)s",
                problem=problem,
                version=version,
                seed=seed,
                reason=reason,
            )
        )
        self.problem, self.reason = problem, reason
