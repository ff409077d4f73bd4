# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Inverse and hyperbolic functions of one tensor, and angles."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.operations.elementwise import rsqrt
from engine.autograd.operations.rounding import rounded
from engine.autograd.primitive import Primitive

asin: Primitive = Primitive(
    "AsinBackward0",
    lambda self: rounded(np.arcsin, self),
    self=lambda g, self: g * rsqrt(-self * self + 1),
)
acos: Primitive = Primitive(
    "AcosBackward0",
    lambda self: rounded(np.arccos, self),
    self=lambda g, self: g * -rsqrt(-self * self + 1),
)
atan: Primitive = Primitive(
    "AtanBackward0",
    lambda self: rounded(np.arctan, self),
    self=lambda g, self: g / (self * self + 1),
)
sinh: Primitive = Primitive(
    "SinhBackward0", lambda self: np.sinh(self), self=lambda g, self: g * cosh(self)
)
cosh: Primitive = Primitive(
    "CoshBackward0", lambda self: rounded(np.cosh, self), self=lambda g, self: g * sinh(self)
)
asinh: Primitive = Primitive(
    "AsinhBackward0",
    lambda self: np.arcsinh(self),
    self=lambda g, self: g * rsqrt(self**2 + 1),
)
acosh: Primitive = Primitive(
    "AcoshBackward0",
    lambda self: np.arccosh(self),
    self=lambda g, self: g * rsqrt(self * self - 1),
)
atanh: Primitive = Primitive(
    "AtanhBackward0", lambda self: np.arctanh(self), self=lambda g, self: g / (1 - self**2)
)
deg2rad: Primitive = Primitive(
    "Deg2RadBackward0",
    lambda self: self * (math.pi / 180),
    self=lambda g: g * (math.pi / 180),
)
rad2deg: Primitive = Primitive(
    "Rad2DegBackward0",
    lambda self: self * (180 / math.pi),
    self=lambda g: g * (180 / math.pi),
)


def _without_derivative(function: str) -> Any:
    """The formula of a function that PyTorch differentiates, but not in place."""

    def refuse(_: Any) -> Any:
        raise NotImplementedError(
            f"the derivative for 'inplace version of {function}' is not implemented."
        )

    return refuse


ONLY_IN_PLACE: Final[dict[str, Primitive]] = {
    "asinh": Primitive("AsinhBackward1", asinh.forward, self=_without_derivative("asinh")),
    "acosh": Primitive("AcoshBackward1", acosh.forward, self=_without_derivative("acosh")),
    "atanh": Primitive("AtanhBackward1", atanh.forward, self=_without_derivative("atanh")),
}
"""What takes the place of a function of the same name in place."""

FLOATING: Final[dict[str, Any]] = {
    "asin": asin, "acos": acos, "atan": atan, "sinh": sinh, "cosh": cosh, "asinh": asinh,
    "acosh": acosh, "atanh": atanh, "arcsin": asin, "arccos": acos, "arctan": atan,
    "arcsinh": asinh, "arccosh": acosh, "arctanh": atanh, "deg2rad": deg2rad, "rad2deg": rad2deg,
}  # fmt: skip
"""By name; integers become floating point first."""
