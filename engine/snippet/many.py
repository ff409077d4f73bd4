"""Thousands of variants of one snippet in one pass of the engine.

The variants go through the program together: where their tensors and numbers differ, the engine
computes with arrays that have a hidden last axis, one place in it per variant (`autograd.batch`).
When they cannot go on together, because a condition holds for some of them only, they are divided
and each part starts again from the beginning, which is sound because a snippet does the same
whenever it runs. What cannot be computed for several variants at once is run one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd import Tensor
from engine.autograd.batch import VARYING, Batch, NotBatched, Split, alike, varying
from engine.autograd.rules import PYTORCH, Rules
from engine.snippet.answers import plain
from engine.snippet.errors import SnippetError
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.outcome import Outcome, Raised
from engine.snippet.outcomes import Indices, Outcomes, Part, listed
from engine.snippet.parameters import Make, check_given, maker
from engine.snippet.snippet import Snippet
from engine.snippet.state import Run
from engine.snippet.varying_lists import VaryingLists

_TOGETHER: Final = 2**14
"""How many variants run together at most."""
_FEW: Final = 2
"""Up to so many are faster one by one."""
_PASSES: Final = 16
"""How many passes are always made; beyond, one for every so many variants."""
_ELEMENTS: Final = 2**23
"""How many numbers a tensor of a pass may hold, those of all variants together."""
_BLOCK: Final = 2**24
"""Bytes of a block that makes the C library keep smaller ones."""
_TOTAL: Final = 2**26
"""How many numbers a pass may make in all."""


def evaluate_many(
    snippet: Snippet,
    parameters: Mapping[str, NDArray[Any]],
    ask: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    *,
    rules: Rules = PYTORCH,
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
        rules: As for `run`.

    Returns:
        The outcomes, in the order of the variants.

    Raises:
        ValueError: A parameter is missing or unknown, or they disagree about how many variants
            there are.
        TypeError: A parameter is no array of numbers.
        UnsupportedSyntax: An asked expression is outside the language.
    """
    _keep_memory()
    check_given(snippet.parameters, parameters)
    arrays = {name: _read_only(name, array) for name, array in parameters.items()}
    counts = {array.shape[-1] for array in arrays.values()}
    if len(counts) != 1:
        raise ValueError(f"how many variants there are is not clear: {sorted(counts) or 'none'}")
    return _Evaluation(snippet, arrays, ask, limits, rules, counts.pop()).finished()


@cache
def _keep_memory() -> None:
    """Have the C library keep the memory of arrays that are given back, for those of the next pass.

    Once a block of this size was given back, glibc takes smaller ones from its heap and does not
    return each array's pages to the system, which would otherwise take longer than to compute them.
    """
    np.empty(_BLOCK, np.uint8)


def _read_only(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in "biuf" or array.ndim == 0:
        raise TypeError(f"the parameter {name!r} is no array of numbers with an axis of variants")
    # The variants of one number side by side, as everywhere in a batch.
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view


class _Evaluation:
    """The variants that are still to be run, and the parts that are done."""

    def __init__(
        self,
        snippet: Snippet,
        arrays: Mapping[str, NDArray[Any]],
        ask: Sequence[str],
        limits: Limits,
        rules: Rules,
        variants: int,
    ) -> None:
        self._snippet = snippet
        self._arrays = arrays
        self._ask = ask
        self._catches = "except" in snippet.source
        # Without a call, evaluating an expression cannot change what another one gave.
        self._take = _copied if "(" in "".join(ask) else _held
        self._limits = limits
        self._rules = rules
        self._variants = variants
        self._allowance = _PASSES + variants // _PASSES
        self._done: list[Part] = []
        # Which variants, and whether a pass of theirs wrote to what was alike in all.
        self._waiting: list[tuple[Indices, bool]] = []

    def finished(self) -> Outcomes:
        """Run all of them."""
        for start in range(0, self._variants, _TOGETHER):
            end = min(start + _TOGETHER, self._variants)
            self._waiting.append((range(start, end), False))
        while self._waiting:
            indices, own = self._waiting.pop()
            if len(indices) <= _FEW or self._allowance <= 0:
                self._run_alone(indices)
                continue
            self._allowance -= 1
            try:
                self._run_together(indices, own)
            except Split as split:
                places = listed(indices)
                self._waiting += [(places[part], own) for part in _parts(split.labels)]
            except NotBatched:
                if own:
                    self._run_alone(indices)
                else:
                    self._waiting.append((indices, True))
        return Outcomes(self._variants, self._done)

    def _run_together(self, indices: Indices, own: bool) -> None:
        makers = {name: self._maker(array, indices, own) for name, array in self._arrays.items()}
        limits = _shared(self._limits, len(indices))
        run = _OwnMemory(limits, len(indices)) if own else Run(limits)
        try:
            outcome = self._snippet.perform(run, self._ask, makers, self._take, self._rules)
        except SnippetError as refusal:
            if not _alike(self._alone(indices[0]), refusal):
                # The pass took too much time or memory where one variant does not.
                raise Split(np.arange(len(indices)) * 4 // len(indices)) from None
            self._done.append(Part(indices, refusal))
            return
        except Exception:  # noqa: BLE001 - a fault of a batch, or one that a variant alone shows too
            raise NotBatched from None
        if (_raised(outcome) or self._catches) and not self._confirmed(indices, outcome):
            # What stands for a number failed where a number does not.
            raise NotBatched
        self._done.append(Part(indices, outcome))

    def _confirmed(self, indices: Indices, outcome: Outcome) -> bool:
        """Whether the first variant alone gives the same as it gave among the others."""
        part = Part(range(len(indices)), outcome)
        return repr(self._alone(indices[0])) == repr(Outcomes(len(indices), [part])[0])

    def _maker(self, array: NDArray[Any], indices: Indices, own: bool) -> Make:
        if len(indices) < array.shape[-1]:
            array = np.take(array, listed(indices), axis=-1)
            array.flags.writeable = False
        if array.ndim == 1:
            if alike(array):
                return maker(array[0].item())
            number = varying(array)
            return lambda: number
        return VaryingLists(array, own)

    def _run_alone(self, indices: Indices) -> None:
        for index in indices:
            self._done.append(Part(range(index, index + 1), self._alone(index)))

    def _alone(self, index: Any) -> Any:
        values = {name: array[..., index].tolist() for name, array in self._arrays.items()}
        try:
            return self._snippet.run(self._ask, self._limits, rules=self._rules, parameters=values)
        except SnippetError as refusal:
            return refusal


def _parts(labels: NDArray[Any]) -> list[NDArray[np.intp]]:
    """The places of each label, those of the first label last, so that they run first."""
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    return np.split(order, ends)[::-1]


def _raised(outcome: Outcome) -> bool:
    """Whether the program or a question raised an error."""
    return outcome.error is not None or Raised in map(type, outcome.answers)


def _alike(first: Any, refusal: SnippetError) -> bool:
    return type(first) is type(refusal) and str(first) == str(refusal)


class _OwnMemory(Run):
    """A pass in which each variant has memory of its own also for what is alike in all of them.

    It is needed when the program writes to such a tensor what differs between variants.
    """

    __slots__ = ("_variants",)

    def __init__(self, limits: Limits, variants: int) -> None:
        super().__init__(limits)
        self._variants = variants

    def again(self) -> Run:
        """As `Run.again`."""
        return _OwnMemory(self.limits, self._variants)

    def kept(self, value: Any) -> Any:
        """Give a new tensor its memory for each variant, then count it."""
        if isinstance(value, Tensor) and type(value.array) is np.ndarray:
            if value.sharing is not None or value.node is not None:
                raise NotBatched
            value.array = _spread(value.array, self._variants)
        return super().kept(value)


def _spread(array: NDArray[Any], variants: int) -> Any:
    return Batch(np.repeat(array[..., None], variants, axis=-1))


@lru_cache(maxsize=64)
def _shared(limits: Limits, variants: int) -> Limits:
    """The bounds of a pass: each holds for one variant, and memory for all together too."""
    largest, total = _ELEMENTS // variants, _TOTAL // variants
    if limits.tensor_elements <= largest and limits.total_elements <= total:
        return limits
    return replace(
        limits,
        tensor_elements=min(limits.tensor_elements, largest),
        total_elements=min(limits.total_elements, total),
    )


def _held(run: Run, value: Any, depth: int = 0) -> Any:
    """An answer for all variants of a pass: as `plain` has it, but arrays stay arrays."""
    if isinstance(value, Tensor):
        array: Any = value.array
        # What cannot be written to is the caller's.
        values = array.values if type(array) is Batch else array
        return array if values.flags.writeable else array.copy()
    if type(value) in VARYING:
        return Batch(value.values)
    if not isinstance(value, list | tuple) or depth > run.limits.dimensions:
        return plain(run, value, depth)
    run.work(1 + len(value))
    return [_held(run, item, depth + 1) for item in value]


def _copied(run: Run, value: Any) -> Any:
    """As `_held`, safe from what later expressions do to the tensor."""
    if isinstance(value, Tensor):
        return value.array.copy()
    held = _held(run, value)
    return [_own(item) for item in held] if isinstance(held, list) else held


def _own(held: Any) -> Any:
    if isinstance(held, list):
        return [_own(item) for item in held]
    return held.copy() if isinstance(held, Batch | np.ndarray) else held
