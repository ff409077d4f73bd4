"""Attributes: looked up in our tables by the value's type and the name, never on the object."""

import ast
from typing import Any, Final

from engine.autograd import Tensor
from engine.autograd.batch import settled
from engine.autograd.custom.function import FunctionContext
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.snippet.building import Builder
from engine.snippet.errors import UnsupportedSyntax
from engine.snippet.exceptions import SnippetAttributeError
from engine.snippet.kinds import TENSORS
from engine.snippet.scopes import member_hint, suggestion
from engine.snippet.values import BoundMethod, Evaluate, Frame, Module, Operation, Property
from engine.snippet.vocabulary import ATTRIBUTES, FAMILIES, KNOWN_ATTRIBUTES, SETTABLE
from engine.snippet.vocabulary.custom import CONTEXT_ATTRIBUTES
from engine.snippet.wording import Wording, worded

PYTHON_TYPES: Final = frozenset(
    {
        *(type(None), bool, int, float, str, list, tuple, dict, range, slice, type(Ellipsis)),
        *KINDS_OF_RESULT,
    }
)
"""Types whose missing attributes are Python's AttributeError, as `None.zero_` in a lesson."""

NOTHING: Final[dict[str, Any]] = {}


def build_attribute(build: Builder, node: ast.Attribute) -> Evaluate:
    """Build the reading of an attribute; a name in none of the tables is refused at once."""
    place = check_attribute(build, node)
    name = node.attr
    base = build.expression(node.value)
    of_tensors = ATTRIBUTES[Tensor].get(name)
    if type(of_tensors) is not Property:
        return lambda env: read_attribute(base(env), name, place)
    read = of_tensors.read

    def evaluate(env: Frame) -> Any:
        owner = base(env)
        return read(owner) if type(owner) is Tensor else read_attribute(owner, name, place)

    return evaluate


def check_attribute(build: Builder, node: ast.Attribute) -> tuple[int, int]:
    """Refuse an attribute that no value of the language has; else tell its place.

    The place is the attribute's own name, at the end of the expression.
    """
    line, end = node.end_lineno or 1, node.end_col_offset or 0
    mark = ast.Name(node.attr, lineno=line, col_offset=max(end - len(node.attr.encode()), 0))
    module = static_module(build, node.value)
    known = KNOWN_ATTRIBUTES if module is None else module.members.keys()
    if node.attr not in known and (module is not None or node.attr not in build.context_names):
        build.refuse(unknown_attribute(node.attr, module), mark)
    return build.text.place(mark)


def static_module(build: Builder, node: ast.expr) -> Module | None:
    """The module that an expression is bound to name, as `torch.autograd`; None when unsure."""
    if isinstance(node, ast.Name):
        found = build.scope.find(node.id)
        return build.modules.get(node.id) if found is not None and found[2] else None
    if isinstance(node, ast.Attribute):
        module = static_module(build, node.value)
        member = None if module is None else module.members.get(node.attr)
        return member if isinstance(member, Module) else None
    return None


def unknown_attribute(name: str, module: Module | None, known: Any = None) -> Wording:
    """The sentence that refuses an attribute."""
    if module is not None:
        hint = member_hint(name, module.path, module.members)
        return worded(
            "`%(path)s` is not part of the snippet language%(hint)s",
            path=f"{module.path}.{name}",
            hint=hint,
        )
    hint = suggestion(name, KNOWN_ATTRIBUTES if known is None else known)
    return worded(
        "the attribute `.%(name)s` is not part of the snippet language%(hint)s",
        name=name,
        hint=hint,
    )


def read_attribute(owner: Any, name: str, place: tuple[int, int]) -> Any:
    """The value of an attribute.

    Raises:
        SnippetAttributeError: Python's own error, for None, numbers, strings and containers.
        UnsupportedSyntax: The type has no such attribute in the tables.
    """
    entry = attributes_of(owner).get(name)
    if type(entry) is Property:
        return entry.read(owner)
    if entry is not None:
        return BoundMethod(entry, owner)
    if type(owner) is Module and name in owner.members:
        return owner.members[name]
    if isinstance(owner, FunctionContext) and name in vars(owner):
        return vars(owner)[name]
    raise missing(owner, name, place)


def attributes_of(owner: Any) -> dict[str, Any]:
    """The table of a value's type, or of the family it belongs to."""
    table = ATTRIBUTES.get(type(owner))
    if table is None:
        for family in FAMILIES:
            if isinstance(owner, family):
                return ATTRIBUTES[family]
        return NOTHING
    return table


def missing(owner: Any, name: str, place: tuple[int, int]) -> Exception:
    """The exception for an attribute that is not in the table of the value's type."""
    kind = type(settled(owner))
    if isinstance(owner, Module):
        return UnsupportedSyntax(unknown_attribute(name, owner), *place)
    if (kind in PYTHON_TYPES and not hasattr(kind, name)) or isinstance(owner, FunctionContext):
        return SnippetAttributeError(f"'{kind.__name__}' object has no attribute '{name}'")
    known = attributes_of(owner)
    return UnsupportedSyntax(
        worded(
            "%(unknown)s for a value of type %(kind)s",
            unknown=unknown_attribute(name, None, known),
            kind=kind.__name__,
        ),
        *place,
    )


def write_attribute(owner: Any, name: str, value: Any, place: tuple[int, int]) -> None:
    """Assign to one of the attributes of a tensor that may be assigned to, or to one of a `ctx`.

    Raises:
        SnippetAttributeError: The value is not a tensor but Python's own.
        UnsupportedSyntax: This attribute of this value may not be assigned to.
    """
    if isinstance(owner, FunctionContext) and name not in CONTEXT_ATTRIBUTES:
        vars(owner)[name] = value
        return
    if type(owner) in TENSORS and name in SETTABLE:
        SETTABLE[name](owner, value)
        return
    if type(owner) in PYTHON_TYPES:
        raise SnippetAttributeError(f"'{type(owner).__name__}' object has no attribute '{name}'")
    raise UnsupportedSyntax(
        worded(
            "the attribute `.%(name)s` of a %(kind)s cannot be assigned to",
            name=name,
            kind=type(owner).__name__,
        ),
        *place,
    )


def check_settable(build: Builder, node: ast.Attribute) -> tuple[int, int]:
    """Refuse assignment to anything but the few attributes that a lesson assigns to."""
    place = check_attribute(build, node)
    if node.attr not in SETTABLE and node.attr not in build.context_names:
        names = ", ".join(f"`.{name}`" for name in SETTABLE)
        raise UnsupportedSyntax(
            worded(
                "`.%(name)s` cannot be assigned to in a snippet; only %(names)s can",
                name=node.attr,
                names=names,
            ),
            *place,
        )
    return place


def method(owner: Any, name: str) -> Operation | None:
    """The entry of a method, when the value's type has one of that name."""
    entry = attributes_of(owner).get(name)
    return None if type(entry) is Property else entry
