"""A stranger's problem file is read and judged within bounds, and what is wrong with it has a place."""

import json

import pytest

from app.domain.authoring import Inspected, Sample, inspect
from app.domain.problems import find_truth, instantiate
from tests.app.domain.authoring.files import FILE, changed


def inspected(text: str) -> Inspected:
    """Inspect a text to the end."""
    steps = inspect(text, slug="a-file")
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_good_file_passes_with_its_report_and_samples_of_what_is_dealt():
    found = inspected(FILE)
    assert found.passed
    assert found.refusal is None
    assert (found.problem.title, found.problem.misconceptions) == (
        "Twice through a square",
        ("overwrites",),
    )
    assert len(found.report.gates) == 6
    sample = found.samples[0]
    assert sample.code == instantiate(found.problem, sample.seed).code
    assert [one.expr for one in sample.questions] == ["x.grad"]
    assert Sample.from_json(json.loads(json.dumps(sample.to_json()))) == sample
    truth = find_truth(instantiate(found.problem, 0))["x_grad"]
    assert sample.truths[0] == f"tensor({truth})"


def test_how_much_is_done_never_falls():
    steps = list(inspect(FILE, slug="a-file"))
    assert len(steps) > 10
    assert steps == sorted(steps)
    assert 0 < steps[0] <= steps[-1] <= 1


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "field", "told"),
    [
        ('title = "', 'title == "', 2, 10, "", "not valid TOML"),
        ("difficulty = 2", "difficulty = 9", 4, 3, "difficulty", "a whole number from 1 to 5"),
        ('kind = "number"', 'kind = "numbr"', 9, 9, "params.k.kind", "must be one of"),
        ("y.backward()\n", "y.backward(\n", 18, 11, "", "was never closed"),
        ("y.backward()\n", "y.numpy()\n", 18, 3, "", "numpy"),
        ("import torch\n", "import torch, os\n", 13, 15, "", "`os` is not part of"),
        ("y.backward()\n", "k = 3\n", 18, 1, "", "`k` is a parameter"),
        ("y.backward()\n", "while True:\n    pass\n", 19, 5, "", "does a loop never end?"),
        ("# ///\n", "", 12, 1, "", "comment lines up to"),
    ],
    ids=[
        "TOML",
        "a field's value",
        "a parameter's field",
        "Python",
        "outside the language",
        "a module",
        "a parameter bound",
        "a loop without end",
        "an open block",
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(old, new, line, column, field, told):
    refusal = inspected(changed(old, new)).refusal
    assert told in refusal.message
    assert (refusal.line, refusal.field) == (line, field)
    assert refusal.column == column


@pytest.mark.parametrize(
    ("old", "new", "told_at", "field"),
    [
        ("(k * x * x).sum()", "(k * x0[0] * x).sum().numpy()", "numpy", ""),
        ("y.backward()\n", "odd\nz = y.numpy()\n", "odd\n", ""),
        ("y.backward()\n", "even\nz = y.numpy()\n", "numpy", ""),
        ("(k * x * x).sum()", "(k * odd).sum()", "odd)", ""),
        ('"x.grad"', '"x.numpy()"', 'expr = "x.numpy()"', "ask[1].expr"),
        ('"x.grad"', '"[0] * 10**9"', 'expr = "[0] * 10**9"', "ask[1].expr"),
    ],
    ids=[
        "behind numbers that are longer than their names",
        "in statements that a name stands for",
        "behind a line that is taken away, or becomes two",
        "in a piece of code",
        "in a question",
        "in a question that exceeds a bound",
    ],
)
def test_what_the_language_refuses_is_told_where_the_file_has_it(old, new, told_at, field):
    choices = """\
# odd = { kind = "choice", from = ["x.numpy()", "(x + x).numpy()"] }
# even = { kind = "choice", from = ["pass", "x.sum()\\nx.sum()"] }
"""
    used = [line for line in choices.splitlines(keepends=True) if line[2:5] in new]
    text = changed(old, new).replace("# [[ask]]", "".join(used) + "# [[ask]]")
    refusal = inspected(text).refusal
    line = text.split("\n", refusal.line - 1)[-1]
    assert line[refusal.column - 1 :].startswith(told_at)
    assert refusal.field == field


def test_what_does_not_teach_is_refused_by_its_gate_with_advice():
    found = inspected(changed("[2, 3, 4, 5, 6, 7]", "[2]").replace("size = 3", "size = 1"))
    assert not found.passed
    assert found.refusal is None
    assert found.samples == ()
    failed = [gate for gate in found.report.gates if not gate.passed]
    assert [gate.number for gate in failed] == [5]
    assert failed[0].failures[0].advice


def test_a_program_that_computes_too_long_is_refused_before_hundreds_of_it_are_run():
    # As much as the language allows one run to do, or nearly.
    slow = (
        "for i in range(9):\n    torch.ones(1000, 1000).exp().sum()\n"
        "for i in range(90000):\n    i * i\n"
    )
    refusal = inspected(changed("y.backward()\n", f"y.backward()\n{slow}")).refusal
    assert refusal.message.startswith("One variant takes too long")


def test_a_misconception_that_nobody_knows_is_named_in_the_report():
    found = inspected(changed('["overwrites"]', '["overwrite"]'))
    assert not found.passed
    assert "overwrite" in str(found.report.to_json())
