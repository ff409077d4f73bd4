"""`torch.autograd.functional` and `gradcheck`: what differentiates a function of the snippet by calling it.

A Jacobian or Hessian takes a backward pass for each of its rows, inside one call of the engine. So
the rows are counted as work as soon as it is known how many there are, and how long each takes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from engine.autograd import Tensor, namespace
from engine.snippet.invocation import Callback, apply
from engine.snippet.sizes import check_argument, operands
from engine.snippet.state import Run
from engine.snippet.values import ANY_KEYWORD, Builtin, Operation

CountRows: TypeAlias = Callable[[tuple[Tensor, ...], Any], int]
"""Takes what the function was called with and what it returned."""


def _outputs(given: tuple[Tensor, ...], result: Any) -> int:
    del given
    return sum(tensor.numel() for tensor in operands((result,)))


def _inputs(given: tuple[Tensor, ...], result: Any) -> int:
    del result
    return 3 * sum(tensor.numel() for tensor in given)  # through the graph of a backward pass


def _once(given: tuple[Tensor, ...], result: Any) -> int:
    del given, result
    return 1


_FUNCTIONAL: Final = namespace.autograd.functional
_PRODUCT: Final[dict[str, int | None]] = {"v": 2, "create_graph": 3, "strict": 4}
_MATRIX: Final[dict[str, int | None]] = {"create_graph": 2, "strict": 3, "vectorize": 4}

_TABLE: Final[tuple[tuple[str, CountRows, dict[str, int | None]], ...]] = (
    ("jacobian", _outputs, {**_MATRIX, "strategy": 5}),
    ("hessian", _inputs, {**_MATRIX, "outer_jacobian_strategy": 5}),
    ("vjp", _once, _PRODUCT),
    ("jvp", _once, _PRODUCT),
    ("hvp", _once, _PRODUCT),
    ("vhp", _once, _PRODUCT),
)


def _entry(
    name: str, rows: CountRows, keywords: Mapping[str, int | None], module: Any = _FUNCTIONAL
) -> Builtin:
    operation = Operation(name, getattr(module, name), None)

    def differentiate(run: Run, function: Any, *values: Any, **named: Any) -> Any:
        for value in (*values, *named.values()):
            check_argument(run, value)
        run.look_at_clock()
        run.look_at_graph()
        counted = _counted(run, Callback(run, function), rows)
        return apply(run, operation, [counted, *values], named)

    return Builtin(name, differentiate, 2, 2 + len(keywords), keywords)


def _counted(run: Run, function: Callback, rows: CountRows) -> Callable[..., Any]:
    def call(*given: Tensor) -> Any:
        before = run.count_nodes()
        result = function(*given)
        run.work(rows(given, result) * (1 + run.count_nodes() - before))
        return result

    return call


FUNCTIONAL: Final = {entry[0]: _entry(*entry) for entry in _TABLE}
"""What `torch.autograd.functional` holds."""

CHECKS: Final = {
    name: _entry(name, _outputs, ANY_KEYWORD, namespace.autograd)
    for name in ("gradcheck", "gradgradcheck")
}
"""What `torch.autograd` has to check derivatives by differences."""
