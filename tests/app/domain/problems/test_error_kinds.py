"""Each way a program can end has a code and words, told from what PyTorch raises."""

import re

import pytest

from app.domain.problems import ERROR_KINDS, Variant
from app.domain.problems.error_kinds import find_error_kind
from app.domain.problems.gates.real_torch import has_torch, run_in_torch
from engine.snippet import LEGACY, PYTORCH, parse

HEAD = """import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor(3.0, requires_grad=True)
"""
ENDINGS = [
    ("runs", "(x * x).sum().backward()"),
    ("graph-freed", "y = (x * x).sum()\ny.backward()\ny.backward()"),
    ("graph-freed", "h = w * w\n(2 * h).backward()\n(3 * h).backward()"),
    ("not-scalar", "(x * x).backward()"),
    ("gradient-shape", "(x * x).backward(torch.ones(3))"),
    ("gradient-shape", "w.backward(torch.ones(1))"),
    ("gradient-shape", "torch.autograd.backward([2 * w, 3 * w], [torch.tensor(1.0)])"),
    ("no-history", "(x * x).detach().sum().backward()"),
    ("no-history", "torch.tensor(1.0).backward()"),
    ("no-history", "with torch.no_grad():\n    y = w * w\ny.backward()"),
    ("no-history", "torch.autograd.grad(w * w, torch.tensor(1.0))"),
    ("changed-in-place", "y = w.exp()\nz = y * y\ny += 1\nz.backward()"),
    ("leaf-in-place", "x += 1"),
    ("leaf-in-place", "x[0] = 1.0"),
    ("leaf-in-place", "x.zero_()"),
    ("none-attribute", "x.grad.zero_()"),
    ("none-attribute", "w.data = w - 0.1 * w.grad"),
    ("other", "torch.ones(2) + torch.ones(3)"),
    ("other", "1 / 0"),
]


@pytest.mark.parametrize(("code", "program"), ENDINGS)
def test_a_programs_end_is_told_from_what_it_raises(code, program):
    assert find_error_kind(parse(HEAD + program).run(rules=PYTORCH).error).code == code


def test_old_pytorchs_word_for_a_gradient_that_does_not_fit_is_known():
    program = parse(HEAD + "w.backward(torch.ones(3))\nx.backward(torch.ones(3))")
    assert find_error_kind(program.run(rules=LEGACY).error).code == "gradient-shape"


def test_all_kinds_are_tried_and_all_read_as_a_sentence():
    assert {code for code, _ in ENDINGS} == {kind.code for kind in ERROR_KINDS}
    assert len({kind.label for kind in ERROR_KINDS}) == len(ERROR_KINDS)
    for kind in ERROR_KINDS:
        assert re.fullmatch(r"[A-Z][a-zA-Z:() ]+", kind.label)
        assert len(kind.label) <= 70


if has_torch():

    @pytest.mark.parametrize(("code", "program"), ENDINGS)
    def test_real_pytorch_ends_in_the_same_way(code, program):
        variant = Variant("made-up", "0" * 12, 0, HEAD + program, (), 1e-3, 1e-6)
        assert find_error_kind(run_in_torch(variant).error).code == code
