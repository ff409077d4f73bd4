"""Steps that make fewer numbers of many."""

from tests.oracle.grammar.draft import Draft, Shape, Value

_WHOLE = ("sum", "sum", "sum", "mean", "mean", "max", "min", "norm", "prod", "var", "std")
_ALONG = (
    "sum",
    "sum",
    "mean",
    "max",
    "min",
    "norm",
    "amax",
    "amin",
    "prod",
    "var",
    "std",
    "logsumexp",
)


def whole(draft: Draft) -> None:
    """All elements become one."""
    value = draft.operand()
    name = draft.pick(_WHOLE)
    if name == "norm" and draft.chance(30):
        text = f"{value.name}.norm({draft.pick(('1', '2', '3', chr(39) + 'fro' + chr(39)))})"
    else:
        text = draft.pick(("{x}.{f}()", "{x}.{f}()", "torch.{f}({x})")).format(x=value.name, f=name)
    draft.let(text, (), value.dtype, tracked=value.tracked)


def along(draft: Draft) -> None:
    """One dimension, or several, goes or becomes 1."""
    value = draft.operand()
    name = draft.pick(_ALONG if value.size and value.shape else ("sum", "mean"))
    dim = draft.dim(value)
    keep = draft.chance(40)
    shape = without(value, dim, keep)
    several = name in ("sum", "mean") and len(value.shape) > 1 and draft.chance(20)
    if several:
        last = len(value.shape) - 1
        shape = without(Value("", without(value, last, keep)), 0, keep)
        where = f"(0, {last})"
    else:
        where = str(dim)
    options = ", keepdim=True" if keep else ""
    label = "dim=" if draft.chance(30) or name in ("norm", "var", "std") else ""
    text = f"{value.name}.{name}({label}{where}{options})"
    if name in ("max", "min"):
        text += draft.pick((".values", "[0]"))
    draft.let(text, shape, value.dtype, tracked=value.tracked)


def normalised(draft: Draft) -> None:
    """Formulas that put a reduction beside what it reduces."""
    value = draft.operand()
    form = draft.pick(
        (
            "{x} / {x}.sum()", "{x} - {x}.mean()", "{x} / {x}.norm()", "{x} * {x}.sum()",
            "{x} / {x}.max()", "({x} - {x}.mean()) ** 2", "{x}.exp() / {x}.exp().sum()",
        )
    )  # fmt: skip
    draft.let(form.format(x=value.name), value.shape, value.dtype, tracked=value.tracked)


def running(draft: Draft) -> None:
    """As many numbers as before, each of several: running sums and shares."""
    value = draft.shaped((1, 2, 3))
    if value is None or not value.size:
        return
    name = draft.pick(("cumsum", "cumprod", "softmax", "log_softmax", "softmax"))
    text = f"{value.name}.{name}({draft.dim(value)})"
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)


def places(draft: Draft) -> None:
    """Where the greatest and the smallest stand, and what order there is; printed at once."""
    value = draft.shaped((1, 2))
    # From 17 elements on PyTorch's sort leaves ties in whatever order they come to be.
    if value is None or not 0 < value.size <= 16:
        return
    form = draft.pick(
        (
            "print({x}.argmax(), {x}.argmin())", "print({x}.max({d}))", "print({x}.sort({d}))",
            "print({x}.argmax({d}))", "print({x}.median())", "print({x}.any(), {x}.all())",
        )
    )  # fmt: skip
    draft.say(form.format(x=value.name, d=draft.dim(value)))


def without(value: Value, dim: int, keep: bool) -> Shape:
    """The shape that is left of a value's when a dimension is reduced."""
    shape = list(value.shape)
    if not -len(shape) <= dim < len(shape):
        return value.shape
    if keep:
        shape[dim] = 1
    else:
        del shape[dim]
    return tuple(shape)
