"""What an operation does with the cotangent that arrives at it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.explanation.formulas import mathml, plain_text, words_of


@dataclass(frozen=True, slots=True)
class LocalRule:
    """The local rule of an operation: v is the incoming cotangent, p and q are what it takes, r is what it gives.

    Attributes:
        formula: What the operation computes, in the notation of `formulas`.
        sends: For each operand its letter and the formula of what is sent to it.
        words: The same as one sentence.
    """

    formula: str
    sends: tuple[tuple[str, str], ...]
    words: str

    def mathml(self, write: Callable[[str], str] = str) -> str:
        """What the operation computes, as a `<math>` element; `write` gives its words in another language."""
        return mathml(self.formula, write)

    def sent_mathml(self, operand: int, write: Callable[[str], str] = str) -> str:
        """What is sent to an operand, as `<math>`; empty where the rule has no formula for it."""
        return mathml(self.sends[operand][1], write) if operand < len(self.sends) else ""

    @property
    def worded(self) -> tuple[str, ...]:
        """The words that stand in its formulas."""
        return tuple(
            words
            for formula in (self.formula, *(sent for _, sent in self.sends))
            for words in words_of(formula)
        )

    @property
    def text(self) -> str:
        """All of it as plain text."""
        told = [f"{plain_text(sent)} to {plain_text(operand)}" for operand, sent in self.sends]
        sends = f" sends {', '.join(told)}." if told else "."
        return f"{plain_text(self.formula)}{sends} {self.words}"


def of_one(formula: str, sent: str, words: str) -> LocalRule:
    """The rule of an operation on one operand p."""
    return LocalRule(formula, (("p", sent),), words)


def of_two(formula: str, first: str, second: str, words: str) -> LocalRule:
    """The rule of an operation on two operands p and q."""
    return LocalRule(formula, (("p", first), ("q", second)), words)
