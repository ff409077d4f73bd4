"""Thousands of variants of one snippet in one pass of the engine.

The variants go through the program together: where their tensors and numbers differ, the engine
computes with arrays that have a hidden last axis, one place in it per variant (`autograd.batch`).
When they cannot go on together, because a condition holds for some of them only, they are divided
and each part starts again from the beginning, which is sound because a snippet does the same
whenever it runs. What cannot be computed for several variants at once is run one by one.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd import Tensor
from engine.autograd.batch import VARYING, Batch, NotBatched, Split, agreed, varying
from engine.snippet.answers import plain
from engine.snippet.errors import SnippetError
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.outcomes import Outcomes, Part
from engine.snippet.parameters import Make, check_given, maker
from engine.snippet.snippet import Snippet
from engine.snippet.state import Run

_TOGETHER: Final = 2**14
"""How many variants run together at most."""
_FEW: Final = 2
"""Up to so many are faster one by one."""
_PASSES: Final = 16
"""How many passes are always made; beyond, one for every so many variants."""
_ELEMENTS: Final = 2**23
"""How many numbers a tensor of a pass may hold, those of all variants together."""
_TOTAL: Final = 2**27
"""How many numbers a pass may make in all."""


def evaluate_many(
    snippet: Snippet,
    parameters: Mapping[str, NDArray[Any]],
    ask: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    *,
    legacy: bool = False,
) -> Outcomes:
    """Run variants of a snippet, each with what `Snippet.run` would give for it alone.

    Elementwise results agree to the last bit; sums, products of matrices and the like to 2 units in
    the last place, where their order of summation depends on how numbers lie in memory.

    Args:
        snippet: Parsed with the names of its parameters.
        parameters: For each parameter the values of all variants, along the last axis: shape
            (variants,) for a number, (n, variants) for a list, (m, n, variants) for a list of
            lists. Integers, floats or bools, as the literals would be. They are not written to.
        ask: Expressions to evaluate at the end, as for `run`.
        limits: The bounds of each variant's run.
        legacy: As for `run`.

    Returns:
        The outcomes, in the order of the variants.

    Raises:
        ValueError: A parameter is missing or unknown, or they disagree about how many variants
            there are.
        TypeError: A parameter is no array of numbers.
        UnsupportedSyntax: An asked expression is outside the language.
    """
    check_given(snippet.parameters, parameters)
    arrays = {name: _read_only(name, array) for name, array in parameters.items()}
    counts = {array.shape[-1] for array in arrays.values()}
    if len(counts) != 1:
        raise ValueError(f"how many variants there are is not clear: {sorted(counts) or 'none'}")
    return _Evaluation(snippet, arrays, ask, limits, legacy, counts.pop()).finished()


def _read_only(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in "biuf" or array.ndim == 0:
        raise TypeError(f"the parameter {name!r} is no array of numbers with an axis of variants")
    view = array.view()
    view.flags.writeable = False
    return view


class _Evaluation:
    """The variants that are still to be run, and the parts that are done."""

    def __init__(
        self,
        snippet: Snippet,
        arrays: Mapping[str, NDArray[Any]],
        ask: Sequence[str],
        limits: Limits,
        legacy: bool,
        variants: int,
    ) -> None:
        self._snippet = snippet
        self._arrays = arrays
        self._ask = ask
        self._limits = limits
        self._legacy = legacy
        self._variants = variants
        self._allowance = _PASSES + variants // _PASSES
        self._done: list[Part] = []
        # Indices of variants, and whether a pass of theirs wrote to what was alike in all.
        self._waiting: list[tuple[NDArray[np.intp], bool]] = []

    def finished(self) -> Outcomes:
        """Run all of them."""
        everything = np.arange(self._variants)
        for start in range(0, self._variants, _TOGETHER):
            self._waiting.append((everything[start : start + _TOGETHER], False))
        while self._waiting:
            indices, own = self._waiting.pop()
            if len(indices) <= _FEW or self._allowance <= 0:
                self._run_alone(indices)
                continue
            self._allowance -= 1
            try:
                self._run_together(indices, own)
            except Split as split:
                self._waiting += [(indices[part], own) for part in _parts(split.labels)]
            except NotBatched:
                if own:
                    self._run_alone(indices)
                else:
                    self._waiting.append((indices, True))
        return Outcomes(self._variants, self._done)

    def _run_together(self, indices: NDArray[np.intp], own: bool) -> None:
        makers = {name: self._maker(array, indices, own) for name, array in self._arrays.items()}
        run = _Pass(self._limits, len(indices), own)
        try:
            outcome = self._snippet.perform(run, self._ask, makers, _held, legacy=self._legacy)
        except SnippetError as refusal:
            # The pass may have taken too much time or memory where one variant does not.
            first = self._alone(indices[0])
            if not _alike(first, refusal):
                raise NotBatched from None
            self._done.append(Part(indices, refusal))
            return
        self._done.append(Part(indices, outcome))

    def _maker(self, array: NDArray[Any], indices: NDArray[np.intp], own: bool) -> Make:
        if len(indices) < array.shape[-1]:
            array = array[..., indices]
            array.flags.writeable = False
        if array.ndim == 1:
            try:
                return maker(agreed(array).item())
            except Split:
                number = varying(array)
                return lambda: number
        rows = array.reshape(-1, len(indices))
        numbers = [varying(row, None if own else (array, place)) for place, row in enumerate(rows)]
        return _lists(iter(numbers), array.shape[:-1])

    def _run_alone(self, indices: NDArray[np.intp]) -> None:
        for index in indices:
            self._done.append(Part(np.array([index]), self._alone(index)))

    def _alone(self, index: Any) -> Any:
        values = {name: array[..., index].tolist() for name, array in self._arrays.items()}
        try:
            return self._snippet.run(
                self._ask, self._limits, legacy=self._legacy, parameters=values
            )
        except SnippetError as refusal:
            return refusal


def _parts(labels: NDArray[Any]) -> list[NDArray[np.intp]]:
    """The places of each label, those of the first label last, so that they run first."""
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    return np.split(order, ends)[::-1]


def _lists(numbers: Any, shape: tuple[int, ...]) -> Make:
    """What makes nested lists of numbers; new lists each time."""
    if len(shape) > 1:
        makers = [_lists(numbers, shape[1:]) for _ in range(shape[0])]
        return lambda: [make() for make in makers]
    items = [next(numbers) for _ in range(shape[0])]
    return items.copy


def _alike(first: Any, refusal: SnippetError) -> bool:
    return type(first) is type(refusal) and str(first) == str(refusal)


class _Pass(Run):
    """The budget of a pass: each bound holds for one variant, and memory for all together."""

    __slots__ = ("_made", "_own", "_variants")

    def __init__(self, limits: Limits, variants: int, own: bool) -> None:
        """Begin a pass.

        Args:
            limits: The bounds of one variant.
            variants: How many there are.
            own: Whether each variant has memory of its own also for tensors that are alike in all,
                since the program writes to such a tensor what is not.
        """
        super().__init__(limits)
        self._variants = variants
        self._own = own
        self._made = 0

    def allow(self, elements: int) -> None:
        """As for one variant; a tensor too large for all of them together divides them."""
        super().allow(elements)
        if elements * self._variants > _ELEMENTS:
            self._divide(_ELEMENTS // max(elements, 1))

    def kept(self, value: Any) -> Any:
        """As for one variant; also gives a new tensor its memory for each variant."""
        if type(value) is Tensor:
            array: Any = value.array
            self._made += array.size
            if self._made * self._variants > _TOTAL:
                self._divide(self._variants // 2)
            if self._own and type(array) is np.ndarray:
                if value.sharing is not None or value.node is not None:
                    raise NotBatched
                value.array = _spread(array, self._variants)
        return super().kept(value)

    def _divide(self, together: int) -> None:
        raise Split(np.arange(self._variants) // max(together, 1))


def _spread(array: NDArray[Any], variants: int) -> Any:
    return Batch(np.repeat(array[..., None], variants, axis=-1))


def _held(run: Run, value: Any, depth: int = 0) -> Any:
    """An answer for all variants of a pass: as `plain` has it, but arrays stay arrays."""
    if type(value) is Tensor:
        return value.array.copy()
    if type(value) in VARYING:
        return Batch(value.values)
    if not isinstance(value, list | tuple) or depth > run.limits.dimensions:
        return plain(run, value, depth)
    run.work(1 + len(value))
    return [_held(run, item, depth + 1) for item in value]
