"""The application's exceptions.

Their messages are written for the person who reads them and say what to do. They know no status codes: only
`app.web.errors` maps them to responses.
"""

from collections.abc import Mapping
from typing import cast


class GradmarkError(Exception):
    """Base of all errors that a user of Gradmark may be shown; `str(error)` is fit for their eyes."""

    @property
    def text(self) -> str:
        """The same as `str(error)`, but with what it was made of, so that it can be written in another language."""
        (text,) = self.args
        return cast("str", text)


class NotFound(GradmarkError):
    """There is no such thing, or it is not this user's: the two are not told apart."""

    def __init__(self, message: str = "There is nothing here, or it is not yours to see.") -> None:
        super().__init__(message)


class Conflict(GradmarkError):
    """The request does not fit the state it met, for instance a second use of a key with another body."""


class AttemptsUsedUp(Conflict):
    """No attempt is left on this item."""


class CourseClosed(Conflict):
    """The course is archived, or this person is in it no longer: what was done in it can only be read."""


class NotOpen(Conflict):
    """The assignment is not open yet, or closed already: the message says which."""


NOT_OPEN_YET = "This assignment is not open yet. Its page says when it opens."


class InvalidInput(GradmarkError):
    """Something typed cannot be used.

    Attributes:
        fields: The name of each bad field and what to type instead.
    """

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message)
        self.fields = dict(fields)


class WrongPassword(InvalidInput):
    """The password that confirms who is there is not theirs; told at the field `password`."""


class InvalidCredentials(GradmarkError):
    """The pair of e-mail address and password is not known. Which of the two is wrong is not said."""

    def __init__(self) -> None:
        super().__init__(
            "This e-mail address and password do not belong together. Check both and try again."
        )


class TooOften(GradmarkError):
    """Somebody did something more often than anybody needs to.

    Attributes:
        seconds: After how long it may be done again.
    """

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Unavailable(GradmarkError):
    """A part that Gradmark needs does not answer right now; the same request may go through later.

    Attributes:
        seconds: After how long it is worth another try.
    """

    seconds = 3


class CannotStart(GradmarkError):
    """Gradmark cannot start here; the message is one line that says what to do."""
