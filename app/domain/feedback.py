"""What students are shown of an assignment's results, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.credit import Phase, Times
from app.domain.texts import say


class Shown(StrEnum):
    """When something is shown to a student."""

    AT_ONCE = "at_once"
    """As soon as it is marked."""
    SOLVED = "solved"
    """Once they have solved the item, and may know that they have."""
    DUE = "due"
    """Once the assignment is past its due time."""
    CLOSED = "closed"
    """Once nothing is submitted any more."""
    NEVER = "never"


VERDICT_CHOICES = (Shown.AT_ONCE, Shown.DUE, Shown.NEVER)
STORY_CHOICES = (Shown.SOLVED, Shown.CLOSED, Shown.NEVER)
"""For what tells the right answers: not before the student has them, or can hand in nothing more."""


_VERDICT_TOLD: Final[Mapping[Shown, str]] = {
    Shown.AT_ONCE: say("Results are shown as soon as they are marked."),
    Shown.DUE: say("Results are shown after the due time."),
    Shown.NEVER: say("Results are not shown here."),
}
_TRUTH_TOLD: Final[Mapping[Shown, str]] = {
    Shown.SOLVED: say("The right answers of an item are shown once you have solved it."),
    Shown.CLOSED: say("The right answers are shown once the assignment has closed."),
    Shown.NEVER: say("The right answers are not shown."),
}
_EXPLANATION_TOLD: Final[Mapping[Shown, str]] = {
    Shown.SOLVED: say("How a program runs is explained once you have solved the item."),
    Shown.CLOSED: say("How a program runs is explained once the assignment has closed."),
    Shown.NEVER: say("How a program runs is not explained here."),
}


@dataclass(frozen=True)
class Feedback:
    """An assignment's policy.

    Attributes:
        verdict: When marks, score, points and diagnosis are shown.
        truth: When the right answers are.
        explanation: When it is told how the program runs.
    """

    verdict: Shown = Shown.AT_ONCE
    truth: Shown = Shown.NEVER
    explanation: Shown = Shown.SOLVED

    @property
    def told(self) -> tuple[str, str, str]:
        """What students are told of it: of results, right answers and the explanation."""
        return (
            _VERDICT_TOLD[self.verdict],
            _TRUTH_TOLD[self.truth],
            _EXPLANATION_TOLD[self.explanation],
        )

    def shows_verdict(self, phase: Phase) -> bool:
        """Tell whether results are shown while the assignment stands at `phase`."""
        return _is_shown(self.verdict, phase, knows_it_solved=False)

    def shows_truth(self, phase: Phase, *, solved: bool) -> bool:
        """Tell whether the right answers are shown to who has solved the item, or has not."""
        return _is_shown(self.truth, phase, knows_it_solved=solved and self.shows_verdict(phase))

    def shows_explanation(self, phase: Phase, *, solved: bool) -> bool:
        """Tell whether the run is explained to who has solved the item, or has not."""
        return _is_shown(
            self.explanation, phase, knows_it_solved=solved and self.shows_verdict(phase)
        )


DEFAULT_FEEDBACK = Feedback()
"""Results at once, the explanation after solving, the right answers of what was not solved never."""


def check_feedback(feedback: Feedback, times: Times) -> dict[str, str]:
    """Return what is wrong with a policy and what to do, by field; empty where all is well."""
    errors: dict[str, str] = {}
    if feedback.verdict not in VERDICT_CHOICES:
        errors["verdict"] = say("Choose one of the times in the list.")
    elif feedback.verdict is Shown.DUE and times.due_at is None:
        errors["verdict"] = say("Set a due time first, or show results at another time.")
    for name in ("truth", "explanation"):
        chosen = getattr(feedback, name)
        if chosen not in STORY_CHOICES:
            errors[name] = say("Choose one of the times in the list.")
        elif chosen is Shown.CLOSED and times.closing is None:
            errors[name] = say("Set a due or closing time first, or choose another time.")
    return errors


def _is_shown(shown: Shown, phase: Phase, *, knows_it_solved: bool) -> bool:
    match shown:
        case Shown.AT_ONCE:
            return True
        case Shown.SOLVED:
            return knows_it_solved
        case Shown.DUE:
            return phase in (Phase.LATE, Phase.CLOSED)
        case Shown.CLOSED:
            return phase is Phase.CLOSED
        case Shown.NEVER:
            return False
