"""A batch does what NumPy does with each variant's array, to the last bit, layout included."""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from engine.autograd.batch import Batch, NotBatched, Split, address, agreed, windowed

VARIANTS = 6
RNG = np.random.default_rng(0)
MATRIX = RNG.normal(size=(3, 20, VARIANTS)).astype(np.float32)
VECTOR = RNG.normal(size=(20, VARIANTS)).astype(np.float32)
PLAIN = RNG.normal(size=20).astype(np.float32)
WHOLE = RNG.integers(-5, 5, (20, VARIANTS))
MASK = np.arange(20) % 3 == 0


class Given(NamedTuple):
    """What a call computes with: of one variant, or of all together.

    Attributes:
        m: a matrix that differs between variants.
        v: a vector that differs.
        p: a vector that is the same for all.
        w: a vector of whole numbers that differ.
    """

    m: Any
    v: Any
    p: Any
    w: Any


TOGETHER = Given(Batch(MATRIX), Batch(VECTOR), PLAIN, Batch(WHOLE))
CALLS: dict[str, Callable[..., Any]] = {
    "sum of batches": lambda x: x.m + x.v,
    "array plus batch": lambda x: x.p + x.m,
    "batch minus array": lambda x: x.v - x.p,
    "numbers": lambda x: 2 - 3.5 * x.v / 4,
    "scalars of NumPy": lambda x: np.float32(2) * x.v + x.p[0],
    "array of no dimensions": lambda x: np.array(3, np.float32) * x.v,
    "in place": lambda x: operator.iadd(x.m.copy(), x.v),
    "in place on an array's view": lambda x: operator.imul(x.m.copy()[1], x.p),
    "comparison": lambda x: (x.v > x.p) | ~(x.v <= 0),
    "whole numbers": lambda x: (x.w // 2, x.w % 3, x.w << 1, x.w & 6, -x.w, abs(x.w)),
    "powers": lambda x: (x.v**2, abs(x.v) ** x.p, 2.0**x.v),
    "ufunc with options": lambda x: np.add(x.v, x.p, dtype=np.float64),
    "two outputs": lambda x: np.frexp(x.v),
    "where of a ufunc": lambda x: np.add(x.v, x.p, out=x.v.copy(), where=MASK),
    "sum of all": lambda x: x.m.sum(),
    "sum of rows": lambda x: (x.m.sum(axis=0), x.m.sum(axis=-1), x.m.sum(axis=1, keepdims=True)),
    "sum across the layout": lambda x: (x.m.T.sum(axis=0), x.m.T.sum(axis=1), x.m[:, ::2].sum()),
    "sum of whole numbers": lambda x: (x.w.sum(), (x.w > 0).sum(dtype=np.int64)),
    "reduce": lambda x: (
        np.add.reduce(x.m, None),
        np.add.reduce(x.m),
        np.maximum.reduce(x.m, 1),
    ),
    "accumulate": lambda x: (np.add.accumulate(x.m, 1), x.m.cumsum(axis=0), x.v.cumprod()),
    "extremes": lambda x: (x.m.max(), x.m.min(axis=1), x.m.argmax(), x.m.argmin(axis=-1)),
    "means": lambda x: (x.m[:, :7].mean(axis=1), x.v[:5].prod(), x.m.any(), (x.m > 0).all(axis=0)),
    "shapes": lambda x: (
        x.m.reshape(4, -1),
        x.m.ravel(),
        x.m.T,
        x.m.transpose(1, 0),
        x.m[None].squeeze(),
    ),
    "more shapes": lambda x: (
        np.expand_dims(x.v, -1),
        np.moveaxis(x.m, 0, -1),
        x.m.swapaxes(0, -1),
    ),
    "broadcast": lambda x: np.broadcast_to(x.v, (2, 20)),
    "items": lambda x: (x.m[0], x.m[-1, 2], x.m[..., 1], x.m[:, ::-2], x.m[None, 1:], x.v[3]),
    "places": lambda x: (x.m[[0, 2, 0]], x.m[:, [1, 1]], x.m[[0, 1], [2, 3]], x.m[:, MASK]),
    "writing": lambda x: _written(x.m, x.v, x.p),
    "adding at places": lambda x: _added(x.m, x.v),
    "types": lambda x: (x.v.astype(np.float64), (x.v * 3).astype(np.int64), x.v.copy("K")),
    "joining": lambda x: (
        np.concatenate([x.m, x.v[None], x.p[None]]),
        np.stack([x.v, x.p], axis=-1),
    ),
    "choosing": lambda x: (np.where(x.v > x.p, x.v, 0.0), np.where(MASK, x.p, x.v)),
    "like": lambda x: (np.zeros_like(x.m), np.ones_like(x.v, shape=(2,)), np.full_like(x.v, 7)),
    "sorting": lambda x: (np.sort(x.m, axis=1), np.argsort(x.v), np.sort(x.m, axis=0)),
    "along an axis": lambda x: np.take_along_axis(x.m, x.m.argmax(axis=1)[:, None], 1),
    "triangles": lambda x: (
        np.tril(x.m),
        np.triu(x.m, 1),
        x.m.diagonal(),
        np.diagonal(x.m, 1, 1, 0),
    ),
    "turning": lambda x: (
        np.flip(x.m, 1),
        np.roll(x.m, 2),
        np.roll(x.v, -1, 0),
        np.repeat(x.v, 2),
    ),
    "cutting": lambda x: tuple(np.split(x.m, [5, 9], axis=1)),
    "closeness": lambda x: (np.isclose(x.v, x.v + 1e-9), np.round(x.v, 2)),
    "products": lambda x: (
        x.m @ x.v,
        np.dot(x.m, x.p),
        np.matmul(x.m, x.m.T),
        np.dot(x.v, x.v),
        np.outer(x.v, x.p),
    ),
    "sums of products": lambda x: np.einsum("ij,j->i", x.m[:, :4], x.v[:4]),
}


def _written(m: Any, v: Any, p: Any) -> Any:
    changed = m.copy()
    changed[0] = v
    changed[1, 2:5] = p[:3]
    changed[2, MASK] = 4.0
    view = changed.view()
    view.shape = (60,)
    view[59] = 8
    changed[1:2].fill(2)
    return changed


def _added(m: Any, v: Any) -> Any:
    changed = m.copy()
    np.add.at(changed, ([0, 0, 2],), v)
    return changed


def each(result: Any) -> list[Any]:
    """One result or several, as a list."""
    return list(result) if isinstance(result, tuple) else [result]


@pytest.mark.parametrize("title", CALLS)
def test_a_batch_is_computed_with_as_each_of_its_arrays(title: str) -> None:
    call = CALLS[title]
    together = each(call(TOGETHER))
    for place in range(VARIANTS):
        # Contiguous, as an array of one variant alone would be.
        own = [np.ascontiguousarray(array[..., place]) for array in (MATRIX, VECTOR, WHOLE)]
        alone = each(call(Given(own[0], own[1], PLAIN, own[2])))
        assert len(together) == len(alone)
        for batch, array in zip(together, alone, strict=True):
            assert isinstance(batch, Batch)
            assert batch.shape == np.shape(array)
            assert batch.dtype == np.asarray(array).dtype
            if title not in {"products", "sums of products"}:
                np.testing.assert_array_equal(batch.values[..., place], array)
            np.testing.assert_allclose(batch.values[..., place], array, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("title", ["shapes", "items", "more shapes", "triangles", "broadcast"])
def test_a_batch_lies_in_memory_as_its_arrays_do(title: str) -> None:
    """Strides and addresses, counted in elements of all variants."""
    call = CALLS[title]
    batch, array = Batch(MATRIX.copy()), MATRIX[..., 0].copy()
    shown = each(call(TOGETHER._replace(m=batch)))
    alone = each(call(Given(array, VECTOR[:, 0].copy(), PLAIN, WHOLE[:, 0].copy())))
    for one, other in zip(shown, alone, strict=True):
        assert [s // one.itemsize for s in one.strides] == [s // 4 for s in other.strides]
        assert one.flags.c_contiguous == other.flags.c_contiguous
        if np.shares_memory(other, array):
            assert (address(one) - address(batch)) // one.itemsize == (
                address(other) - address(array)
            ) // 4


def test_a_window_shows_memory_and_can_be_written_through() -> None:
    batch = Batch(np.arange(24.0).reshape(6, 4))
    window = windowed(batch, (2, 2), (3 * batch.itemsize, batch.itemsize))
    window[1, 1] = 9.0
    assert batch.values[4].tolist() == [9.0] * 4


def test_what_is_asked_of_all_variants_must_be_the_same() -> None:
    same, other = Batch(np.ones((2, 3))), Batch(np.array([1.0, 2.0, 1.0]))
    assert bool(same[0])
    assert float(same[0]) == 1.0
    assert agreed(same.values).tolist() == [1.0, 1.0]
    with pytest.raises(Split) as split:
        bool(other > 1)
    assert split.value.labels.tolist() == [0, 1, 0]
    with pytest.raises(Split):
        int(other)
    with pytest.raises(Split):
        Batch(VECTOR)[Batch(WHOLE[:2])]
    with pytest.raises(Split) as split:
        agreed(np.array([[0.0, -0.0, 0.0], [np.nan, np.nan, np.nan]]))
    assert split.value.labels.tolist() in ([0, 1, 0], [1, 0, 1])


@pytest.mark.parametrize(
    "call",
    [
        np.asarray,
        lambda batch: np.array([batch, batch]),
        lambda batch: np.zeros(3).__setitem__(slice(None), batch),
        lambda batch: operator.iadd(np.zeros(3), batch),
        np.linalg.norm,
        lambda batch: np.add.outer(batch, batch),
        np.fft.fft,
        lambda batch: np.sum(batch.astype(np.float16)),
    ],
)
def test_nothing_takes_a_batch_for_an_array_of_one_dimension_more(
    call: Callable[[Batch], Any],
) -> None:
    with pytest.raises(NotBatched):
        call(Batch(np.ones((3, VARIANTS))))


def test_memory_of_the_caller_is_not_written_to() -> None:
    values = np.ones((2, 3))
    values.flags.writeable = False
    for write in (lambda b: b.fill(0), lambda b: operator.iadd(b, 1), lambda b: np.copyto(b, 1)):
        with pytest.raises(NotBatched):
            write(Batch(values))
    assert Batch(values).copy().flags.writeable
