"""Steps that arrange elements anew: views, selections and joins."""

from tests.oracle.grammar.draft import Draft, Shape, Value


def selection(draft: Draft) -> None:
    """An index that gives a view: numbers, slices, None and the ellipsis."""
    value = draft.shaped((1, 2, 3))
    if value is None:
        return
    text, shape = view_index(draft, value)
    draft.let(f"{value.name}[{text}]", shape, value.dtype, tracked=value.tracked, view_of=value)


def advanced(draft: Draft) -> None:
    """An index by a list or by a condition, which copies."""
    value = draft.shaped((1, 2))
    if value is None or not value.shape[0]:
        return
    rows = [
        draft.random.randrange(-value.shape[0], value.shape[0])
        for _ in range(draft.pick((1, 2, 3)))
    ]
    shape = (len(rows), *value.shape[1:])
    form = draft.pick(("{x}[{r}]", "{x}[torch.tensor({r})]"))
    draft.let(form.format(x=value.name, r=rows), shape, value.dtype, tracked=value.tracked)


def by_condition(draft: Draft) -> None:
    """The elements that meet a condition; their sum, as their number is not known here."""
    value = draft.operand()
    text = f"{value.name}[{value.name} {draft.pick('<>')} {draft.pick(('0', '1'))}].sum()"
    draft.let(text, (), value.dtype, tracked=value.tracked)


def reshaped(draft: Draft) -> None:
    """Another shape for the same elements."""
    value = draft.operand()
    shape = draft.pick(_factorings(value.shape))
    name = draft.pick(("view", "reshape", "reshape"))
    sizes = list(shape)
    if sizes and value.size and draft.chance(25):
        sizes[draft.random.randrange(len(sizes))] = -1
    text = ", ".join(map(str, sizes)) or "()"
    draft.let(
        f"{value.name}.{name}({text})", shape, value.dtype, tracked=value.tracked, view_of=value
    )


def flattened(draft: Draft) -> None:
    """One dimension in the end."""
    value = draft.operand()
    draft.let(
        f"{value.name}.flatten()", (value.size,), value.dtype, tracked=value.tracked, view_of=value
    )


def dimensions_swapped(draft: Draft) -> None:
    """Dimensions in another order."""
    value = draft.shaped((2, 3))
    if value is None:
        return
    count = len(value.shape)
    order = list(range(count))
    if count == 2 and draft.chance(60):
        text, order = draft.pick(("{x}.t()", "{x}.T", "{x}.mT")).format(x=value.name), [1, 0]
    elif draft.chance(50):
        first, second = draft.random.randrange(count), draft.random.randrange(count)
        order[first], order[second] = order[second], order[first]
        text = f"{value.name}.transpose({first}, {second - count})"
    else:
        draft.random.shuffle(order)
        text = f"{value.name}.permute({', '.join(map(str, order))})"
    shape = tuple(value.shape[k] for k in order)
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=value)


def one_more_or_less(draft: Draft) -> None:
    """A dimension of size 1 put in or taken out."""
    value = draft.operand()
    count = len(value.shape)
    if draft.chance(60):
        place = draft.random.randrange(count + 1)
        shape: Shape = (*value.shape[:place], 1, *value.shape[place:])
        text = f"{value.name}.unsqueeze({draft.pick((place, place - count - 1))})"
    elif draft.chance(50):
        shape, text = tuple(size for size in value.shape if size != 1), f"{value.name}.squeeze()"
    else:
        dim = draft.dim(value)
        inside = -count <= dim < count
        shape, text = value.shape, f"{value.name}.squeeze({dim})"
        if inside and value.shape[dim] == 1:
            shape = tuple(size for k, size in enumerate(value.shape) if k != dim % count)
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=value)


def expanded(draft: Draft) -> None:
    """Rows repeated without a copy."""
    value = draft.operand()
    rows = draft.pick((1, 2, 3))
    shape = (rows, *value.shape)
    sizes = [rows, *(draft.pick((size, -1)) for size in value.shape)]
    text = f"{value.name}.expand({', '.join(map(str, sizes))})"
    draft.let(text, shape, value.dtype, tracked=value.tracked, view_of=value)


def joined(draft: Draft) -> None:
    """Several tensors made one."""
    value = draft.operand()
    same = [other for other in draft.floats() if other.shape == value.shape]
    parts = [value, draft.pick(same), *([draft.pick(same)] if draft.chance(30) else [])]
    if draft.chance(1):
        parts.append(draft.pick(draft.floats()))
    names = ", ".join(part.name for part in parts)
    tracked = any(part.tracked for part in parts)
    dtype = max(part.dtype for part in parts)
    if draft.chance(50) or not value.shape:
        dim = draft.random.randrange(len(value.shape) + 1)
        shape: Shape = (*value.shape[:dim], len(parts), *value.shape[dim:])
        draft.let(f"torch.stack([{names}], {dim})", shape, dtype, tracked=tracked)
        return
    dim = draft.random.randrange(len(value.shape))
    shape = tuple(size * len(parts) if k == dim else size for k, size in enumerate(value.shape))
    draft.let(f"torch.cat([{names}], dim={dim})", shape, dtype, tracked=tracked)


def view_index(draft: Draft, value: Value) -> tuple[str, Shape]:
    """An index into a value that gives a view, and the shape of what it gives."""
    parts: list[str] = []
    shape: list[int] = []
    for size in value.shape[: draft.pick((1, 1, 2, 3))]:
        if size and draft.chance(50):
            parts.append(str(draft.random.randrange(-size, size)))
            continue
        start, stop, step = draft.pick(
            (
                (None, None, 1),
                (1, None, 1),
                (None, 2, 1),
                (None, None, 2),
                (0, -1, 1),
                (-2, None, 1),
            )
        )
        parts.append(_slice(start, stop, step))
        shape.append(len(range(size)[start:stop:step]))
    shape.extend(value.shape[len(parts) :])
    if draft.chance(1):
        parts[0] = str(value.shape[0])
    if draft.chance(6):
        parts.insert(0, "None")
        shape.insert(0, 1)
    return ", ".join(parts), tuple(shape)


def _slice(start: int | None, stop: int | None, step: int) -> str:
    first, last = ("" if number is None else str(number) for number in (start, stop))
    return f"{first}:{last}" + (f":{step}" if step != 1 else "")


def _factorings(shape: Shape) -> list[Shape]:
    size = Value("", shape).size
    found: list[Shape] = [(size,), (1, size), (size, 1), shape]
    found += [(size // k, k) for k in (2, 3) if size and size % k == 0]
    found += [()] if size == 1 else []
    found += [(size // 4, 2, 2)] if size and size % 4 == 0 else []
    return found
