"""Elements read and written by positions and masks."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from engine.autograd import errors
from engine.autograd.arguments import Function
from engine.autograd.operations import gathering, masks, placing, scattering
from engine.autograd.tensor import Tensor


def _reduced(*_: Any, **__: Any) -> Tensor:
    raise errors.Unsupported("scatter() with reduce=")


def _index_put(
    input: Tensor, indices: Sequence[Tensor], values: Tensor, accumulate: bool, *, in_place: bool
) -> Tensor:
    return placing.put_at(input, tuple(indices), values, accumulate, in_place=in_place)


def _nonzero(input: Tensor, as_tuple: bool) -> Any:
    return gathering.nonzero_of_each(input) if as_tuple else gathering.nonzero(input)


_OUT: Final = ", *, Tensor out = None"
_SCATTER: Final = "Tensor input, int dim, Tensor index"


def _writing(suffix: str, *, in_place: bool) -> list[Function]:
    """The functions that write, or their forms in place; whose names end in `suffix`."""
    out = "" if in_place else ", Tensor out = None"
    star = f", *{out}" if out else ""
    ready = partial(partial, in_place=in_place)
    return [
        Function(
            f"scatter{suffix}",
            {
                f"({_SCATTER}, Tensor src{star})": ready(scattering.scatter),
                f"({_SCATTER}, Tensor src, *, str reduce{out})": _reduced,
                f"({_SCATTER}, Number value{star})": ready(scattering.scatter_number),
                f"({_SCATTER}, Number value, *, str reduce{out})": _reduced,
            },
        ),
        Function(
            f"scatter_add{suffix}",
            {f"({_SCATTER}, Tensor src{star})": ready(scattering.scatter_add)},
        ),
        Function(
            f"index_add{suffix}",
            {f"({_SCATTER}, Tensor source, *, Number alpha = 1{out})": ready(scattering.index_add)},
        ),
        Function(
            f"index_copy{suffix}",
            {f"({_SCATTER}, Tensor source{star})": ready(scattering.index_copy)},
        ),
        Function(
            f"index_fill{suffix}",
            {
                f"({_SCATTER}, Tensor value{star})": ready(scattering.index_fill),
                f"({_SCATTER}, Number value{star})": ready(scattering.index_fill),
            },
        ),
        Function(
            f"index_put{suffix}",
            {
                "(Tensor input, tuple of Tensors indices, Tensor values, bool accumulate = False)": (
                    ready(_index_put)
                )
            },
        ),
        Function(
            f"put{suffix}",
            {
                f"(Tensor input, Tensor index, Tensor source, bool accumulate = False{star})": (
                    ready(scattering.put)
                )
            },
        ),
        Function(
            f"masked_scatter{suffix}",
            {f"(Tensor input, Tensor mask, Tensor source{star})": ready(scattering.masked_scatter)},
        ),
        Function(
            f"masked_fill{suffix}",
            {
                f"(Tensor input, Tensor mask, Tensor value{star})": ready(masks.masked_fill),
                f"(Tensor input, Tensor mask, Number value{star})": ready(masks.masked_fill),
            },
        ),
    ]


_READING: Final = (
    Function(
        "gather",
        {
            "(Tensor input, int dim, Tensor index, *, bool sparse_grad = False, "
            "Tensor out = None)": gathering.gather
        },
    ),
    Function(
        "index_select", {f"(Tensor input, int dim, Tensor index{_OUT})": gathering.index_select}
    ),
    Function("masked_select", {f"(Tensor input, Tensor mask{_OUT})": gathering.masked_select}),
    Function("take", {f"(Tensor input, Tensor index{_OUT})": gathering.take}),
    Function("argwhere", {"(Tensor input)": gathering.nonzero}),
)
_NONZERO: Final = Function("nonzero", {"(Tensor input, *, bool as_tuple = False)": _nonzero})
_WHERE: Final = Function(
    "where",
    {
        "(Tensor condition)": masks.positions,
        "(Tensor condition, Tensor input, Tensor other, *, Tensor out = None)": masks.where,
        "(Tensor condition, Number self, Tensor other)": masks.where,
        "(Tensor condition, Tensor input, Number other)": masks.where,
        "(Tensor condition, Number self, Number other)": masks.where,
    },
)


def _where_of(self: Tensor, condition: Tensor, other: Any) -> Tensor:
    return masks.where(condition, self, other)


_WHERE_OF: Final = Function(
    "where",
    {
        "(Tensor self, Tensor condition, Tensor other)": _where_of,
        "(Tensor self, Tensor condition, Number other)": _where_of,
    },
)
_WRITTEN: Final = _writing("", in_place=False)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in (*_READING, _NONZERO, *_WRITTEN)},
    **{f.name: f.method() for f in _writing("_", in_place=True)},
    "where": _WHERE_OF.method(),
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    f.name: f.function() for f in (*_READING, _NONZERO, _WHERE, *_WRITTEN)
}
