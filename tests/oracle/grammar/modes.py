"""Steps that change what is recorded, and the loops and blocks that courses write."""

from dataclasses import replace

from tests.oracle.grammar.draft import Draft


def loop(draft: Draft) -> None:
    """The same step several times, into the same name."""
    value = draft.operand()
    if value.leaf:
        value = draft.let(f"{value.name} * 1", value.shape, value.dtype, tracked=value.tracked)
    step = draft.pick(
        (
            "{x} = {x} * 2",
            "{x} = {x} * {x}",
            "{x} = {x} + 1",
            "{x} = {x} / 2 + 1",
            "{x} += {x}",
            "{x} = {x} - 0.1 * {x}",
        )
    ).format(x=value.name)
    draft.written |= "+=" in step
    draft.say(f"for _ in range({draft.pick((1, 2, 3))}):\n    {step}")


def doubling(draft: Draft) -> None:
    """The loop of PyTorch's own tutorial: twice as much until it is long enough."""
    value = draft.operand()
    made = draft.let(f"{value.name} * 2", value.shape, value.dtype, tracked=value.tracked)
    name = made.name
    draft.say(f"steps = 0\nwhile {name}.detach().norm() < {draft.pick((10, 100))} and steps < 8:")
    draft.say(f"    {name} = {name} * 2\n    steps += 1\nprint(steps)")


def unrecorded(draft: Draft) -> None:
    """A step that the graph does not see."""
    value = draft.operand()
    mode = draft.pick(("torch.no_grad()", "torch.set_grad_enabled(False)"))
    draft.say(f"with {mode}:")
    made = draft.let(f"{value.name} * 2", value.shape, value.dtype)
    draft.lines[-1] = "    " + draft.lines[-1]
    draft.say(f"print({made.name}.requires_grad, {made.name}.is_leaf)")


def asked_for(draft: Draft) -> None:
    """Gradients asked for, or refused, after the fact."""
    value = draft.operand()
    form = draft.pick(
        ("{x}.requires_grad_()", "{x}.retain_grad()", "{x}.detach_()", "{x}.requires_grad = False")
    )
    if form.startswith("{x}.retain") and not (value.tracked or draft.chance(5)):
        return
    if form.endswith("_grad_()") and not all(other.leaf for other in draft.values):
        # Views made before would become part of the graph when their base is written to.
        return
    if form.endswith("False") and not (value.leaf or draft.chance(5)):
        return
    if "detach_" in form and value is not draft.values[-1]:
        # PyTorch refuses to use a saved tensor that was detached; the engine saves the same values.
        return
    draft.say(form.format(x=value.name))
    tracked = form.endswith(("requires_grad_()", "retain_grad()"))
    draft.replace(value, replace(value, tracked=tracked))


def branch(draft: Draft) -> None:
    """A condition on values."""
    value = draft.operand()
    made = draft.let(f"{value.name} * 3", value.shape, value.dtype, tracked=value.tracked)
    condition = f"{value.name}.sum() > {draft.pick(('0', '1', '-2'))}"
    draft.say(f"if {condition}:\n    {made.name} = {made.name} + {value.name}")


def function(draft: Draft) -> None:
    """A step inside a function of the program."""
    value = draft.operand()
    body = draft.pick(("v * v + 1", "v.sum() * v", "v.exp() * 0.5", "2 * v - v ** 2"))
    draft.say(f"def f(v):\n    return {body}")
    draft.let(f"f({value.name})", value.shape, value.dtype, tracked=value.tracked)
