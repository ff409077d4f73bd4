"""What is stored of predictions: only what differs from the truth, of single ones and pairs."""

from app.domain.diagnosis import (
    MISCONCEPTIONS,
    diagnose,
    find_misconception,
    predict,
    predictions_of,
)
from app.domain.marking import Answer
from app.domain.problems import find_truth
from tests.app.domain.diagnosis.programs import LEAF, variant_of

# Weights [10, 100] on the mean's neighbour, then a plain sum: x gets [20, 400] + [1, 1].
BODY = LEAF + "y = x * x\ny.backward(torch.tensor([10.0, 100.0]))\nx.sum().backward()\n"
VARIANT = variant_of(BODY, "x.grad", "y.grad")
TRUTH = find_truth(VARIANT)


def test_answers_that_a_misconception_leaves_right_are_not_stored():
    predictions = predictions_of(VARIANT, TRUTH, listed=["overwrites"])
    assert TRUTH == {"q0": [21.0, 401.0], "q1": None}
    assert predictions.listed == ("overwrites",)
    assert predictions.answers["overwrites",] == {"q0": [1.0, 1.0]}
    assert predictions.answers["zeros-for-none",] == {"q1": [0.0, 0.0]}
    assert ("loop-one-late",) not in predictions.answers


def test_two_of_the_commonest_are_held_at_once():
    predictions = predictions_of(VARIANT, TRUTH)
    both = predictions.answers["ignores-weights", "zeros-for-none"]
    assert both == {"q0": [3.0, 5.0], "q1": [0.0, 0.0]}
    assert not any(
        "retain-graph-doubles" in codes for codes in predictions.answers if len(codes) > 1
    )


def test_a_pair_that_predicts_no_more_than_one_of_the_two_is_left_out():
    predictions = predictions_of(variant_of(BODY, "y.grad"), {"q0": None})
    assert ("zeros-for-none",) in predictions.answers
    assert not any(len(codes) > 1 for codes in predictions.answers)


def test_two_misconceptions_build_on_each_other():
    body = LEAF + "y = x * x\n"
    body += "y.backward(torch.tensor([10.0, 100.0]), retain_graph=True)\n"
    body += "y.backward(torch.tensor([10.0, 100.0]))\n"
    held = [find_misconception(code) for code in ("ignores-weights", "overwrites", "transposed")]
    assert predict(variant_of(body, "x.grad"), held) == {"q0": [2.0, 4.0]}
    assert predict(variant_of(body, "x.grad"), held[:1]) == {"q0": [4.0, 8.0]}


def test_two_beliefs_about_operations_are_held_at_once():
    variant = variant_of(LEAF + "(x ** 2).mean().backward()\n", "x.grad")
    held = [find_misconception(code) for code in ("mean-without-n", "power-factor-dropped")]
    assert [predict(variant, held[:1]), predict(variant, held[1:]), predict(variant, held)] == [
        {"q0": [2.0, 4.0]},
        {"q0": [0.5, 1.0]},
        {"q0": [1.0, 2.0]},
    ]


def test_what_somebody_with_a_misconception_answers_is_diagnosed_as_it():
    predictions = predictions_of(VARIANT, TRUTH)
    for misconception in MISCONCEPTIONS:
        answers = predict(VARIANT, (misconception,))
        if answers == TRUTH:
            continue
        given = {id: Answer.from_truth(value) for id, value in answers.items()}
        found = diagnose(VARIANT, TRUTH, given, predictions).findings
        if found:
            assert (misconception.code,) in {found[0].codes, *found[0].alternatives}


def test_a_loop_that_does_not_end_by_a_misconceptions_rules_predicts_nothing():
    body = (
        "w = torch.tensor(8.0, requires_grad=True)\nwhile w > 1:\n    w.grad = None\n"
        "    (w * w).backward()\n    w.data = w.data - 0.25 * w.grad\n"
    )
    endless = variant_of(body, "w.grad")
    assert find_truth(endless) == {"q0": 4.0}
    assert predict(endless, (find_misconception("update-ignored"),)) is None
    assert ("update-ignored",) not in predictions_of(endless, {"q0": 4.0}).answers
