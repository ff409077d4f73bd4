"""What an answer that cannot be read is met with: never a wrong mark, always a hint."""

from app.domain.texts import say
from app.errors import GradmarkError


class AnswerFormatError(GradmarkError):
    """An answer that cannot be read. It costs nothing and is told before anything is stored.

    Attributes:
        message: What stands in the way.
        hint: What to type instead.
        start: Where in the text it begins, in characters from 0.
        end: Where it ends, exclusive.
    """

    def __init__(self, message: str, hint: str, start: int = 0, end: int = 0) -> None:
        super().__init__(say("%(first)s %(then)s", first=message, then=hint) if hint else message)
        self.message = message
        self.hint = hint
        self.start = start
        self.end = end
