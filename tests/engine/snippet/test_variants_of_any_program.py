"""Programs made at random: many variants in one pass give what each gives alone."""

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from engine.snippet import evaluate_many, parse
from tests.engine.snippet.variants import SPECIAL, alone, refused_or

VARIANTS = 5
SHAPES = ((), (3,), (2, 3), (2, 1))
FUNCTIONS = (
    "{0}.exp()", "{0}.sin()", "{0}.abs()", "{0}.relu()", "{0}.sigmoid()", "-{0}", "{0} ** 2",
    "{0}.sqrt()", "{0}.log()", "{0}.reciprocal()", "{0}.tanh()", "{0}.clamp(-1, k)", "{0} * k",
    "{0} - j", "{0}.clone()", "{0}.detach()", "{0} / j", "torch.where({0} > 0, {0}, k)",
)  # fmt: skip
PAIRS = (
    "{0} + {1}", "{0} * {1}", "{0} - {1}", "{0} / {1}", "torch.maximum({0}, {1})",
    "torch.where({0} > {1}, {0}, {1})", "torch.add({0}, {1}, alpha=j)", "{0} ** {1}.abs()",
)  # fmt: skip
REDUCTIONS = (
    "{0}.sum()", "{0}.mean()", "{0}.max()", "{0}.sum(-1)", "{0}.mean(0)", "{0}.prod()",
    "{0}.norm()", "{0}.sum(0, keepdim=True)", "{0}.max(0)[0]", "{0}.cumsum(0)", "{0}.softmax(-1)",
)  # fmt: skip
VIEWS = (
    "{0}.reshape(-1)", "{0}[0]", "{0}[-1:]", "{0}.t()", "{0}.unsqueeze(0)", "{0}.expand(2, 2, 3)",
    "{0}[..., 0]", "{0}[[0, 0]]", "{0}.view(3, 2)", "{0}[i]", "{0}[i:]", "{0}[{0} > k]",
    "torch.cat([{0}, {0}])", "torch.stack([{0}, ones])",
)  # fmt: skip
WRITES = (
    "{0}.add_(1)", "{0} *= k", "{0}[0] = j", "{0}.zero_()", "{0} += {1}.detach()", "ones += {0}.sum()",
    "ones[0] = {0}.sum()", "{0}.requires_grad_()", "{0}.data = {1}.data * 2", "{0}[1:] = {1}[:1]",
)  # fmt: skip
FLOWS = (
    "if {0}.sum() > k:\n    {1} = {1} * 2",
    "n = 0\nwhile n < 3 and {0}.sum() < 10:\n    {0} = {0} * 2 + 1\n    n += 1",
    "for m in range(i):\n    {0} = {0} * {1}",
    "try:\n    {0} = {0} @ {1}\nexcept RuntimeError as e:\n    print(e)",
    "print({0}.shape, i)",
    "s = {0}.sum().item()\n{1} = {1} * s",
    "with torch.no_grad():\n    {0} = {0} * 2",
)
BACKWARDS = (
    "{0}.sum().backward()", "{0}.backward()", "{0}.sum().backward(retain_graph=True)",
    "{0}.backward(torch.ones_like({0}))", "{0}.retain_grad()", "x0.grad = None",
    "{0}.view(-1).backward({1}.detach().view(-1))", "{0}.backward({1}.data)", "{1}.grad.mul_(k)",
    "h = {0}.detach()\nh.mul_(2)", "{0}.data.view(-1)[0] = j", "{0}.diagonal().fill_(k)",
    "x0.grad.zero_()", "g = torch.autograd.grad({0}.sum(), x0)",
)  # fmt: skip
FLAGS = (
    ", requires_grad=True", ", requires_grad=True", ", dtype=torch.float64, requires_grad=True", "",
)  # fmt: skip
STEPS = {FUNCTIONS: 5, PAIRS: 5, REDUCTIONS: 3, VIEWS: 3}
"""Steps that give a tensor its name anew, and how often each kind is drawn."""


@st.composite
def programs(draw: DrawFn) -> tuple[str, list[str], dict[str, Any]]:
    """A program with parameters, what to ask it, and the values of a few variants."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    wild = draw(st.booleans())
    values: dict[str, Any] = {
        "k": rng.uniform(-2, 2, VARIANTS),
        "j": rng.integers(-2, 3, VARIANTS),
        "i": rng.integers(0, 3, VARIANTS),
    }
    lines = ["import torch", "ones = torch.ones(3)"]
    names = ["ones"]
    for number in range(draw(st.integers(1, 3))):
        shape = draw(st.sampled_from(SHAPES))
        numbers = rng.uniform(-2, 2, (*shape, VARIANTS)).astype(np.float32)
        if wild:
            numbers = np.where(
                rng.random(numbers.shape) < 0.2, rng.choice(SPECIAL, numbers.shape), numbers
            )
        values[f"p{number}"] = numbers
        names.append(f"x{number}")
        flag = draw(st.sampled_from(FLAGS))
        lines.append(f"x{number} = torch.tensor(p{number}{flag})")
    kinds = list(itertools.chain(*([kind] * count for kind, count in STEPS.items())))
    for number in range(draw(st.integers(1, 6))):
        pair = [draw(st.sampled_from(names)) for _ in range(2)]
        choice = draw(st.integers(0, len(kinds) + 5))
        if choice < len(kinds):
            step = f"y{number} = " + draw(st.sampled_from(kinds[choice])).format(*pair)
            lines.append(f"y{number} = {pair[0]}")
            names.append(f"y{number}")
        else:
            kind = (WRITES, WRITES, FLOWS, FLOWS, BACKWARDS, BACKWARDS)[choice - len(kinds)]
            step = draw(st.sampled_from(kind)).format(*pair)
        lines.append(guarded(step))
    lines += [
        guarded(draw(st.sampled_from(BACKWARDS)).format(names[-1], names[-2])) for _ in range(2)
    ]
    return "\n".join(lines), ["x0.grad", "k + j", *names], values


def guarded(step: str) -> str:
    """A step whose error does not end the program."""
    body = step.replace("\n", "\n    ")
    return f"try:\n    {body}\nexcept Exception as e:\n    print(e)"


@settings(max_examples=250, deadline=None, derandomize=True)
@given(programs())
def test_variants_of_a_program_made_at_random(made: tuple[str, list[str], dict[str, Any]]) -> None:
    source, ask, values = made
    snippet = parse(source, parameters=values)
    outcomes = evaluate_many(snippet, values, ask)
    for index in range(VARIANTS):
        together = refused_or(lambda index=index: outcomes[index])  # type: ignore[misc]
        assert repr(together) == repr(alone(snippet, values, ask, index)), source
