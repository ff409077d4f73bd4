"""What a run of a snippet hands back: plain data, nothing of the interpreter's."""

from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = bool | int | float | str | list["Value"] | None


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception that PyTorch or Python would raise here.

    Attributes:
        type: Name of its class, such as `RuntimeError`.
        message: Its text, as Python prints it after the colon.
    """

    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a snippet gave.

    Attributes:
        stdout: All that it printed.
        warnings: Texts of the warnings, in order.
        error: The exception it ended with, if it did.
        answers: One entry for each asked expression: plain data, or what it raised.
    """

    stdout: str
    warnings: tuple[str, ...]
    error: Raised | None
    answers: tuple[Value | Raised, ...]
