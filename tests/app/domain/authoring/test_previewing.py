"""A text is looked at while it is written: variants first, then what the gates say, and never what is wrong twice."""

import json

import pytest

from app.domain.authoring import Preview, preview
from app.domain.problems import find_truth, instantiate, parse_problem
from tests.app.domain.authoring.files import FILE, changed


def previewed(text: str, first_seed: int = 0) -> list[Preview]:
    """Look at a text to the end; give what was known, step by step."""
    return [one for one in preview(text, slug="a-file", first_seed=first_seed) if one is not None]


def test_variants_are_known_before_the_gates_have_judged():
    named, shown, judged = previewed(FILE)
    assert (named.title, named.parameters) == ("Twice through a square", ("x0", "k"))
    assert named.misconceptions == ("Each backward() overwrites the gradient",)
    assert not named.samples
    assert [sample.seed for sample in shown.samples] == [0, 1, 2]
    assert shown.report is None
    assert judged.samples == shown.samples
    assert [gate["passed"] for gate in judged.report["gates"]] == [True] * 6
    assert Preview.from_json(json.loads(json.dumps(judged.to_json()))) == judged


def test_other_seeds_show_what_is_dealt_for_them():
    samples = previewed(FILE, first_seed=30)[1].samples
    assert [sample.seed for sample in samples] == [30, 31, 32]
    variant = instantiate(parse_problem(FILE, slug="a-file"), 30)
    assert samples[0].code == variant.code
    assert samples[0].truths == (f"tensor({find_truth(variant)['x_grad']})",)


def test_a_mistake_is_told_with_its_place_and_nothing_else():
    (refused,) = previewed(changed("y.backward()\n", "y.numpy()\n"))
    assert (refused.refusal.line, refused.refusal.column) == (18, 3)
    assert refused.samples == ()
    assert refused.report is None


@pytest.mark.parametrize(
    ("old", "new", "told", "gate"),
    [
        ("(k * x * x).sum()", "(k * x.exp()).sum()", "too many digits", 3),
        ("y.backward()\n", "", "Each backward() overwrites the gradient", 2),
        ("[[ask]]\n", '[[ask]]\n# kind = "boolean"\n', "neither True nor False", 1),
    ],
    ids=["long answers", "a mistake that makes no difference", "a question without an answer"],
)
def test_a_variant_that_no_student_gets_says_why(old, new, told, gate):
    judged = previewed(changed(old, new))[-1]
    assert len(judged.samples) == 3
    for sample in judged.samples:
        assert "torch.tensor([" in sample.code
        assert told in sample.trouble
    assert not judged.report["gates"][gate - 1]["passed"]
    assert Preview.from_json(json.loads(json.dumps(judged.to_json()))) == judged


def test_an_unknown_misconception_fails_its_gate_and_hides_no_variant():
    judged = previewed(changed('["overwrites"]', '["overrides"]'))[-1]
    assert judged.samples[0].truths
    assert judged.misconceptions == ()
    assert not judged.report["gates"][1]["passed"]
