"""Steps of linear algebra."""

from tests.oracle.grammar.draft import Draft, Value


def product(draft: Draft) -> None:
    """A product of vectors and matrices whose sizes fit."""
    pairs = [
        (first, second)
        for first in _factors(draft)
        for second in _factors(draft)
        if first.dtype == second.dtype and first.shape[-1] == second.shape[0]
    ]
    if not pairs:
        return
    first, second = draft.pick(pairs)
    shape = (*first.shape[:-1], *second.shape[1:])
    forms = ["{x} @ {y}", "torch.matmul({x}, {y})", "{x}.matmul({y})"]
    forms += {
        (1, 1): ["{x}.dot({y})", "torch.dot({x}, {y})"],
        (2, 1): ["{x}.mv({y})", "torch.mv({x}, {y})"],
        (2, 2): ["{x}.mm({y})", "torch.mm({x}, {y})"],
    }.get((len(first.shape), len(second.shape)), [])
    text = draft.pick(forms).format(x=first.name, y=second.name)
    draft.let(text, shape, first.dtype, tracked=first.tracked or second.tracked)


def misfit(draft: Draft) -> None:
    """A product of whatever there is."""
    found = _factors(draft)
    if not found:
        return
    first, second = draft.pick(found), draft.pick(found)
    if first.dtype != second.dtype:
        return
    form = draft.pick(("{x} @ {y}", "{x}.mm({y})", "{x}.mv({y})", "{x}.dot({y})"))
    draft.say(f"print({form.format(x=first.name, y=second.name)})")


def outer(draft: Draft) -> None:
    """All products of the elements of two vectors."""
    vectors = [value for value in draft.floats() if len(value.shape) == 1]
    if not vectors:
        return
    first, second = draft.pick(vectors), draft.pick(vectors)
    draft.let(
        f"torch.outer({first.name}, {second.name})",
        (first.size, second.size),
        max(first.dtype, second.dtype),
        tracked=first.tracked or second.tracked,
    )


def _factors(draft: Draft) -> list[Value]:
    return [value for value in draft.floats() if len(value.shape) in (1, 2)]
