"""Where names live: each name of a program gets a slot of a frame before anything is built.

A frame is a list: the run at 0, the enclosing frame at 1, then one slot for each name that the
scope binds. Names are thus found by position, never by a dictionary that a snippet could reach.
"""

import ast
import difflib
from collections.abc import Collection, Iterable, Iterator

from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.reading import Text
from engine.snippet.wording import either, worded

FIRST_SLOT = 2

LONGEST_NAME = 40
"""Comparing names takes time that grows with the square of their length; nobody mistypes longer ones."""

LARGEST_LISTED = 40
"""A module of so many names is listed whole where one is missed; `torch` itself has hundreds."""


class Unbound:
    """The content of a slot whose name has not been bound yet, or was deleted."""


UNBOUND = Unbound()


class Scope:
    """The names that a program, function, lambda or comprehension binds.

    Attributes:
        parent: The enclosing scope; None for the program itself.
        slots: Place in the frame of each name.
    """

    def __init__(self, parent: "Scope | None", names: Iterable[str] = ()) -> None:
        self.parent = parent
        self.slots: dict[str, int] = {}
        for name in names:
            self.slots.setdefault(name, FIRST_SLOT + len(self.slots))

    def find(self, name: str) -> tuple[int, int, bool] | None:
        """How many scopes out a name is bound, in which slot, and whether by the program itself.

        None when it is bound nowhere.
        """
        scope: Scope | None = self
        out = 0
        while scope is not None:
            slot = scope.slots.get(name)
            if slot is not None:
                return out, slot, scope.parent is None
            scope = scope.parent
            out += 1
        return None

    def visible(self) -> set[str]:
        """All names that can be seen from here."""
        scope: Scope | None = self
        names: set[str] = set()
        while scope is not None:
            names.update(scope.slots)
            scope = scope.parent
        return names

    def blank(self) -> list[object]:
        """The slots of a new frame, none of them bound, without run and enclosing frame."""
        return [UNBOUND] * len(self.slots)


def bound_names(body: Iterable[ast.AST], text: Text) -> Iterator[str]:
    """Yield the names that statements bind in their own scope, inner functions left aside.

    Raises:
        UnsupportedSyntax: A name with two leading underscores.
    """
    waiting = list(body)[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield allowed_name(node.id, node, text)
        elif isinstance(node, ast.alias):
            yield allowed_name(node.asname or node.name.partition(".")[0], node, text)
        elif isinstance(node, ast.ExceptHandler) and node.name is not None:
            yield allowed_name(node.name, node, text)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield allowed_name(node.name, node, text)
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.Tuple | ast.List | ast.alias):
            waiting.extend(list(ast.iter_child_nodes(node))[::-1])


def allowed_name(name: str, node: ast.AST, text: Text) -> str:
    """Let a name be bound unless it has the form that Python keeps for itself, or is a parameter.

    Raises:
        UnsupportedSyntax: It begins with two underscores, or stands for a value given from outside.
    """
    if name in text.parameters:
        raise UnsupportedSyntax(
            worded(
                "`%(name)s` is a parameter, so the snippet must not give it another value",
                name=name,
            ),
            *text.place(node),
        )
    if name.startswith("__"):
        raise UnsupportedSyntax(
            worded("the name `%(name)s` begins with two underscores; choose another", name=name),
            *text.place(node),
        )
    return name


def member_hint(name: str, path: str, members: Collection[str]) -> str:
    """A parenthesis naming the closest members of a module, or all of a small one; or the empty string."""
    close = suggestion(name, members)
    if close or len(members) > LARGEST_LISTED:
        return close
    names: str = ", ".join(f"`{member}`" for member in sorted(members))
    return worded(" (of `%(path)s` there is here: %(names)s)", path=path, names=names)


def suggestion(name: str, known: Iterable[str]) -> str:
    """A parenthesis naming the closest known names, to stand at a sentence's end; or the empty string."""
    short = [item for item in sorted(known) if len(item) <= LONGEST_NAME]
    close = difflib.get_close_matches(name[:LONGEST_NAME], short, n=3, cutoff=0.6)
    return worded(" (did you mean %(names)s?)", names=either(close)) if close else ""
