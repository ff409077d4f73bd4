"""What a snippet may look at of the values that an operation saved for its backward."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import Node
from engine.autograd.saved_attributes import NAMES
from engine.snippet.exceptions import SnippetAttributeError
from engine.snippet.values import Property


def _reading(name: str) -> Callable[[Node], Any]:
    def read(node: Node) -> Any:
        try:
            return getattr(node, name)
        except AttributeError as error:
            raise SnippetAttributeError(str(error)) from None

    return read


SAVED_VALUES: Final = {
    name: Property(name, _reading(name)) for name in (f"_saved_{name}" for name in NAMES)
}
"""The attributes of a node, by the names of what it saved."""
