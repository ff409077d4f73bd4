"""The checks that stand before a call of the engine, one for each way in which a result can grow.

Each takes the run, the positional arguments (a method's tensor first) and the keyword arguments.
"""

import math
from collections.abc import Sequence
from typing import Any

from engine.autograd import Tensor
from engine.snippet.sizes import (
    allow_shape,
    broadcast_elements,
    counted,
    guard_matmul,
    operands,
)
from engine.snippet.state import Run
from engine.snippet.wording import worded

Args = list[Any]
Named = dict[str, Any]


def takes_long(run: Run, args: Args, named: Named) -> None:
    """For `backward` and `grad`, which go through a whole graph in one call."""
    del args, named
    run.look_at_clock()
    run.look_at_graph()


def broadcasts(run: Run, args: Args, named: Named) -> None:
    """For elementwise functions: the result has the broadcast shape of all tensors."""
    if len(args) == 1 and not named:
        return
    tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
    if len(tensors) > 1:
        run.allow(broadcast_elements(tensor.shape for tensor in tensors))


def splits(run: Run, args: Args, named: Named) -> None:
    """For `unbind`, `split` and `chunk`: at most one piece for each place of a dimension."""
    del named
    for tensor in operands(args):
        run.sized(max(tensor.shape, default=0))


def parts(run: Run, args: Args, named: Named) -> None:
    """For `chunk`, which gives as many pieces of nothing as it is asked for."""
    splits(run, args, named)
    asked = named.get("chunks", args[1] if len(args) > 1 else 0)
    if isinstance(asked, int) and any(tensor.numel() == 0 for tensor in operands(args)):
        run.sized(asked)


def joins(run: Run, args: Args, named: Named) -> None:
    """For `cat` and `stack`: the result holds all tensors."""
    run.allow(sum(tensor.numel() for tensor in operands((*args, *named.values()))))


def multiplies(run: Run, args: Args, named: Named) -> None:
    """For matrix products."""
    tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
    if len(tensors) > 1:
        guard_matmul(run, tensors[0], tensors[1])


def contracts(run: Run, args: Args, named: Named) -> None:
    """For `inner` and `tensordot`: at most every element meets every other; memory is asked for."""
    tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
    run.work(math.prod(tensor.numel() for tensor in tensors[:2]) >> 20)


def sums_products(run: Run, args: Args, named: Named) -> None:
    """For `einsum`: once through all combinations of what the letters count."""
    del named
    sizes: dict[str, int] = {}
    tensors = (
        list(operands(args[1:])) if args and isinstance(args[0], str) else list(operands(args))
    )
    lists = args[0].partition("->")[0].split(",") if args and isinstance(args[0], str) else ()
    known = 1
    for number, tensor in enumerate(tensors):
        letters = lists[number].replace(" ", "") if number < len(lists) else ""
        if len(letters) == len(tensor.shape) and "." not in letters:
            for letter, size in zip(letters, tensor.shape, strict=True):
                sizes[letter] = max(size, sizes.get(letter, 1))
        else:
            known *= tensor.numel()
    run.work(known * math.prod(sizes.values()) >> 20)


def adds_product(run: Run, args: Args, named: Named) -> None:
    """For `addmm` and its kin: a product of the second tensor with the third."""
    tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
    if len(tensors) > 2:
        run.work(tensors[1].numel() * tensors[2].numel() >> 20)
    run.allow(max((tensor.numel() for tensor in tensors), default=0))


def layers(run: Run, args: Args, named: Named) -> None:
    """For `linear`: every row of the input meets every row of the weights."""
    tensors = [value for value in (*args, *named.values()) if isinstance(value, Tensor)]
    if len(tensors) > 1:
        width = tensors[1].shape[-1] if tensors[1].shape else 1
        run.work(tensors[0].numel() * (tensors[1].numel() // (width or 1)) >> 20)


def crosses(run: Run, args: Args, named: Named) -> None:
    """For outer products: every element meets every other."""
    run.allow(math.prod(tensor.numel() for tensor in operands((*args, *named.values()))))


def holds_data(run: Run, args: Args, named: Named) -> None:
    """For `torch.tensor` and its kin: as many elements as numbers are given."""
    if args:
        counted(run, args[0])
    if "data" in named:
        counted(run, named["data"])


def shaped(run: Run, args: Args, named: Named) -> None:
    """For creation from sizes: `zeros(2, 3)`, `zeros((2, 3))`, `zeros(size=(2, 3))`."""
    given = [*args, named["size"]] if "size" in named else args
    allow_shape(run, _sizes(given))


def shaped_after(run: Run, args: Args, named: Named) -> None:
    """For methods that make a tensor of given sizes: the first argument is the receiver."""
    shaped(run, args[1:], named)


def filled(run: Run, args: Args, named: Named) -> None:
    """For `full`, where the number to fill with follows the sizes."""
    shaped(run, args[:1], named)


def filled_after(run: Run, args: Args, named: Named) -> None:
    """For `new_full`, where the receiver comes first."""
    shaped(run, args[1:2], named)


def sized_or_data(run: Run, args: Args, named: Named) -> None:
    """For `torch.FloatTensor(…)`, which takes either sizes or data."""
    if args and isinstance(args[0], int):
        shaped(run, args, named)
    else:
        holds_data(run, args, named)


def reshapes(run: Run, args: Args, named: Named) -> None:
    """For `view` and `reshape`: the number of dimensions may grow, the elements stay."""
    sizes = _sizes((*args[1:], *named.values()))
    if len(sizes) > run.limits.dimensions:
        allow_shape(run, sizes)


def expands(run: Run, args: Args, named: Named) -> None:
    """For `expand`: the sizes are those of the result, -1 standing for the tensor's own."""
    sizes = list(_sizes((*args[1:], *named.values())))
    own = args[0].shape
    for back in range(1, min(len(own), len(sizes)) + 1):
        if sizes[-back] == -1:
            sizes[-back] = own[-back]
    allow_shape(run, sizes)


def squares(run: Run, args: Args, named: Named) -> None:
    """For `eye`, where one number asks for a matrix of n by n."""
    sizes = [max(size, 0) for size in _sizes((*args, *named.values()))]
    run.allow(math.prod(sizes * 2 if len(sizes) == 1 else sizes))


def steps(run: Run, args: Args, named: Named) -> None:
    """For `arange`: (end - start) / step numbers."""
    if len(args) > 3:
        run.refuse(worded("`torch.arange` takes one to three numbers"))
    bounds = (*args, named.get("start"), named.get("end"))
    start, end, step = _range([value for value in bounds if value is not None], named)
    if step and math.isfinite(start) and math.isfinite(end):
        run.allow(int(min(abs((end - start) / step), run.limits.tensor_elements + 1)))


def counts(run: Run, args: Args, named: Named) -> None:
    """For `linspace`: the third argument says how many numbers."""
    count = named.get("steps", args[2] if len(args) > 2 else 0)
    if isinstance(count, int):
        run.allow(count)


def _range(bounds: Sequence[Any], named: Named) -> tuple[float, float, float]:
    numbers = []
    for value in (*bounds, named.get("step")):
        if isinstance(value, Tensor) and value.numel() == 1:
            numbers.append(float(value.array.item()))
        elif isinstance(value, int | float):
            numbers.append(_as_float(value))
    if len(numbers) == 1:
        return 0.0, numbers[0], 1.0
    start, end, *step = numbers or [0.0, 0.0]
    return start, end, step[0] if step else 1.0


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(1e300, value)


def _sizes(values: Sequence[Any]) -> tuple[int, ...]:
    found: list[int] = []
    for value in values:
        if isinstance(value, int):
            found.append(value)
        elif isinstance(value, list | tuple):
            found.extend(item for item in value if isinstance(item, int))
    return tuple(found)
