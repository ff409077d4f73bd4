"""The values of ours that a snippet can hold besides tensors and Python's plain data.

None of them has an attribute that a snippet can read: attributes come from the tables in
`engine.snippet.vocabulary`, never from the object. Their class names are the ones Python's own
messages use, as in `'function' object is not iterable`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from engine.autograd.custom.function import Function as CustomFunction
from engine.snippet.outcome import Raised

Frame: TypeAlias = list[Any]
Evaluate: TypeAlias = Callable[[Frame], Any]
Execute: TypeAlias = Callable[[Frame], Any]
Guard: TypeAlias = Callable[[Any, list[Any], dict[str, Any]], None]
"""Takes the run, the positional and the keyword arguments."""

NO_KEYWORDS: Final[Mapping[str, int | None]] = {}


ANY_KEYWORD: Final[Mapping[str, int | None]] = {"**": None}
"""The keywords of what hands them on to a function of the snippet."""


class Operation:
    """A function of torch or a method of a tensor, with the check that runs before it.

    Attributes:
        name: As a snippet writes it.
        function: The engine's function; a method takes the tensor first.
        guard: Refuses, before anything is allocated, a call whose result would break a bound.
        stands_for: The class that the name also is, for `isinstance`.
    """

    __slots__ = ("function", "guard", "name", "stands_for")

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        guard: Guard | None,
        stands_for: type | None = None,
    ) -> None:
        self.name = name
        self.function = function
        self.guard = guard
        self.stands_for = stands_for


class Builtin:
    """A function of Python, written anew within the bounds.

    Attributes:
        name: As a snippet writes it.
        function: Takes the run first.
        fewest: How many values it needs.
        most: How many values it takes without a keyword; None for any number.
        keywords: The keywords it takes, with the position at which the same value may stand without
            its keyword, None where there is none; ANY_KEYWORD where a function of the snippet
            decides.
        stands_for: The class that the name also is, for `isinstance`.
        method: Whether its first value is its owner, which is not counted.
    """

    __slots__ = ("fewest", "function", "keywords", "method", "most", "name", "stands_for")

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        fewest: int,
        most: int | None,
        keywords: Mapping[str, int | None] = NO_KEYWORDS,
        *,
        stands_for: type | None = None,
        method: bool = False,
    ) -> None:
        self.name = name
        self.function = function
        self.fewest = fewest
        self.most = most
        self.keywords = keywords
        self.stands_for = stands_for
        self.method = method


class ExceptionType:
    """The name of an exception, for `except` and `isinstance`; it cannot be called."""

    __slots__ = ("kind", "name")

    def __init__(self, kind: type[Exception]) -> None:
        self.name = kind.__name__
        self.kind = kind


class Property:
    """An attribute of a tensor or node that is read without a call."""

    __slots__ = ("name", "read")

    def __init__(self, name: str, read: Callable[[Any], Any]) -> None:
        self.name = name
        self.read = read


class Module:
    """`torch`, `math` and their parts: a fixed table of members."""

    __slots__ = ("members", "path")

    def __init__(self, path: str, members: Mapping[str, Any]) -> None:
        self.path = path
        self.members = members


class BoundMethod:
    """A method that was read but not called at once, as in `step = y.backward`."""

    __slots__ = ("method", "owner")

    def __init__(self, method: "Operation | Builtin", owner: Any) -> None:
        self.method = method
        self.owner = owner


class Function:
    """A function or lambda of the snippet.

    Attributes:
        name: Its name, `<lambda>` for a lambda.
        path: What stands before it in Python's messages, as `f.<locals>.`.
        parameters: Names of its parameters, in order; they take the first slots of its frame.
        defaults: Values for the last of the parameters.
        slots: What a new frame holds after the parameters.
        body: Runs in the new frame and gives the result.
        home: The frame in which it was defined.
    """

    __slots__ = ("body", "defaults", "home", "name", "parameters", "path", "slots")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...],
        defaults: tuple[Any, ...],
        slots: list[object],
        body: Evaluate,
        home: Frame,
        path: str = "",
    ) -> None:
        self.name = name
        self.path = path
        self.parameters = parameters
        self.defaults = defaults
        self.slots = slots
        self.body = body
        self.home = home


class FunctionClass:
    """A class that derives from `torch.autograd.Function`, or that class itself.

    Attributes:
        name: Its name.
        made: The engine's class, whose methods call the snippet's functions.
    """

    __slots__ = ("made", "name")

    def __init__(self, name: str, made: type[CustomFunction]) -> None:
        self.name = name
        self.made = made


FUNCTION_BASE: Final = FunctionClass("Function", CustomFunction)
"""`torch.autograd.Function`."""


class FunctionObject:
    """What calling such a class gives, as programs did before PyTorch 1.3; of no use any more.

    Attributes:
        made: The engine's object, which explains that when it is called.
    """

    __slots__ = ("made",)

    def __init__(self, made: CustomFunction) -> None:
        self.made = made


class CaughtError:
    """What `except … as e` binds: the exception's type and text, without its traceback."""

    __slots__ = ("kind", "raised")

    def __init__(self, kind: type[BaseException], raised: Raised) -> None:
        self.kind = kind
        self.raised = raised


class Lazy:
    """What `zip`, `enumerate` and `reversed` give: items that are made while they are read.

    Attributes:
        items: The items still to come.
        depth: How many of these stand inside one another, which Python's C code would follow to
            any depth.
    """

    __slots__ = ("depth", "items")

    def __init__(self, items: Iterator[Any], depth: int) -> None:
        self.items = items
        self.depth = depth


for _kind, _name in (
    (Operation, "builtin_function_or_method"),
    (Builtin, "builtin_function_or_method"),
    (BoundMethod, "builtin_function_or_method"),
    (ExceptionType, "type"),
    (Module, "module"),
    (Function, "function"),
    (FunctionClass, "FunctionMeta"),
    (FunctionObject, "Function"),
    (CaughtError, "Exception"),
    (Lazy, "iterator"),
):
    _kind.__name__ = _name
