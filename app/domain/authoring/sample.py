"""A variant to look at before a problem is published."""

from dataclasses import dataclass
from typing import Any

from app.domain.marking import truth_text
from app.domain.problems import Question, Truth, Variant
from app.domain.stored_texts import from_plain, to_plain


@dataclass(frozen=True)
class Sample:
    """A variant to look at before the problem is published.

    Attributes:
        seed: Its seed.
        code: Its text; empty where none came about.
        questions: What is asked.
        truths: The right answers, one for each question; none where the variant does not run.
        trouble: Why no student is dealt this one; empty where it may be dealt.
    """

    seed: int
    code: str
    questions: tuple[Question, ...]
    truths: tuple[str, ...]
    trouble: str = ""

    @classmethod
    def of(cls, variant: Variant, truth: dict[str, Truth] | None, trouble: str = "") -> "Sample":
        """Make the sample of a variant, whose truth is None where it does not run."""
        truths = (
            () if truth is None else tuple(truth_text(truth[one.id]) for one in variant.questions)
        )
        return cls(variant.seed, variant.code, variant.questions, truths, trouble)

    def to_json(self) -> dict[str, Any]:
        """Give the sample as plain data."""
        return {
            "seed": self.seed,
            "code": self.code,
            "questions": [question.to_json() for question in self.questions],
            "truths": list(self.truths),
            "trouble": to_plain(self.trouble),
            # What the release before reads.
            "answers": [
                [question.expr or question.prompt, truth]
                for question, truth in zip(self.questions, self.truths, strict=False)
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sample":
        """Rebuild a sample from `to_json`'s data; one that an earlier release stored knows less of its questions."""
        if "questions" not in data:
            asked = tuple(Question(id="", expr=one) for one, _truth in data["answers"])
            return cls(data["seed"], data["code"], asked, tuple(one for _, one in data["answers"]))
        questions = tuple(map(Question.from_json, data["questions"]))
        truths, trouble = tuple(data["truths"]), from_plain(data["trouble"])
        return cls(data["seed"], data["code"], questions, truths, trouble)
