"""Drawing all parameters of a problem."""

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.parameters.parameter import Parameter


def draw_all(parameters: Iterable[Parameter], key: Callable[[str], str]) -> dict[str, Any]:
    """Draw each parameter from a stream of its own.

    Args:
        parameters: Each after those that it needs.
        key: Gives the key of the stream for a parameter's name.

    Returns:
        What each drew, by name: an exact number, nested lists of them, or code.

    Raises:
        DrawError: A parameter has no value.
    """
    drawn: dict[str, Any] = {}
    for parameter in parameters:
        drawn[parameter.name] = parameter.draw(Draw(key(parameter.name)), drawn)
    return drawn
