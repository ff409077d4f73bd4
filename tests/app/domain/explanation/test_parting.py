"""Where the story behind a wrong answer parts from the true one."""

from dataclasses import replace

import pytest

from app.domain.diagnosis import find_misconception
from app.domain.explanation import RowKind, explain, first_parting
from app.domain.problems import find_truth, library, rules_of, run_variant
from engine.snippet import PYTORCH
from tests.app.domain.explanation.programs import dealt, explained

TWICE = (
    "x = torch.tensor([1., 2.], requires_grad=True)\ny = (x * x).sum()\n"
    "y.backward(retain_graph=True)\ny.backward()"
)
OVERWRITES = replace(PYTORCH, accumulate=lambda held, arriving: arriving)


def test_overwriting_parts_where_the_second_gradient_arrives():
    parting = first_parting(explained(TWICE), explained(TWICE, rules=OVERWRITES))
    assert (parting.true.line, parting.true.name) == (5, "x.grad")
    assert parting.true.value == "[2, 4] + [2, 4] → [4, 8]"
    assert parting.mistaken.value == "[2, 4], overwritten → [2, 4]"


def test_stories_with_the_same_numbers_do_not_part():
    once = "x = torch.tensor([1., 2.], requires_grad=True)\nx.sum().backward()"
    assert first_parting(explained(once), explained(once, rules=OVERWRITES)) is None


def test_a_story_that_goes_on_where_the_true_one_fails_parts_at_the_error():
    program = TWICE.replace("retain_graph=True", "")
    kept = replace(PYTORCH, release=lambda retain: False)
    parting = first_parting(explained(program), explained(program, rules=kept))
    assert parting.true.kind is RowKind.ERROR
    assert parting.mistaken.kind is RowKind.NODE


def test_a_loop_that_stops_early_parts_at_the_step_it_does_not_take():
    program = (
        "x = torch.tensor(1., requires_grad=True)\ny = x * 1\nfor i in range(3):\n    y = y * 2"
    )
    early = replace(PYTORCH, turns=-1)
    parting = first_parting(explained(program, "y"), explained(program, "y", rules=early))
    assert (parting.true.line, parting.true.value) == (5, "8")
    assert parting.mistaken.kind is RowKind.ANSWER


def test_stories_may_part_in_the_middle_of_a_long_run():
    program = (
        "x = torch.tensor(1., requires_grad=True)\nfor i in range(200):\n    (x * 1).backward()\n"
        "    if i == 50:\n        x.grad.zero_()"
    )
    forgets = replace(PYTORCH, zero=lambda tensor, owner: None)
    parting = first_parting(explained(program), explained(program, rules=forgets))
    assert (parting.true.line, parting.true.value) == (6, "51 → 0")
    assert parting.mistaken.value == "stays 51"


def test_a_story_that_ends_early_has_no_row_to_show():
    program = "x = torch.tensor(1., requires_grad=True)\nfor i in range(2):\n    y = x * 2"
    early = replace(PYTORCH, turns=-1)
    parting = first_parting(explained(program), explained(program, rules=early))
    assert parting.true.line == 4
    assert parting.mistaken is None


def test_an_answer_alone_may_part():
    program = "x = torch.tensor(1., requires_grad=True)\ny = x * 2\ny.backward()"
    zeros = replace(PYTORCH, absent=lambda tensor, cotangent: tensor * 0)
    parting = first_parting(explained(program, "y.grad"), explained(program, "y.grad", rules=zeros))
    assert (parting.true.value, parting.mistaken.value) == ("None", "tensor(0.0)")


def test_a_zeroing_that_is_forgotten_parts_at_the_zeroing():
    program = "x = torch.ones(2, requires_grad=True)\nx.sum().backward()\nx.grad.zero_()"
    forgets = replace(PYTORCH, zero=lambda tensor, owner: None)
    parting = first_parting(explained(program), explained(program, rules=forgets))
    assert parting.true.value == "[1, 1] → [0, 0]"
    assert parting.mistaken.value == "stays [1, 1]"


def test_what_is_recorded_against_the_truth_parts_though_no_number_differs():
    program = "x = torch.tensor(1., requires_grad=True)\nc = x.detach() * 1"
    ignored = replace(PYTORCH, detached=lambda tensor: tensor)
    parting = first_parting(explained(program), explained(program, rules=ignored))
    assert (parting.true.kind, parting.true.code) == (RowKind.CONSTANT, "x.detach()")
    assert (parting.mistaken.kind, parting.mistaken.code) == (RowKind.VALUE, "x.detach() * 1")


def test_a_mistaken_answer_is_not_given_a_true_reason():
    program = "x = torch.tensor(1., requires_grad=True)\ny = x * 2\ny.backward()"
    zeros = replace(PYTORCH, absent=lambda tensor, cotangent: tensor * 0)
    parting = first_parting(explained(program, "y.grad"), explained(program, "y.grad", rules=zeros))
    assert parting.true.note
    assert parting.mistaken.note == ""


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_stories_part_wherever_a_misconception_changes_an_answer(problem):
    variant, story = dealt(problem.slug, 0)
    assert first_parting(story, explain(variant)) is None
    truths = find_truth(variant)
    for code in problem.misconceptions[:1]:
        rules = find_misconception(code).change(rules_of(variant))
        if run_variant(variant, rules) != truths:
            assert first_parting(story, explain(variant, rules)) is not None
