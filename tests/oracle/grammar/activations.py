"""Steps with the functions of neural networks and the rarer functions of one or two tensors."""

from tests.oracle.grammar.draft import Draft, broadcast, promoted

_ACTIVATIONS = (
    "leaky_relu({x})", "leaky_relu({x}, 0.2)", "softplus({x})", "softplus({x}, beta=2)", "gelu({x})",
    "gelu({x}, approximate='tanh')", "silu({x})", "elu({x})", "elu({x}, alpha=0.5)", "hardtanh({x})",
    "relu6({x})", "logsigmoid({x})", "selu({x})", "celu({x})", "mish({x})", "softsign({x})",
    "tanhshrink({x})", "relu({x})", "sigmoid({x})", "tanh({x})",
)  # fmt: skip
_RARER = (
    "asin", "acos", "atan", "sinh", "cosh", "erfc", "exp2", "frac", "deg2rad", "nan_to_num",
)  # fmt: skip
_OF_TWO = (
    "torch.fmax({x}, {y})", "torch.fmin({x}, {y})", "torch.atan2({x}, {y})", "torch.hypot({x}, {y})",
    "torch.logaddexp({x}, {y})", "torch.lerp({x}, {y}, 0.25)", "torch.fmod({x}, {y})",
    "torch.remainder({x}, {y})", "torch.clamp({x}, min={y})", "torch.clamp({x}, max={y})",
)  # fmt: skip


def activation(draft: Draft) -> None:
    """A function of `torch.nn.functional`."""
    value = draft.operand()
    form = draft.pick(_ACTIVATIONS)
    if "gelu" in form and any("inf" in line for line in draft.lines):
        # What it makes of infinity depends on the processor's vector code.
        return
    text = f"torch.nn.functional.{form.format(x=value.name)}"
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)


def rarer(draft: Draft) -> None:
    """A function of one tensor that courses seldom use."""
    value = draft.operand()
    text = f"torch.{draft.pick(_RARER)}({value.name})"
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)


def of_two(draft: Draft) -> None:
    """A function of two tensors that broadcast and have one type."""
    value = draft.operand()
    other = draft.partner(value)
    shape = broadcast(value.shape, other.shape)
    if value.dtype != other.dtype or shape is None:
        return
    text = draft.pick(_OF_TWO).format(x=value.name, y=other.name)
    draft.let(text, shape, promoted(value, other), tracked=value.tracked or other.tracked)


def rounded_division(draft: Draft) -> None:
    """A division whose quotient is rounded."""
    value = draft.operand()
    mode = draft.pick(("'floor'", "'trunc'", "None"))
    text = f"torch.div({value.name}, {draft.pick(('2', '0.7', '-3'))}, rounding_mode={mode})"
    draft.let(text, value.shape, value.dtype, tracked=value.tracked)
