"""Steps that cut, turn, repeat and pick along a dimension."""

from tests.oracle.grammar.draft import Draft, Shape, Value
from tests.oracle.grammar.losses import chosen


def parts(draft: Draft) -> None:
    """A tensor in several parts, of which one goes on."""
    value = draft.shaped((1, 2, 3))
    if value is None or 0 in value.shape:
        return
    dim = draft.random.randrange(len(value.shape))
    size = value.shape[dim]
    name = draft.pick(("split", "chunk", "unbind"))
    if name == "unbind":
        shape: Shape = (*value.shape[:dim], *value.shape[dim + 1 :])
        place = draft.random.randrange(size)
        text = f"{value.name}.unbind({dim})[{place}]"
    else:
        width = draft.pick((1, 2)) if name == "split" else -(-size // 2)
        place = draft.random.randrange(-(-size // width))
        length = min(width, size - place * width)
        shape = (*value.shape[:dim], length, *value.shape[dim + 1 :])
        text = f"{value.name}.{name}({width if name == 'split' else 2}, {dim})[{place}]"
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=value)


def turned(draft: Draft) -> None:
    """Elements in another order along a dimension."""
    value = draft.shaped((1, 2, 3))
    if value is None:
        return
    dim = draft.random.randrange(len(value.shape))
    form = draft.pick(("{x}.flip({d})", "torch.roll({x}, 1, {d})", "torch.roll({x}, -2, {d})"))
    draft.let(form.format(x=value.name, d=dim), value.shape, value.dtype, tracked=value.tracked)


def repeated(draft: Draft) -> None:
    """Copies of all elements side by side."""
    value = draft.operand()
    times = [1] * len(value.shape)
    if not times or value.size > 12:
        return
    dim = draft.random.randrange(len(times))
    times[dim] = 2
    shape = tuple(size * count for size, count in zip(value.shape, times, strict=True))
    text = f"{value.name}.repeat({', '.join(map(str, times))})"
    draft.let(text, shape, value.dtype, tracked=value.tracked)


def picked(draft: Draft) -> None:
    """Rows picked by a tensor of positions."""
    value = draft.shaped((1, 2, 3))
    if value is None or 0 in value.shape:
        return
    dim = draft.random.randrange(len(value.shape))
    index = chosen(draft, value, dim)
    count = index.count(",")
    shape = (*value.shape[:dim], count, *value.shape[dim + 1 :])
    draft.let(
        f"{value.name}.index_select({dim}, {index})", shape, value.dtype, tracked=value.tracked
    )


def narrowed(draft: Draft) -> None:
    """A stretch of a dimension."""
    value = draft.shaped((1, 2, 3))
    if value is None or 0 in value.shape:
        return
    dim = draft.random.randrange(len(value.shape))
    start = draft.random.randrange(value.shape[dim])
    length = draft.random.randrange(1, value.shape[dim] - start + 1)
    shape = (*value.shape[:dim], length, *value.shape[dim + 1 :])
    text = f"{value.name}.narrow({dim}, {start}, {length})"
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=value)


def triangle(draft: Draft) -> None:
    """Part of a matrix with zeros elsewhere, its diagonal, or its trace."""
    value = draft.shaped((2,))
    if value is None:
        return
    offset = draft.pick(("", "1", "-1"))
    form = draft.pick(
        ("{x}.tril({o})", "{x}.triu({o})", "torch.diagonal({x}, {z})", "torch.trace({x})")
    )
    text = form.format(x=value.name, o=offset, z=offset or 0)
    shape: Shape = value.shape
    if "diagonal" in text:
        shape = (diagonal_length(value, int(offset or 0)),)
    elif "trace" in text:
        shape = ()
    view = value if "diagonal" in text else None
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=view)


def diagonal_length(value: Value, offset: int) -> int:
    """How many elements a diagonal of a matrix has."""
    rows, columns = value.shape
    return max(0, min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns))
