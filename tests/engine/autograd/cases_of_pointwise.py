"""Functions of single elements, and points at which their derivatives are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import namespace as torch

INSIDE = [-0.7, 0.2, 0.55]
VECTOR = [0.7, -1.9, 2.6]
OTHER = [1.3, 0.4, -2.1]
POSITIVE = [1.3, 0.4, 2.1]
LOW = [-1.0, 0.5, 0.5]
HIGH = [0.5, 1.0, 3.0]

CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    **{
        name: (getattr(torch, name), [INSIDE])
        for name in ("asin", "acos", "atan", "sinh", "cosh", "asinh", "atanh", "erfc", "exp2")
    },
    **{
        f"{name} in place": (lambda a, name=name: getattr(a * 1, name + "_")(), [INSIDE])
        for name in ("asin", "cosh", "erfc", "exp2", "square", "frac", "tanh", "sigmoid")
    },
    "acosh": (torch.acosh, [[1.5, 2.5]]),
    "frac": (lambda a: a.frac() * a, [VECTOR]),
    "deg2rad": (torch.deg2rad, [VECTOR]),
    "rad2deg": (lambda a: torch.rad2deg(a) / 50, [VECTOR]),
    "round to decimals": (lambda a: a.round(decimals=1) * a, [[0.72, 1.93]]),
    "nan_to_num": (torch.nan_to_num, [VECTOR]),
    "logit": (torch.logit, [[0.2, 0.7]]),
    "logit with eps": (lambda a: torch.logit(a, 0.3), [[0.2, 0.4, 0.6]]),
    "fmax": (torch.fmax, [VECTOR, OTHER]),
    "fmin": (torch.fmin, [VECTOR, OTHER]),
    "atan2": (torch.atan2, [VECTOR, OTHER]),
    "hypot": (torch.hypot, [VECTOR, OTHER]),
    "logaddexp": (torch.logaddexp, [VECTOR, OTHER]),
    "xlogy": (torch.xlogy, [VECTOR, POSITIVE]),
    "fmod": (torch.fmod, [VECTOR, OTHER]),
    "fmod by a number": (lambda a: a.fmod(0.8), [VECTOR]),
    "remainder by a tensor": (torch.remainder, [VECTOR, OTHER]),
    "remainder by a number": (lambda a: a % 0.8, [VECTOR]),
    "div rounded down": (lambda a, b: a.div(b, rounding_mode="floor") * a, [VECTOR, OTHER]),
    "div to zero": (lambda a, b: a.div(b, rounding_mode="trunc") * b, [VECTOR, OTHER]),
    "div not rounded": (lambda a, b: a.div(b, rounding_mode=None), [VECTOR, OTHER]),
    "clamp by tensors": (torch.clamp, [VECTOR, LOW, HIGH]),
    "clamp by a lower tensor": (lambda a, b: a.clamp(min=b), [VECTOR, LOW]),
    "clamp by an upper tensor": (lambda a, b: a.clamp(max=b), [VECTOR, HIGH]),
    "clamp in place": (lambda a: (a * a).clamp_(1.0, 5.0), [VECTOR]),
    "clamp_min": (lambda a: a.clamp_min(0.1), [VECTOR]),
    "clamp_min by a tensor": (torch.clamp_min, [VECTOR, LOW]),
    "clamp_max": (lambda a: a.clamp_max(0.1), [VECTOR]),
    "clamp_max by a tensor": (torch.clamp_max, [VECTOR, HIGH]),
    "lerp": (lambda a, b: torch.lerp(a, b, 0.3), [VECTOR, OTHER]),
    "lerp by a tensor": (torch.lerp, [VECTOR, OTHER, INSIDE]),
    **{
        f"dist of order {p}": (lambda a, b, p=p: torch.dist(a, b, p), [VECTOR, OTHER])
        for p in (1, 2, 3, float("inf"))
    },
}
