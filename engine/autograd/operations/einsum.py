"""Einstein's notation: `einsum("ij,jk->ik", a, b)`."""

from collections.abc import Sequence

from engine.autograd.operations.contraction import product_of_pair
from engine.autograd.operations.diagonals import diagonal
from engine.autograd.operations.equation import ELLIPSIS, Equation
from engine.autograd.operations.layouts import movedim
from engine.autograd.operations.reductions import sum as total
from engine.autograd.operations.shapes import permute, unsqueeze, view
from engine.autograd.tensor import Tensor


def einsum(equation: str, operands: Sequence[Tensor]) -> Tensor:
    """Products of tensors with dimensions named by letters, summed over those left out at the end.

    Args:
        equation: the letters of each operand's dimensions, commas between operands, and after an
            arrow those of the result; `...` stands for any number of dimensions that broadcast.
        operands: as many tensors.

    Raises:
        RuntimeError: for an equation that is none, or does not fit the operands.
    """
    if not operands:
        raise RuntimeError("einsum(): must provide at least one operand")
    meaning = Equation(equation, [operand.ndim for operand in operands])
    extents = _Extents(meaning)
    aligned = [extents.aligned(number, operand) for number, operand in enumerate(operands)]
    result = aligned[0]
    for other in aligned[1:]:
        result = extents.contracted(result, other)
    if meaning.width == meaning.kept:
        return result
    if len(operands) > 1:
        return view(result, result.array.shape[: meaning.kept])
    summed: Tensor = total(result, tuple(range(meaning.kept, meaning.width)))
    return summed


class _Extents:
    """The sizes met so far, and how many operands are still to bring each dimension."""

    def __init__(self, equation: Equation) -> None:
        self._equation = equation
        self._sizes: dict[int, int] = {}
        self._bringing = dict.fromkeys(range(equation.width), 0)

    def aligned(self, number: int, operand: Tensor) -> Tensor:
        """An operand with all dimensions in their places, missing ones at size 1."""
        equation = self._equation
        names = equation.labels[number]
        covering = operand.ndim - (len(names) - 1)
        order: dict[int, int] = {}
        dim = 0
        for name in names:
            if name == ELLIPSIS:
                first = equation.covered_at + equation.covered - covering
                for place in range(first, first + covering):
                    self._meet(place, operand, dim, number, None)
                    order[place] = dim
                    dim += 1
                continue
            place = equation.places[name]
            if place in order:
                operand = _merged(operand, order[place], dim, number, name)
            else:
                self._meet(place, operand, dim, number, name)
                order[place] = dim
                dim += 1
        for place in range(equation.width):
            if place not in order:
                operand = unsqueeze(operand, dim)
                order[place] = dim
                dim += 1
        return permute(operand, [order[place] for place in range(equation.width)])

    def _meet(self, place: int, operand: Tensor, dim: int, number: int, name: str | None) -> None:
        size = operand.array.shape[dim]
        if size == 1:
            return
        before = self._sizes.get(place, 1)
        if before not in (1, size) and name is None:
            raise RuntimeError(
                f"einsum(): dimension {dim} covered by ellipsis in operand {number}has size {size} "
                f"which does not broadcast with previously seen ellipsis with size {before} for the "
                "respective dimension"
            )
        if before not in (1, size):
            raise RuntimeError(
                f"einsum(): subscript {name} has size {size} for operand {number} which does not "
                f"broadcast with previously seen size {before}"
            )
        self._sizes[place] = size
        self._bringing[place] += 1

    def contracted(self, left: Tensor, right: Tensor) -> Tensor:
        """The product of two aligned operands, summed over what no later operand has."""
        together: list[int] = []
        alone: tuple[list[int], list[int]] = ([], [])
        for axis in range(self._equation.kept, self._equation.width):
            one, other = left.array.shape[axis] != 1, right.array.shape[axis] != 1
            if one and other:
                self._bringing[axis] -= 1
                if self._bringing[axis] == 1:
                    together.append(axis)
                    self._bringing[axis] = 0
            elif self._bringing[axis] == 1 and (one or other):
                alone[other].append(axis)
                self._bringing[axis] = 0
        reduced = [
            total(factor, tuple(axes), keepdim=True) if axes else factor
            for factor, axes in zip((left, right), alone, strict=True)
        ]
        return product_of_pair(reduced[0], reduced[1], together)


def _merged(operand: Tensor, first: int, dim: int, number: int, name: str) -> Tensor:
    """The diagonal of two dimensions with one letter."""
    here, before = operand.array.shape[dim], operand.array.shape[first]
    if here != before:
        raise RuntimeError(
            f"einsum(): subscript {name} is repeated for operand {number} but the sizes don't match, "
            f"{here} != {before}"
        )
    return movedim(diagonal(operand, 0, first, dim), -1, first)
