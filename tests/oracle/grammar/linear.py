"""Steps of linear algebra."""

from tests.oracle.grammar.draft import Draft, Value, broadcast
from tests.oracle.grammar.leaves import weights


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


def of_batches(draft: Draft) -> None:
    """A product of batches of matrices."""
    pairs = [
        (first, second)
        for first in draft.floats()
        for second in draft.floats()
        if first.dtype == second.dtype
        and max(len(first.shape), len(second.shape)) > 2
        and min(len(first.shape), len(second.shape)) > 1
        and first.shape[-1] == second.shape[-2]
    ]
    if not pairs:
        return
    first, second = draft.pick(pairs)
    batches = broadcast(first.shape[:-2], second.shape[:-2])
    if batches is None:
        return
    shape = (*batches, first.shape[-2], second.shape[-1])
    text = f"{first.name} @ {second.name}"
    draft.let(text, shape, first.dtype, tracked=first.tracked or second.tracked)


def contraction(draft: Draft) -> None:
    """A sum of products in Einstein's notation."""
    value = draft.shaped((1, 2))
    if value is None:
        return
    letters = "ij"[: len(value.shape)]
    form, shape = draft.pick(
        (
            (f"{letters},{letters}->", ()),
            (f"{letters},{letters}->{letters}", value.shape),
            (f"{letters}->", ()),
            (f"{letters}->{letters[::-1]}", value.shape[::-1]),
        )
    )
    operands = ", ".join([value.name] * (form.count(",") + 1))
    draft.let(f"torch.einsum('{form}', {operands})", shape, value.dtype, tracked=value.tracked)


def layer(draft: Draft) -> None:
    """A linear layer with weights of its own."""
    value = draft.shaped((1, 2))
    if value is None or not value.size:
        return
    weight = weights(draft, (2, value.shape[-1]))
    bias = draft.pick(("", ", torch.tensor([1., -1.])"))
    if value.dtype != "float32":
        return
    text = f"torch.nn.functional.linear({value.name}, {weight}{bias})"
    draft.let(text, (*value.shape[:-1], 2), value.dtype, tracked=value.tracked)


def misfit(draft: Draft) -> None:
    """A product of whatever there is."""
    # A view that PyTorch gave up is refused before sizes are looked at.
    found = [value for value in draft.floats() if not value.root] or draft.floats()
    first, second = draft.pick(found), draft.pick(found)
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
