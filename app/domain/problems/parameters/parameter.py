"""What all kinds of parameters have in common."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.domain.problems.draw import Draw


class DrawError(ValueError):
    """A parameter has no value, as far as its own draw and those that it needs have come."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"params.{name}: {reason}")
        self.name = name
        self.reason = reason


class Parameter(Protocol):
    """What a problem leaves open."""

    @property
    def name(self) -> str:
        """The name that stands for it in the snippet."""

    @property
    def kind(self) -> str:
        """Its kind, as the file says it."""

    @property
    def needs(self) -> frozenset[str]:
        """The other parameters that it is made of."""

    @property
    def is_fragment(self) -> bool:
        """Whether it stands for a piece of code, not for a number or numbers."""

    def draw(self, draw: Draw, drawn: Mapping[str, Any]) -> Any:
        """Draw a value.

        Args:
            draw: The stream of choices that belongs to this parameter alone.
            drawn: What was drawn for the parameters it needs.

        Returns:
            An exact number, nested lists of them, or code in which numbers stand by their names.

        Raises:
            DrawError: There is no value.
        """
