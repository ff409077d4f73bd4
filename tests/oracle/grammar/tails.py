"""How a program ends: backward passes of all kinds, zeroing between them, and what is printed."""

from tests.oracle.grammar.draft import Draft, Value
from tests.oracle.grammar.leaves import weights


def backward(draft: Draft) -> None:
    """A backward pass from one output."""
    output = _output(draft)
    given = gradient(draft, output)
    options = ", ".join(part for part in (given, *_options(draft)) if part)
    say_guarded(draft, f"{output.name}.backward({options})")


def backward_of_several(draft: Draft) -> None:
    """A backward pass from two outputs at once."""
    outputs = [_output(draft), _output(draft)]
    given = [gradient(draft, output) or "None" for output in outputs]
    names = ", ".join(output.name for output in outputs)
    options = "".join(f", {option}" for option in _options(draft))
    say_guarded(draft, f"torch.autograd.backward([{names}], [{', '.join(given)}]{options})")


def grad(draft: Draft) -> None:
    """Gradients as values, of some inputs."""
    output = _output(draft)
    wanted = _inputs(draft)
    names = ", ".join(value.name for value in wanted)
    given = gradient(draft, output)
    options = [f"grad_outputs={given}"] if given else []
    options += ["retain_graph=True"] if draft.chance(40) else []
    options += ["allow_unused=True"] if draft.chance(70) else []
    options += (
        ["materialize_grads=True"] if draft.chance(8) and "allow_unused=True" not in options else []
    )
    text = ", ".join([output.name, f"[{names}]", *options])
    say_guarded(draft, f"print(torch.autograd.grad({text}))")


def second_derivative(draft: Draft) -> None:
    """A gradient with a graph of its own, and the gradients of its sum."""
    output, value = _output(draft), draft.pick(_inputs(draft))
    given = gradient(draft, output)
    options = f", {given}" if given else ""
    text = f"g, = torch.autograd.grad({output.name}, {value.name}{options}, create_graph=True"
    draft.say(text + (", allow_unused=True)" if draft.chance(10) else ")"))
    draft.say("print(g)")
    after = draft.pick(
        (
            "g.sum().backward()",
            "(g * g).sum().backward()",
            f"print(torch.autograd.grad(g.sum(), {value.name}))",
        )
    )
    say_guarded(draft, after)


def zeroing(draft: Draft) -> None:
    """Gradients taken away before the next pass, in all the ways there are."""
    leaves = [value for value in draft.values if value.leaf and value.tracked]
    if not leaves:
        return
    value = draft.pick(leaves)
    form = draft.pick(
        (
            "{x}.grad.zero_()", "{x}.grad = None", "{x}.grad.data.zero_()", "{x}.grad *= 0",
            "{x}.grad = torch.zeros_like({x})", "{x}.grad.detach_()", "{x}.grad.detach_().zero_()",
            "{x}.grad.fill_(1)", "{x}.grad = {x}.detach() * 1", "{x}.grad.mul_(0.5)",
        )
    )  # fmt: skip
    text = form.format(x=value.name)
    if "grad =" not in text and draft.chance(90):
        text = f"if {value.name}.grad is not None:\n    {text}"
    draft.say(text)


def descent(draft: Draft) -> None:
    """A step down the gradient, as training loops take it."""
    leaves = [value for value in draft.values if value.leaf and value.tracked]
    if not leaves:
        return
    name = draft.pick(leaves).name
    draft.say(
        f"if {name}.grad is not None:\n    with torch.no_grad():\n        {name} -= 0.5 * {name}.grad"
    )


def hook(draft: Draft) -> None:
    """A hook that sees or changes a gradient."""
    # PyTorch 2.13 crashes at a hook on a view whose base was changed in place after it was made.
    found = [value for value in draft.values if value.tracked and (value.leaf or not draft.written)]
    if not found:
        return
    value = draft.pick(found)
    form = draft.pick(
        ("{x}.register_hook(lambda g: g * 2)", "{x}.register_hook(lambda g: print('{x}', g))",
         "{x}.register_hook(lambda g: None)", "{x}.register_hook(lambda g: g + 1)")
    )  # fmt: skip
    draft.say(form.format(x=value.name))


def state(draft: Draft) -> None:
    """What one can ask a tensor besides its values."""
    value = draft.pick(draft.values)
    form = draft.pick(
        (
            "print({x}.requires_grad, {x}.is_leaf, {x}.grad_fn)", "print({x}._version)",
            "print({x}.shape, {x}.dtype, {x}.dim(), {x}.numel())", "print({x}.tolist())",
            "print({x}.detach())", "print({x}.grad)", "print(f'{{{x}}}')", "print({x}.sum().item())",
            "print({x}.grad_fn.next_functions)", "print({x}.grad_fn.name())", "print({x}.retains_grad)",
            "print({x}.is_contiguous())", "print(len({x}))", "print({x} > 1)",
        )
    )  # fmt: skip
    draft.say(form.format(x=value.name))


def gradient(draft: Draft, output: Value) -> str:
    """The argument `gradient`: usually one that fits, or "" where none is needed."""
    if output.size == 1 and draft.chance(70):
        return ""
    if draft.chance(2):
        return draft.pick(("1.", "[1.]", "torch.ones(2)", "torch.tensor(1.)", ""))
    if output.size > 12 or draft.chance(40):
        return f"torch.ones_like({output.name})"
    if draft.chance(4):
        return f"{draft.pick(draft.floats()).name}.detach() * 1"
    return weights(draft, output.shape)


def say_guarded(draft: Draft, line: str) -> None:
    """Write a line that may fail; half of the time so that the program goes on after it."""
    if draft.chance(25):
        draft.say(line)
        return
    draft.say(f"try:\n    {line}\nexcept RuntimeError as error:\n    print('RuntimeError:', error)")


def report(draft: Draft) -> None:
    """Print what there is at the end."""
    for value in draft.values:
        if not value.leaf:
            draft.say(f"print({value.name})")
        elif value.tracked:
            draft.say(f"print({value.name}, {value.name}.grad)")


def _options(draft: Draft) -> list[str]:
    options = ["retain_graph=True"] if draft.chance(40) else []
    options += ["create_graph=True"] if draft.chance(8) else []
    if draft.chance(8):
        options.append(f"inputs=[{', '.join(value.name for value in _inputs(draft))}]")
    return options


def _output(draft: Draft) -> Value:
    tracked = [value for value in draft.floats() if value.tracked and not value.leaf]
    if not tracked or draft.chance(2):
        return draft.operand()
    return draft.pick(tracked[-2:])


def _inputs(draft: Draft) -> list[Value]:
    tracked = [value for value in draft.floats() if value.tracked]
    leaves = [value for value in tracked if value.leaf]
    found = leaves if leaves and draft.chance(80) else tracked
    if not found or draft.chance(2):
        found = draft.floats()
    count = min(len(found), draft.pick((1, 1, 2)))
    return [draft.pick(found) for _ in range(count)]
