"""A pasted snippet becomes a whole problem file, by its syntax tree alone."""

import pytest

from app.domain.authoring import EXAMPLE, NoProposal, propose
from app.domain.problems import parse_problem
from app.domain.quality import check
from engine.snippet import DEFAULT_LIMITS
from tests.app.domain.authoring.pasted import PASTED


def passed(text: str) -> bool:
    """Whether a file passes all gates; without the bounds on time, which are about a worker's machine."""
    steps = check(parse_problem(text, slug="a-file"), range(500))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value.passed


@pytest.mark.parametrize("about", PASTED)
def test_what_is_proposed_for_a_typical_snippet_passes_the_gates_as_it_stands(about):
    proposal = propose(PASTED[about])
    assert proposal.is_plenty
    assert passed(proposal.text)


def asked(about: str) -> tuple[str, ...]:
    return propose(PASTED[about]).questions


def listed(about: str) -> tuple[str, ...]:
    return propose(PASTED[about]).misconceptions


def test_the_whole_file_reads_as_a_teacher_would_write_it():
    assert propose(PASTED["weights"]).text == (
        """\
# /// gradmark
# title = "Weighting a vector output"
# topic = "grad-tensors"
# difficulty = 2
# summary = "What the tensor passed to backward() does to every gradient behind a vector."
# misconceptions = ["ignores-weights", "sign-of-subtraction-lost"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = 1, stop = 9, step = 1 } }
# b0 = { kind = "vector", size = 2, from = { start = 1, stop = 9, step = 1 } }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# external_grad0 = { kind = "vector", size = 2, from = [2, 3, 4, 5, 10], distinct = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
Q = k * a * a - b * b
external_grad = torch.tensor(external_grad0)
Q.backward(gradient=external_grad)
"""
    )


def test_leaves_notes_and_what_was_updated_are_asked_about():
    assert asked("two losses") == ("a.grad", "b.grad")
    assert asked("zeroed in between") == ("first", "x.grad")
    assert asked("one step") == ("w.grad", "w.data")
    assert asked("asked for by grad") == ("g",)
    assert asked("a graph that is gone") == ("What happens?",)


def test_misconceptions_follow_what_happens_to_the_gradients():
    assert listed("backward twice") == ("overwrites",)
    assert listed("a loop") == ("overwrites",)
    assert listed("weights of the old tutorial") == ("ignores-weights",)
    assert listed("cleared") == ("forgets-zeroing",)
    assert listed("detached") == ("detach-ignored",)
    assert listed("a mean of a matrix") == ("mean-without-n",)
    # Two losses of two leaves: nothing is added up.
    apart = PASTED["two losses"].replace("(a * b)", "(b * b)")
    assert propose(apart).misconceptions == ()


def test_numbers_keep_their_signs_and_what_is_no_quantity_stays():
    text = propose(
        "x = torch.tensor([-2.0, 4.0, 1.0], requires_grad=True)\n"
        "for turn in range(2 + 1):\n"
        "    y = x[0 + 1] * 1 - 3 * x.sum(dim=0)\n"
        "    y.backward()\n"
    ).text
    assert "start = -6, stop = 7, step = 1 }, nonzero = true" in text
    assert "range(2 + 1)" in text
    assert "y = x[0 + 1] * 1 - k * x.sum(dim=0)" in text


def test_the_name_of_a_parameter_is_no_name_of_the_snippet():
    proposal = propose(
        "x0 = 3\nk = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        "x = torch.tensor([2.0, 5.0])\nk0 = (4 * k * x).sum() * x0\nk0.backward()\n"
    )
    assert proposal.parameters == ("x0_0", "k0_2", "x0_2", "k2")


def test_lines_that_only_show_something_are_taken_out_and_the_import_is_put_in():
    code = parse_problem(propose(PASTED["one number"]).text, slug="a-file").code
    assert code.startswith("import torch\n\nx = torch.tensor(x0, requires_grad=True)\n")
    assert code.endswith("y.backward()\n")


def test_a_line_with_more_than_a_print_stays_and_names_may_be_of_any_script():
    proposal = propose(
        "print('é'); é = torch.tensor([1.0, 2.0], requires_grad=True)\n(é * 2).sum().backward()\n"
    )
    assert proposal.parameters == ("v", "k")
    assert "print('é'); é = torch.tensor(v, requires_grad=True)\n(é * k)" in proposal.text


def test_too_few_numbers_are_told():
    few = "x = torch.ones(3, requires_grad=True)\ny = (x * 0.5).sum()\ny.backward()\n"
    assert not propose(few).is_plenty


@pytest.mark.parametrize(
    ("snippet", "line", "column", "told"),
    [
        (" \n", 1, 1, "Paste a snippet first"),
        ("x = torch.tensor([1.0]\ny = 2\n", 1, 17, "was never closed"),
        ("import torch\nimport os\n", 2, 8, "`os` is not part of"),
        ("x = torch.tensor([1.0])\nx.numpy()\n", 2, 3, "numpy"),
        ("x = torch.tensor([1.0])\ny = 2 * x\n", 2, 1, "requires_grad=True"),
        ("x = torch.tensor([1.0], requires_grad=True)\ny = 2 * x\n", 2, 1, "backward() is never"),
        ("x = torch.ones(3, requires_grad=True)\nx.sum().backward()\n", 2, 1, "nothing to vary"),
        (EXAMPLE, 1, 1, "a whole problem file already"),
    ],
    ids=["nothing", "syntax", "module", "method", "leaf", "backward", "numbers", "file"],
)
def test_what_nothing_can_be_made_of_is_told_with_its_place(snippet, line, column, told):
    with pytest.raises(NoProposal, match=r".") as refused:
        propose(snippet)
    assert told in str(refused.value)
    assert (refused.value.line, refused.value.column) == (line, column)


def test_nothing_of_the_snippet_is_run():
    endless = "x = torch.tensor([1.0, 2.0], requires_grad=True)\nwhile True:\n    (3 * x).sum().backward()\n"
    assert propose(endless).parameters == ("x0", "k")


def test_a_deep_text_is_looked_at_part_by_part():
    deep = DEFAULT_LIMITS.depth - 15
    nested = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
    nested += f"y = {'x - (' * deep}3 * x{')' * deep}\n"
    nested += "".join(f"{' ' * turn}for i{turn} in range(2):\n" for turn in range(deep))
    nested += f"{' ' * deep}y.sum().backward()\n"
    # Whoever looked at each inner part twice would not come to an end.
    assert propose(nested).parameters == ("x0", "k")
