"""Steps that change tensors in place: by methods, by operators, through views and past the graph."""

from dataclasses import replace

from tests.oracle.grammar.draft import Draft, Value, broadcast
from tests.oracle.grammar.leaves import weights
from tests.oracle.grammar.shaping import view_index

_UNARY = ("exp_", "sqrt_", "sin_", "tanh_", "sigmoid_", "relu_", "abs_", "neg_", "zero_", "floor_")
_BY_NUMBER = (
    "{x}.mul_({n})", "{x}.add_({n})", "{x} += {n}", "{x} *= {n}", "{x} -= {n}", "{x} /= {n}",
    "{x}.div_({n})", "{x}.sub_({n})", "{x} **= 2", "{x}.fill_({n})", "{x}.pow_(2)",
    "{x}.clamp_(min={n})",
)  # fmt: skip
_NUMBERS = ("2", "3", "0.5", "-1", "1.5", "10", "0.1")


def in_place(draft: Draft) -> None:
    """A tensor changes; of leaves only now and then, as that is an error while recording."""
    value = _target(draft)
    if value is None:
        return
    kind = draft.random.randrange(4)
    if kind == 0:
        draft.say(f"{value.name}.{draft.pick(_UNARY)}()")
        return
    if kind == 1:
        draft.say(draft.pick(_BY_NUMBER).format(x=value.name, n=draft.pick(_NUMBERS)))
        return
    fitting = [
        other
        for other in draft.floats()
        if (broadcast(value.shape, other.shape) == value.shape or draft.chance(1))
        # PyTorch reads what it has just written where memory overlaps in a way it cannot tell.
        and (other.memory != value.memory or other is value)
    ]
    other = draft.pick(fitting or [value])
    form = draft.pick(
        ("{x}.mul_({y})", "{x}.add_({y})", "{x} += {y}", "{x} *= {y}", "{x}.copy_({y})", "{x} -= {y}",
         "{x}.add_({y}, alpha=3)", "{x} /= {y}")
    )  # fmt: skip
    draft.say(form.format(x=value.name, y=other.name))
    draft.replace(value, replace(value, tracked=value.tracked or other.tracked))


def written(draft: Draft) -> None:
    """A part of a tensor is written: by an index, a slice, a condition or a list."""
    value = _target(draft)
    if value is None or not value.shape:
        return
    if draft.chance(25):
        text, shape = draft.pick((f"{value.name} > 1", f"{value.name} < 0")), ()
    elif draft.chance(15) and value.shape[0]:
        rows = [draft.random.randrange(value.shape[0]) for _ in range(2)]
        text, shape = str(rows), (2, *value.shape[1:])
    else:
        text, shape = view_index(draft, value)
    right, tracked = _right_hand_side(draft, shape, value.memory)
    form = draft.pick(("{x}[{i}] = {y}", "{x}[{i}] = {y}", "{x}[{i}] += {y}", "{x}[{i}] *= {y}"))
    draft.say(form.format(x=value.name, i=text, y=right))
    draft.replace(value, replace(value, tracked=value.tracked or tracked))


def past_the_graph(draft: Draft) -> None:
    """A change that is not recorded."""
    draft.written = True
    value = draft.operand()
    number = draft.pick(_NUMBERS)
    form = draft.pick(
        (
            "with torch.no_grad():\n    {x} -= {n}",
            "with torch.no_grad():\n    {x}.mul_({n})",
            "with torch.no_grad():\n    {x}.copy_({x} * {n})",
            "{x}.data.mul_({n})",
            "{x}.data -= {n}",
            "{x}.detach().add_({n})",
            "{x}.detach().zero_()",
        )
    )
    if all(other.leaf for other in draft.values) and draft.chance(20):
        # Later than that, views would keep the memory that was replaced.
        form = "{x}.data = {x}.data * {n}"
    draft.say(form.format(x=value.name, n=number))


def _target(draft: Draft) -> Value | None:
    draft.written = True
    found = [
        value for value in draft.floats() if not (value.leaf and value.tracked) or draft.chance(2)
    ]
    return draft.pick(found) if found else None


def _right_hand_side(draft: Draft, shape: tuple[int, ...], memory: str) -> tuple[str, bool]:
    fitting = [
        value
        for value in draft.floats()
        if broadcast(value.shape, shape) == shape and value.memory != memory
    ]
    if draft.chance(40) and fitting:
        other = draft.pick(fitting)
        return other.name, other.tracked
    if draft.chance(30) and len(shape) > 0 and 0 < Value("", shape).size <= 12:
        return weights(draft, shape), False
    return draft.pick(_NUMBERS), False
