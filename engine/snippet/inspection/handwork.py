"""How much arithmetic a run would ask of a hand.

One step is one addition, multiplication, division, power or value of a function, of one element. To
add 0, to multiply by 0, 1 or -1 and to divide by 1 or -1 is no step; nor is it one to move a number,
change its sign, compare it or choose it. Forward the operations of the text are counted, of values
that are nowhere needed too; backward what each node asks for: its local derivative where that is not
in sight, the product with the cotangent, and the sums where cotangents or gradients meet. The steps
of an optimiser, and arithmetic on plain numbers, are not counted.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd import Tensor
from engine.autograd.node import Node
from engine.snippet.inspection.operands import Operation

_BINARY: Final[dict[str, type[ast.operator]]] = {
    **dict.fromkeys(("add", "sub", "subtract"), ast.Add),
    **dict.fromkeys(("mul", "multiply"), ast.Mult),
    **dict.fromkeys(("div", "divide", "true_divide"), ast.Div),
    "pow": ast.Pow,
    **dict.fromkeys(("matmul", "mm", "mv", "dot", "inner", "bmm"), ast.MatMult),
}
_POINTWISE: Final = frozenset(
    """
    acos acosh asin asinh atan atan2 atanh cos cosh deg2rad erf erfc exp exp2 expm1 hypot log log10
    log1p log2 logsigmoid rad2deg reciprocal rsqrt sigmoid sin sinh sqrt square tan tanh
    """.split()  # noqa: SIM905 - a word list
)
_SEVERAL: Final = {
    **dict.fromkeys(("softplus", "silu", "softsign", "tanhshrink", "logit", "logaddexp"), 2),
    **dict.fromkeys(("gelu", "mish", "elu", "celu", "selu", "lerp", "addcmul", "addcdiv"), 3),
}
"""Functions of one element that take several steps."""
_GATHERED: Final = {
    **dict.fromkeys(("sum", "prod", "trace", "l1_loss"), 1),
    **dict.fromkeys(("mean", "cumsum", "cumprod"), 1),
    **dict.fromkeys(("norm", "dist", "mse_loss", "logsumexp"), 2),
    **dict.fromkeys(("softmax", "log_softmax", "softmin", "var", "std"), 3),
    **dict.fromkeys(("cross_entropy", "binary_cross_entropy", "kl_div", "nll_loss"), 4),
}
"""Functions of many elements, with the steps that each element takes."""

_MOVES: Final = frozenset(
    """
    Abs Add Alias Amax Amin AsStrided Cat Ceil Clamp ClampMax ClampMin Clone Cummax Cummin DiagEmbed
    Diagonal Expand Fill Flip Floor Fmax Fmin Gather Hardtanh Index IndexFill IndexPut IndexSelect
    Kthvalue LeakyRelu MaskedFill MaskedSelect Max Maximum Median Min Minimum Neg Permute Put Relu
    Repeat ReshapeAlias Roll Rot90 Round Rsub Scatter Select Sign Slice Sort Split SplitWithSizes
    Squeeze Stack Sub Sum T Take ToCopy Topk Trace Transpose Tril Triu Trunc Unbind UnsafeView
    Unsqueeze View Where Zero
    """.split()  # noqa: SIM905 - a word list
)
"""Nodes that pass cotangents on as they are, or in part, or with another sign."""
_IN_SIGHT: Final = frozenset({"Mul", "Exp", "Mean"})
"""Nodes whose local derivative has been written down before."""
_PRODUCTS: Final = frozenset({"Addmm", "Addmv", "Bmm", "Dot", "Mm", "Mv"})
"""Nodes that multiply matrices or vectors."""


class Handwork:
    """The steps of a run, counted as they are told of.

    It hears operations of the text as they are done, and backward passes (`autograd.watch.Watch`).

    Attributes:
        steps: The steps so far.
    """

    def __init__(self) -> None:
        self.steps = 0
        self._met: set[int] = set()

    def done(self, line: int, text: str, operation: Operation) -> None:  # noqa: ARG002 - a listener
        """Hear that an operation is done."""
        if isinstance(operation.result, np.ndarray) and operation.result.dtype.kind == "f":
            self.steps += _forward(operation)

    def began(
        self, edges: Sequence[Any], cotangents: Sequence[Any], retain: bool, create: bool
    ) -> None:
        """Hear that a backward pass begins."""
        del cotangents, retain, create
        self._met = {id(edge) for edge in edges}

    def ran(self, node: Node, cotangent: Any, sent: Sequence[Any]) -> None:
        """Hear that a node ran, and count what it worked out."""
        arriving = [
            _array(item) for item in (cotangent if isinstance(cotangent, list) else [cotangent])
        ]
        name = _name(node)
        for place, (edge, value) in enumerate(zip(node.edges, sent, strict=False)):
            if edge is None or value is None:
                continue
            array = _array(value)
            if name in _PRODUCTS:
                # The summand of `addmm` comes before the factors.
                factor = place - name.startswith("Add")
                self.steps += 0 if factor < 0 else _products(arriving[0], array, factor)
            elif name not in _MOVES:
                self.steps += _pulled_back(arriving, array, name in _IN_SIGHT)
            self._deliver(edge, array)

    def filled(self, leaf: Tensor, before: Any, arriving: Any) -> None:
        """Hear that a leaf took up a gradient, and count the sums."""
        del leaf
        if before is not None:
            self.steps += _sums(before, _array(arriving))

    def ended(self) -> None:
        """Hear that a backward pass is over."""

    def _deliver(self, edge: Any, array: NDArray[Any]) -> None:
        """Count the sums that undo broadcasting, and those where two cotangents meet."""
        shape = edge.array.shape if isinstance(edge, Tensor) else edge.shape
        size = int(np.prod(shape))
        if array.size > size:
            # The sum of equal numbers is a product.
            self.steps += size if np.all(array == array.flat[0]) else array.size - size
        if id(edge) in self._met:
            self.steps += size
        self._met.add(id(edge))


def _array(value: Any) -> Any:
    return value.array if isinstance(value, Tensor) else value


def _name(node: Node) -> str:
    return node.name().partition("Backward")[0]


def _trivial(array: NDArray[Any]) -> Any:
    """Where a factor is 0, 1 or -1."""
    return (array == 0) | (np.abs(array) == 1)


def _count(steps: Any) -> int:
    return int(np.count_nonzero(steps))


def _forward(operation: Operation) -> int:
    """The steps of an operation of the text that gave floats."""
    match operation.node:
        case ast.BinOp(left=left, op=operator, right=right):
            return _binary(type(operator), operation.value(left), operation.value(right))
        case ast.Call():
            return _called(operation)
    return 0


def _called(operation: Operation) -> int:
    called = operation.called()
    if called is None:
        return 0
    name, _ = called
    values, named = operation.arguments()
    operands = [value for value in values if isinstance(value, np.ndarray)]
    other = named.get("other", named.get("exponent"))
    if name in _BINARY and operands:
        second = operands[1] if len(operands) > 1 else other
        return _binary(_BINARY[name], operands[0], second)
    result: NDArray[Any] = operation.result
    if name in _POINTWISE or name in _SEVERAL:
        return int(result.size) * _SEVERAL.get(name, 1)
    if name in _GATHERED and operands:
        size = int(operands[0].size)
        spared = int(result.size) if name in ("sum", "prod", "trace") else 0
        return _GATHERED[name] * size - min(spared, size)
    return 0


def _binary(operator: type[ast.operator], one: Any, other: Any) -> int:
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return 0
    if not (one.ndim or other.ndim or np.float32 in {one.dtype.type, other.dtype.type}):
        # Plain numbers of the text.
        return 0
    count = _BY_OPERATOR.get(operator)
    return int(np.broadcast(one, other).size) if count is None else count(one, other)


def _multiplied(one: NDArray[Any], other: NDArray[Any]) -> int:
    return _count(~(_trivial(one) | _trivial(other)))


def _divided(one: NDArray[Any], other: NDArray[Any]) -> int:
    return _count(~((one == 0) | (np.abs(other) == 1)))


def _raised(one: NDArray[Any], other: NDArray[Any]) -> int:
    return _count(~(_trivial(one) | (other == 0) | (other == 1)))


def _matrices(one: NDArray[Any], other: NDArray[Any]) -> int:
    inner = int(one.shape[-1])
    rows = int(np.prod(one.shape[:-1]))
    columns = int(other.shape[-1]) if other.ndim > 1 else 1
    return rows * columns * (2 * inner - 1)


def _sums(one: NDArray[Any], other: NDArray[Any]) -> int:
    return _count((one != 0) & (other != 0))


_BY_OPERATOR: Final[dict[type[ast.operator], Callable[[NDArray[Any], NDArray[Any]], int]]] = {
    ast.Add: _sums,
    ast.Sub: _sums,
    ast.Mult: _multiplied,
    ast.Div: _divided,
    ast.Pow: _raised,
    ast.MatMult: _matrices,
}


def _products(cotangent: NDArray[Any], sent: NDArray[Any], place: int) -> int:
    """The steps of a product of a cotangent with a matrix or vector that was multiplied."""
    inner = int(sent.shape[-2] if place and sent.ndim > 1 else sent.shape[-1])
    products = int(cotangent.size) * inner
    sums = max(products - int(sent.size), 0)
    return sums if np.all(_trivial(cotangent)) else products + sums


def _pulled_back(arriving: Sequence[Any], sent: NDArray[Any], in_sight: bool) -> int:
    """The local derivative of each element, and its product with the cotangent."""
    cotangent = arriving[0] if len(arriving) == 1 else None
    if cotangent is None:
        return 2 * int(sent.size)
    needed = sent != 0
    worked_out = 0 if in_sight else _count(needed)
    if np.broadcast_shapes(cotangent.shape, sent.shape) != sent.shape:
        return worked_out + int(sent.size)
    # By a factor of 1 or -1, the number is the same but for its sign.
    same = np.abs(sent) == np.abs(cotangent)
    return worked_out + _count(needed & ~_trivial(cotangent) & ~same)
