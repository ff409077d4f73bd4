"""Steps that work element by element."""

from tests.oracle.grammar.draft import BOOL, DOUBLE, FLOAT, Draft, Value, broadcast, promoted

_UNARY = (
    "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sigmoid", "relu", "abs", "neg", "sign",
    "reciprocal", "square", "rsqrt", "log1p", "expm1", "erf", "floor", "ceil", "round", "trunc",
    "clone", "detach", "log2", "log10",
)  # fmt: skip
_NUMBERS = ("2", "3", "0.5", "-1", "1.5", "0", "10", "-0.3", "1")
_EXPONENTS = ("2", "3", "0.5", "-1", "0", "1", "1.5", "-2", "2.", "4")
_COMPARISONS = (">", "<", ">=", "<=", "==", "!=")


def unary(draft: Draft) -> None:
    """A function of one tensor, as a method or as a function."""
    value = draft.operand()
    name = draft.pick(_UNARY)
    text = draft.pick(("{x}.{f}()", "torch.{f}({x})")).format(x=value.name, f=name)
    draft.let(
        text,
        value.shape,
        value.dtype,
        tracked=value.tracked and name != "detach",
        view_of=value if name == "detach" else None,
    )


def sign_or_absolute(draft: Draft) -> None:
    """The operators of one tensor."""
    value = draft.operand()
    text = draft.pick(("-{x}", "+{x}", "abs({x})")).format(x=value.name)
    draft.let(text, value.shape, value.dtype, tracked=value.tracked, view_of=value)


def with_number(draft: Draft) -> None:
    """A tensor and a number."""
    value = draft.operand()
    form = draft.pick(("{x} {o} {n}", "{x} {o} {n}", "{n} {o} {x}"))
    text = form.format(x=value.name, o=draft.pick("+-*/*"), n=draft.pick(_NUMBERS))
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)


def power(draft: Draft) -> None:
    """A power with a number for exponent or base, or with neither."""
    value = draft.operand()
    if draft.chance(20):
        _let_pair(draft, draft.pick(("{x} ** {y}", "torch.pow({x}, {y})")), value)
        return
    form = draft.pick(("{x} ** {n}", "{x} ** {n}", "{x}.pow({n})", "{n} ** {x}"))
    text = form.format(x=value.name, n=draft.pick(_EXPONENTS))
    draft.let(
        text.replace("-1 **", "1 **").replace("-2 **", "2 **"),
        value.shape,
        value.dtype,
        tracked=value.tracked,
    )


def binary(draft: Draft) -> None:
    """Two tensors that broadcast."""
    form = draft.pick(
        (
            "{x} + {y}", "{x} - {y}", "{x} * {y}", "{x} * {y}", "{x} / {y}", "{x}.add({y})",
            "{x}.mul({y})", "{x}.sub({y})", "torch.div({x}, {y})", "torch.add({x}, {y}, alpha=2)",
            "{x}.sub({y}, alpha=0.5)",
        )
    )  # fmt: skip
    _let_pair(draft, form, draft.operand())


def polynomial(draft: Draft) -> None:
    """The formulas that courses ask about."""
    form = draft.pick(
        (
            "3 * {x} + 2 * {y} * {y}", "{x} * {x} * {y}", "({x} + {y}) * ({x} - {y})",
            "{x} ** 3 - {y} ** 2", "2 * {x} ** 2 + {y} / 4", "({x} - {y}) ** 2", "1 / (1 + {y} ** 2) + {x}",
            "{x} * {y} + {x}",
        )
    )  # fmt: skip
    _let_pair(draft, form, draft.operand())


def comparison_choice(draft: Draft) -> None:
    """Choosing between two tensors, or taking the larger."""
    value = draft.operand()
    other = draft.partner(value)
    compared = draft.pick(_COMPARISONS)
    form = draft.pick(
        (
            "torch.where({x} {c} {n}, {x}, {y})", "torch.where({x} {c} {y}, {x}, {y})",
            "torch.maximum({x}, {y})", "torch.minimum({x}, {y})", "torch.max({x}, {y})",
            "torch.where({x} {c} {n}, {y}, 0.)",
        )
    )  # fmt: skip
    text = form.format(x=value.name, y=other.name, c=compared, n=draft.pick(_NUMBERS))
    _let_of(draft, text, value, other)


def clamp(draft: Draft) -> None:
    """Bounds, one or both, sometimes crossed."""
    value = draft.operand()
    form = draft.pick(
        (
            "{x}.clamp(min={m})",
            "{x}.clamp(max={n})",
            "torch.clamp({x}, {m}, {n})",
            "{x}.clamp({m}, {n})",
        )
    )
    text = form.format(
        x=value.name, m=draft.pick(("-1", "0", "1", "0.5")), n=draft.pick(("1", "2", "0"))
    )
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)


def cast(draft: Draft) -> None:
    """Another element type."""
    value = draft.operand()
    form, dtype = draft.pick(
        (
            ("{x}.double()", DOUBLE), ("{x}.float()", FLOAT), ("{x}.to(torch.float64)", DOUBLE),
            ("{x}.to(torch.float32)", FLOAT), ("({x} > 0).float()", ""), ("{x}.long().double()", "-"),
        )
    )  # fmt: skip
    tracked = value.tracked and dtype in (DOUBLE, FLOAT)
    dtype = {"": FLOAT, "-": DOUBLE}.get(dtype, dtype)
    draft.let(form.format(x=value.name), value.shape, dtype, tracked=tracked, view_of=value)


def with_whole_numbers(draft: Draft) -> None:
    """Floats beside integers or truths."""
    found = [value for value in draft.values if not value.floating]
    if not found:
        return
    whole = draft.pick(found)
    value = draft.operand()
    if broadcast(value.shape, whole.shape) is None and not draft.chance(5):
        return
    form = draft.pick(("{x} * {y}", "{y} + {x}", "{x} / {y}", "{y} - {x}", "{x} * ({y} > 0)"))
    if whole.dtype == BOOL:
        form = draft.pick(
            ("{x} * {y}", "{y} + {x}", "torch.where({y}, {x}, -{x})", "{x}.masked_fill({y}, 7)")
        )
    _let_of(draft, form.format(x=value.name, y=whole.name), value, whole)


def _let_pair(draft: Draft, form: str, value: Value) -> None:
    other = draft.partner(value)
    _let_of(draft, form.format(x=value.name, y=other.name), value, other)


def _let_of(draft: Draft, text: str, value: Value, other: Value) -> None:
    shape = broadcast(value.shape, other.shape)
    dtype = promoted(value, other)
    draft.let(
        text, value.shape if shape is None else shape, dtype, tracked=value.tracked or other.tracked
    )
