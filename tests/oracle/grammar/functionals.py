"""Derivatives of functions that the program writes: Jacobians, Hessians and functions of its own."""

from tests.oracle.grammar.draft import Draft
from tests.oracle.grammar.leaves import weights

_SCALAR = ("(v * v).sum()", "v.exp().sum()", "(v ** 3).mean()", "v.sum() ** 2", "v.sin().sum()")
_VECTOR = ("v * v", "v.exp() * 2", "v * v.sum()", "v ** 3", "v.sin()")

_OWN = """class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v):
        ctx.save_for_backward(v)
        return {forward}
    @staticmethod
    def backward(ctx, g):
        v, = ctx.saved_tensors
        return {backward}"""
_PAIRS = (
    ("v * v", "g * 2 * v"), ("v.exp()", "g * v.exp()"), ("v.clamp(min=0)", "g * (v > 0)"),
    ("v * 3", "g * 3"), ("v.sin()", "g * v.cos()"), ("v + 0", "g"), ("v * 2", "-g"),
)  # fmt: skip


def jacobian(draft: Draft) -> None:
    """The derivatives of a function at a tensor."""
    value = draft.operand()
    if not 0 < value.size <= 6:
        return
    function = f"lambda v: {draft.pick(_VECTOR)}"
    draft.say(f"print(torch.autograd.functional.jacobian({function}, {value.name}.detach()))")


def of_scalar_function(draft: Draft) -> None:
    """A Hessian, or its product with a vector, of a function with one number for a value."""
    value = draft.operand()
    if not 0 < value.size <= 6:
        return
    function = f"lambda v: {draft.pick(_SCALAR)}"
    point = f"{value.name}.detach()"
    form = draft.pick(
        ("hessian({f}, {x})", "hvp({f}, {x}, {x})", "vhp({f}, {x}, {x})", "vjp({f}, {x})",
         "jvp({f}, {x}, {x})")
    )  # fmt: skip
    draft.say(f"print(torch.autograd.functional.{form.format(f=function, x=point)})")


def own_function(draft: Draft) -> None:
    """A function with a derivative that the program defines."""
    value = draft.operand()
    forward, backward = draft.pick(_PAIRS)
    draft.say(_OWN.format(forward=forward, backward=backward))
    draft.let(f"Own.apply({value.name})", value.shape, value.dtype, tracked=value.tracked)


def optimiser(draft: Draft) -> None:
    """A few steps of an optimiser on the leaves."""
    leaves = [value for value in draft.values if value.leaf and value.tracked]
    if not leaves:
        return
    names = ", ".join(value.name for value in leaves)
    kind = draft.pick(
        (
            "SGD([{x}], lr=0.1)", "SGD([{x}], lr=0.1, momentum=0.9)", "Adam([{x}], lr=0.1)",
            "SGD([{x}], lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1)",
            "Adam([{x}], weight_decay=0.1, amsgrad=True)", "SGD([{x}], lr=0.5, maximize=True)",
        )
    )  # fmt: skip
    draft.say(f"opt = torch.optim.{kind.format(x=names)}")
    terms = " + ".join(f"({value.name} ** 2).sum()" for value in leaves)
    draft.say(f"for _ in range({draft.pick((1, 2, 3))}):")
    zero = draft.pick(("opt.zero_grad()", "opt.zero_grad(set_to_none=False)"))
    draft.say(
        f"    {zero}\n    loss = {terms}\n    loss.backward()\n    opt.step()\n    print(loss)"
    )


def weighted(draft: Draft) -> None:
    """The weighted sum that a vector's backward stands for."""
    value = draft.operand()
    if not 0 < value.size <= 12:
        return
    text = f"({value.name} * {weights(draft, value.shape)}).sum()"
    draft.let(text, (), value.dtype, tracked=value.tracked)
