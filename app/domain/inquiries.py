"""Questions that students ask about an exercise: what they may say, and where the thread stands afterwards.

They are called inquiries throughout, because a question is what an exercise asks its student.
"""

from enum import StrEnum
from typing import Final

from app.domain.texts import say
from app.errors import InvalidInput

MOST_CHARACTERS: Final = 4_000
"""How long one message may be."""

MOST_OPEN: Final = 20
"""How many inquiries of one person may wait for an answer at once."""


class InquiryKind(StrEnum):
    """Why somebody asks."""

    WRONG = "wrong"
    """They think that the exercise or its marking is wrong."""
    QUESTION = "question"
    """They do not understand something."""


class InquiryState(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    """The student waits for an answer."""
    ANSWERED = "answered"
    """The teaching team has spoken last."""
    CLOSED = "closed"
    """Settled; whoever writes again opens it again."""


class InquiryStep(StrEnum):
    """One entry of the thread."""

    SAID = "said"
    CLOSED = "closed"
    REOPENED = "reopened"


def state_after(step: InquiryStep, *, by_teacher: bool) -> InquiryState:
    """Return where an inquiry stands after a step; a message after it was closed counts like any other."""
    if step is InquiryStep.CLOSED:
        return InquiryState.CLOSED
    if step is InquiryStep.SAID and by_teacher:
        return InquiryState.ANSWERED
    return InquiryState.OPEN


def changes(state: InquiryState, step: InquiryStep) -> bool:
    """Return whether a step does anything: what is closed is not closed again, what is open not opened."""
    if step is InquiryStep.SAID:
        return True
    return (state is InquiryState.CLOSED) == (step is InquiryStep.REOPENED)


def clean_message(text: str) -> str:
    """Return a message as it is kept: one kind of line end, no characters that nobody sees, none at the ends.

    Raises:
        InvalidInput: Nothing is left, or more than 4,000 characters.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join("".join(filter(_is_seen, line)) for line in lines).strip()
    if not kept:
        raise _refused(say("Write what you would like to say."))
    if len(kept) > MOST_CHARACTERS:
        raise _refused(
            say(
                "Shorten this to %(most)s characters; it has %(length)s.",
                most=MOST_CHARACTERS,
                length=len(kept),
            )
        )
    return kept


def _is_seen(character: str) -> bool:
    # Blanks of every width are fine; controls would hide text or turn its direction around.
    return character.isprintable() or character == "\t" or character.isspace()


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, {"text": message})
