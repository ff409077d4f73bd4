"""Random numbers: what draws them, and what starts their stream."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from engine.autograd.arguments import Function
from engine.autograd.catalogue import creation
from engine.autograd.context import current
from engine.autograd.errors import Unsupported
from engine.autograd.operations import random_numbers
from engine.autograd.operations.random_numbers import (
    COINS_IN_PLACE,
    NORMAL_IN_PLACE,
    UNIFORM_IN_PLACE,
    in_place,
)
from engine.autograd.random import Generator

_DRAWN: Final = ", torch.Generator generator = None"
_REQUIRED: Final = ", torch.Generator generator"
_OUT: Final = ", Tensor out = None"
_LIKE: Final = ", torch.memory_format memory_format = None"
_OPTIONS: Final = (
    ", torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, "
    "bool pin_memory = False, bool requires_grad = False"
)


def drawing(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of random numbers that draws from a generator of the program's own, if given one.

    Args:
        function: takes no generator but the run's.
    """

    @wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        own = named.get("generator")
        if isinstance(own, Generator) or own is None:
            named.pop("generator", None)
        if not isinstance(own, Generator):
            return function(*args, **named)
        run = current()
        outer, run.generator = run.generator, own
        try:
            return function(*args, **named)
        finally:
            run.generator = outer

    return call


def generator(device: str = "cpu") -> Generator:
    """A stream of random numbers of its own: `torch.Generator`."""
    if device != "cpu":
        raise Unsupported(f"torch.Generator(device={device!r})")
    return Generator()


def _from_zero(implementation: Callable[..., Any]) -> Callable[..., Any]:
    """An implementation whose range begins at zero."""

    def call(high: int, *values: Any) -> Any:
        return implementation(0, high, *values)

    return call


def _like_from_zero(input: Any, high: int, *values: Any) -> Any:
    return random_numbers.randint_like(input, 0, high, *values)


def _like_up_to_tensor(*_: Any) -> Any:
    raise Unsupported("torch.randint_like with a tensor as its bound")


def _refused(*_: Any) -> Any:
    raise Unsupported("random numbers from a generator of one's own")


_Overloads: TypeAlias = dict[str, Callable[..., Any]]
_FUNCTIONS: Final[dict[str, _Overloads]] = {
    "randint": {
        f"(int high, tuple of ints size, *{_REQUIRED}{_OUT}{_OPTIONS})": _refused,
        f"(int high, tuple of ints size, *{_OUT}{_OPTIONS})": _from_zero(random_numbers.randint),
        f"(int low, int high, tuple of ints size, *{_REQUIRED}{_OUT}{_OPTIONS})": _refused,
        f"(int low, int high, tuple of ints size, *{_OUT}{_OPTIONS})": (random_numbers.randint),
    },
    "randint_like": {
        f"(Tensor input, int low, int high, *{_REQUIRED}{_LIKE}{_OPTIONS})": _refused,
        f"(Tensor input, int low, int high, *{_LIKE}{_OPTIONS})": (random_numbers.randint_like),
        f"(Tensor input, Tensor high, *{_REQUIRED}{_LIKE}{_OPTIONS})": _refused,
        f"(Tensor input, Tensor high, *{_LIKE}{_OPTIONS})": _like_up_to_tensor,
        f"(Tensor input, int high, *{_REQUIRED}{_LIKE}{_OPTIONS})": _refused,
        f"(Tensor input, int high, *{_LIKE}{_OPTIONS})": _like_from_zero,
    },
    "randperm": {
        f"(int n, *{_REQUIRED}{_OUT}{_OPTIONS})": _refused,
        f"(int n, *{_OUT}{_OPTIONS})": random_numbers.randperm,
    },
    "normal": {
        f"(Tensor mean, Tensor std, *{_DRAWN}{_OUT})": random_numbers.normal_of_both,
        f"(Tensor mean, float std = 1, *{_DRAWN}{_OUT})": random_numbers.normal_of_means,
        f"(float mean, Tensor std, *{_DRAWN}{_OUT})": random_numbers.normal_of_deviations,
        f"(float mean, float std, tuple of ints size, *{_DRAWN}{_OUT}{_OPTIONS})": (
            random_numbers.normal_of_size
        ),
    },
    "bernoulli": {
        f"(Tensor input, *{_DRAWN}{_OUT})": random_numbers.bernoulli,
        f"(Tensor input, float p, *{_DRAWN})": random_numbers.bernoulli_of_number,
    },
}
_METHODS: Final[dict[str, _Overloads]] = {
    "uniform_": {
        f"(Tensor input, float from = 0, float to = 1, *{_DRAWN})": in_place(
            UNIFORM_IN_PLACE, "start", "end"
        ),
    },
    "normal_": {
        f"(Tensor input, float mean = 0, float std = 1, *{_DRAWN})": in_place(
            NORMAL_IN_PLACE, "mean", "std"
        ),
    },
    "bernoulli_": {
        f"(Tensor input, Tensor p, *{_DRAWN})": random_numbers.toss_each,
        f"(Tensor input, float p = 0.5, *{_DRAWN})": in_place(COINS_IN_PLACE, "p"),
    },
    "bernoulli": {
        f"(Tensor input, *{_DRAWN}{_OUT})": random_numbers.bernoulli,
        f"(Tensor input, float p, *{_DRAWN})": random_numbers.bernoulli_of_number,
    },
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    "manual_seed": random_numbers.manual_seed,
    "initial_seed": random_numbers.initial_seed,
    "Generator": generator,
    "rand": drawing(creation.TORCH["rand"]),
    "randn": drawing(creation.TORCH["randn"]),
    **{
        name: drawing(Function(name, overloads).function())
        for name, overloads in _FUNCTIONS.items()
    },
}
METHODS: Final[dict[str, Callable[..., Any]]] = {
    name: drawing(Function(name, overloads).method()) for name, overloads in _METHODS.items()
}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {}
