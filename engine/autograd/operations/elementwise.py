# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Functions of one tensor, element by element."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.batch import number_as
from engine.autograd.operations.arithmetic import neg, reciprocal
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.powers import natural_log
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.selection import relu
from engine.autograd.primitive import Primitive
from engine.autograd.recipe import Reading

LN_2: Final = 0.6931471805599453
LN_10: Final = 2.3025850929940456


# By NumPy's number of a type, because hashing a dtype takes longer than a small subtraction.
_ONES: Final = {
    dtype.num: np.ones((), dtype) for dtype in map(np.dtype, (np.float16, np.float32, np.float64))
}


sign: Primitive = Primitive(
    "SignBackward0",
    # nan has the sign 0, as in PyTorch.
    lambda self: np.subtract(self > 0, self < 0, dtype=self.dtype),
    self=zeros_of,
)
abs: Primitive = Primitive(
    "AbsBackward0", lambda self: np.abs(self), self=lambda g, self: g * sign(self)
)
exp: Primitive = Primitive(
    "ExpBackward0", lambda self: rounded(np.exp, self), self=lambda g, result: g * result
)
expm1: Primitive = Primitive(
    "Expm1Backward0", lambda self: rounded(np.expm1, self), self=lambda g, result: g * (result + 1)
)
log1p: Primitive = Primitive(
    "Log1PBackward0", lambda self: rounded(np.log1p, self), self=lambda g, self: g / (self + 1)
)
log2: Primitive = Primitive(
    "Log2Backward0", lambda self: rounded(np.log2, self), self=lambda g, self: g / (self * LN_2)
)
log10: Primitive = Primitive(
    "Log10Backward0", lambda self: rounded(np.log10, self), self=lambda g, self: g / (self * LN_10)
)
sqrt: Primitive = Primitive(
    "SqrtBackward0", lambda self: np.sqrt(self), self=lambda g, result: g / (2 * result)
)
rsqrt: Primitive = Primitive(
    "RsqrtBackward0",
    lambda self: 1 / np.sqrt(self),
    self=lambda g, result: -0.5 * g * (result**3),
)
sin: Primitive = Primitive(
    "SinBackward0", lambda self: rounded(np.sin, self), self=lambda g, self: g * cos(self)
)
cos: Primitive = Primitive(
    "CosBackward0", lambda self: rounded(np.cos, self), self=lambda g, self: g * -sin(self)
)
tan: Primitive = Primitive(
    "TanBackward0", lambda self: rounded(np.tan, self), self=lambda g, result: g * (1 + result**2)
)
sigmoid_backward: Primitive = Primitive(
    "SigmoidBackwardBackward0",
    lambda grad_output, output: grad_output * (_ONES[output.dtype.num] - output) * output,
    grad_output=lambda g, output: sigmoid_backward(g, output),
    output=lambda g, grad_output, output: g * grad_output * (-2 * output + 1),
)
sigmoid: Primitive = Primitive(
    "SigmoidBackward0",
    lambda self: _ONES[self.dtype.num] / (_ONES[self.dtype.num] + rounded(np.exp, -self)),
    self=Reading(sigmoid_backward, ("result",)),
)
tanh_backward: Primitive = Primitive(
    "TanhBackwardBackward0",
    lambda grad_output, output: grad_output * (_ONES[output.dtype.num] - output * output),
    grad_output=lambda g, output: tanh_backward(g, output),
    output=lambda g, grad_output, output: g * (-2 * output * grad_output),
)
tanh: Primitive = Primitive(
    "TanhBackward0",
    lambda self: rounded(np.tanh, self),
    self=Reading(tanh_backward, ("result",)),
)
floor: Primitive = Primitive("FloorBackward0", lambda self: np.floor(self), self=zeros_of)
ceil: Primitive = Primitive("CeilBackward0", lambda self: np.ceil(self), self=zeros_of)
round: Primitive = Primitive("RoundBackward0", lambda self: np.round(self), self=zeros_of)
trunc: Primitive = Primitive("TruncBackward0", lambda self: np.trunc(self), self=zeros_of)
_erf = np.frompyfunc(math.erf, 1, 1)
_erfc = np.frompyfunc(math.erfc, 1, 1)


def _bell(g: Any, self: Any, factor: float) -> Any:
    return exp(-(self**2)) * factor * g


erf: Primitive = Primitive(
    "ErfBackward0",
    lambda self: number_as(_erf(self), self.dtype),
    self=lambda g, self: _bell(g, self, 2.0 / math.sqrt(math.pi)),
)
erfc: Primitive = Primitive(
    "ErfcBackward0",
    lambda self: number_as(_erfc(self), self.dtype),
    self=lambda g, self: _bell(g, self, -2.0 / math.sqrt(math.pi)),
)
by_number: Primitive = Primitive(
    "MulBackward1",
    lambda self, *, factor: self * factor,
    self=lambda g, factor: by_number(g, factor=factor),
)
"""A product with a number inside PyTorch, which has a node of its own."""
exp2: Primitive = Primitive(
    "Exp2Backward0",
    lambda self: rounded(np.exp2, self),
    self=lambda g, result: by_number(g * result, factor=LN_2),
)
frac: Primitive = Primitive("FracBackward0", lambda self: self - np.trunc(self), self=lambda g: g)

# What turns integers into floating point first, as PyTorch does; the rest keeps the type.
FLOATING: Final[dict[str, Any]] = {
    "exp": exp, "expm1": expm1, "log": natural_log, "log1p": log1p, "log2": log2, "log10": log10,
    "sqrt": sqrt, "rsqrt": rsqrt, "sin": sin, "cos": cos, "tan": tan, "tanh": tanh,
    "sigmoid": sigmoid, "reciprocal": reciprocal, "erf": erf,
    "erfc": erfc, "exp2": exp2,
}  # fmt: skip
KEEPING: Final[dict[str, Any]] = {
    "abs": abs, "neg": neg, "sign": sign, "relu": relu, "floor": floor, "ceil": ceil,
    "round": round, "trunc": trunc, "frac": frac,
}  # fmt: skip
