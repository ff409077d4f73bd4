"""What holds of all misconceptions: their texts, their codes, and that they work in every way of running."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from app.domain.diagnosis import MISCONCEPTIONS, UnknownMisconception, find_misconception
from engine.snippet import PYTORCH, evaluate_many, parse
from tests.bench.diagnosis.report import table_of_misconceptions

BY_CODE = {misconception.code: misconception for misconception in MISCONCEPTIONS}


def test_there_are_many_and_no_two_have_the_same_code_or_name():
    assert len(MISCONCEPTIONS) >= 40
    assert len(BY_CODE) == len({one.name for one in MISCONCEPTIONS}) == len(MISCONCEPTIONS)


@pytest.mark.parametrize("code", BY_CODE)
def test_its_texts_are_short_sentences(code):
    misconception = BY_CODE[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert len(misconception.name) <= 60
    for sentence in (misconception.student, misconception.instructor):
        assert sentence[0].isalpha() or sentence[0] == "="
        assert sentence.endswith(".")
        assert len(sentence) <= 140


@pytest.mark.parametrize("code", BY_CODE)
def test_a_student_is_not_told_about_mistakes(code):
    words = BY_CODE[code].student.lower().split()
    assert not {"wrong", "mistake", "you", "misconception", "error,"} & set(words)


def test_it_is_found_by_its_code():
    assert find_misconception("overwrites").code == "overwrites"


@pytest.mark.parametrize("code", ["overwrite", "retain-graph-doubled", "no-grad-is-ignored"])
def test_an_unknown_code_is_told_with_the_nearest(code):
    with pytest.raises(UnknownMisconception, match="Did you mean"):
        find_misconception(code)
    with pytest.raises(UnknownMisconception, match="There are: overwrites"):
        find_misconception("?")


# Together they use every rule and every operation that a misconception is about.
PROGRAMS = {
    "calls": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor(v, requires_grad=True)
y = x * x - w
y.backward(torch.tensor(v), retain_graph=True)
x.grad.zero_()
(w - 3 * x).sum().backward()
w.grad = None
y.sum().backward()
""",
    "functions": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor(v, requires_grad=True)
y = torch.exp(2 * x) + torch.log(x * w) + torch.tanh(x) / w + torch.sigmoid(w) - torch.cos(w)
(y.mean() + torch.sqrt(x).sum() + (2 * w).norm() + (x ** 3).sum() + 1 / w.dot(x)).backward()
""",
    "shapes": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor([v, u], requires_grad=True)
m = torch.tensor([u, v], requires_grad=True)
k = torch.tensor([[1.0], [2.0]], requires_grad=True)
((w @ m + x) * k).sum().backward()
(w @ x).mean().backward()
w.mean(dim=0).sum().backward()
""",
    "kinks": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor([0.0, 3.0, 3.0], requires_grad=True)
(torch.relu(w) * 5 + torch.abs(w)).sum().backward()
(x.sum() * w.max() + w.amax(dim=0)).backward()
""",
    "flow": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor(v)
for i in range(2):
    x.grad = None
    (x * x * x.detach()).sum().backward()
    with torch.no_grad():
        w = w + x
    x.data = x.data - 0.5 * x.grad
(w * x).sum().backward()
""",
    "errors": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor(v)
y = (x * x).sum()
y.backward()
y.backward()
(x * w).backward()
w.backward()
""",
    "second": """
x = torch.tensor(u, requires_grad=True)
w = torch.tensor([3.0, 3.0], requires_grad=True)
y = (torch.exp(x * x) + x ** 3 - torch.tanh(x) / x).mean() + torch.relu(w).sum() * w.max() + x.norm()
g = torch.autograd.grad(y, x, create_graph=True)[0]
g.sum().backward()
""",
}  # fmt: skip


@cache
def program(name):
    return parse("import torch" + PROGRAMS[name], parameters=["u", "v"])


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("code", [code for code, one in BY_CODE.items() if not one.rehearses])
def test_many_variants_go_together_as_they_go_alone(code, name):
    drawn = np.random.default_rng(7).integers(1, 6, (2, 2, 4)) / 2.0
    values = {"u": drawn[0], "v": drawn[1]}
    rules = BY_CODE[code].change(PYTORCH)
    ask = ["x.grad", "w.grad", "x", "w"]
    together = evaluate_many(program(name), values, ask, rules=rules)
    for index in range(4):
        own = {key: array[..., index].tolist() for key, array in values.items()}
        alone = program(name).run(ask, rules=rules, parameters=own)
        assert repr(together[index].error) == repr(alone.error)
        for one, other in zip(together[index].answers, alone.answers, strict=True):
            if isinstance(other, (list, float)):
                np.testing.assert_allclose(one, other, rtol=1e-5)
            else:
                assert one == other
    assert len(together.parts) == 1


@pytest.mark.parametrize("name", sorted(set(PROGRAMS) - {"errors"}))
def test_these_programs_run_to_their_end_in_pytorch(name):
    values = {"u": [1.5, 2.0], "v": [0.5, 2.5]}
    assert program(name).run(parameters=values).error is None


def test_the_page_about_diagnosis_lists_them_as_they_are():
    page = (Path(__file__).parents[5] / "docs" / "diagnosis.md").read_text(encoding="utf-8")
    table = "\n".join(table_of_misconceptions(MISCONCEPTIONS))
    assert table in page, "`make diagnosis` writes the page anew"
