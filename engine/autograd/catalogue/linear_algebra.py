"""Products, diagonals and sums of products."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import errors
from engine.autograd.arguments import Function
from engine.autograd.operations import (
    contraction,
    diagonals,
    fused_products,
    linear_algebra,
    matmul,
    notation,
)
from engine.autograd.tensor import Tensor


def _other_output_type(*_: Any) -> Tensor:
    raise errors.Unsupported("products with another type of output")


_OUT: Final = ", *, Tensor out = None"
_FACTORS: Final = ", *, Number beta = 1, Number alpha = 1, Tensor out = None"
_BOTH: Final = {
    name: Function(name, {text: implementation})
    for name, text, implementation in (
        ("dot", f"(Tensor input, Tensor tensor{_OUT})", linear_algebra.dot),
        ("mv", f"(Tensor input, Tensor vec{_OUT})", linear_algebra.mv),
        ("mm", f"(Tensor input, Tensor mat2{_OUT})", linear_algebra.mm),
        ("bmm", f"(Tensor input, Tensor mat2{_OUT})", linear_algebra.bmm),
        ("matmul", f"(Tensor input, Tensor other{_OUT})", matmul.matmul),
        ("outer", f"(Tensor input, Tensor vec2{_OUT})", linear_algebra.outer),
        ("ger", f"(Tensor input, Tensor vec2{_OUT})", linear_algebra.outer),
        ("inner", f"(Tensor input, Tensor other{_OUT})", contraction.inner),
        ("addmm", f"(Tensor input, Tensor mat1, Tensor mat2{_FACTORS})", fused_products.addmm),
        ("addmv", f"(Tensor input, Tensor mat, Tensor vec{_FACTORS})", fused_products.addmv),
        ("addr", f"(Tensor input, Tensor vec1, Tensor vec2{_FACTORS})", fused_products.addr),
        (
            "baddbmm",
            f"(Tensor input, Tensor batch1, Tensor batch2{_FACTORS})",
            fused_products.baddbmm,
        ),
        ("trace", "(Tensor input)", diagonals.trace),
        ("diag", f"(Tensor input, int diagonal = 0{_OUT})", diagonals.diag),
        (
            "diagonal",
            "(Tensor input, int offset = 0, int dim1 = 0, int dim2 = 1)",
            diagonals.diagonal,
        ),
        (
            "diag_embed",
            "(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1)",
            diagonals.diag_embed,
        ),
        ("tril", f"(Tensor input, int diagonal = 0{_OUT})", diagonals.tril),
        ("triu", f"(Tensor input, int diagonal = 0{_OUT})", diagonals.triu),
    )
}
_IN_PLACE: Final = (
    Function("tril_", {"(Tensor input, int diagonal = 0)": diagonals.tril_}),
    Function("triu_", {"(Tensor input, int diagonal = 0)": diagonals.triu_}),
)
# As functions these products have a second form, for the types of accelerators.
_WITH_OUTPUT_TYPE: Final = tuple(
    Function(
        name,
        {
            f"(Tensor input, {factors}{rest})": implementation,
            f"(Tensor input, {factors}, torch.dtype out_dtype{rest})": _other_output_type,
        },
    )
    for name, factors, rest, implementation in (
        ("mm", "Tensor mat2", _OUT, linear_algebra.mm),
        ("bmm", "Tensor mat2", _OUT, linear_algebra.bmm),
        ("addmm", "Tensor mat1, Tensor mat2", _FACTORS, fused_products.addmm),
        ("baddbmm", "Tensor batch1, Tensor batch2", _FACTORS, fused_products.baddbmm),
    )
)
_LINEAR: Final = Function(
    "linear", {"(Tensor input, Tensor weight, Tensor bias = None)": matmul.linear}
)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    function.name: function.method() for function in (*_BOTH.values(), *_IN_PLACE)
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{name: function.function() for name, function in _BOTH.items()},
    **{function.name: function.function() for function in _WITH_OUTPUT_TYPE},
    "einsum": notation.einsum,
    "tensordot": notation.tensordot,
}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {"linear": _LINEAR.function()}
