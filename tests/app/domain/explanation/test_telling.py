"""The rows that a student reads."""

import pytest

from app.domain.explanation import RowKind
from tests.app.domain.explanation.programs import answers, explained, of_kind

VECTORS = (
    "x = torch.tensor([1., 2., 3.], requires_grad=True)\n"
    "y = torch.tensor([4., 5., 6.], requires_grad=True)\n"
    "z = torch.tensor([7., 8., 9.], requires_grad=True)\n"
    "t = x + y\n"
)


def filled(explanation):
    return [(row.line, row.name, row.value) for row in of_kind(explanation, RowKind.FILLED)]


def test_the_mean_of_squares_is_told_value_by_value_and_node_by_node():
    """S10 of the seed cases."""
    told = explained(
        "x = torch.ones(2, 2, requires_grad=True)\ny = x + 2\nz = 3 * y ** 2\nout = z.mean()\n"
        "out.backward()",
        "x.grad",
    )
    values = [(row.name, row.code, row.value) for row in of_kind(told, RowKind.VALUE)]
    assert values == [
        ("y", "x + 2", "[[3, 3], [3, 3]]"),
        ("", "y ** 2", "[[9, 9], [9, 9]]"),
        ("z", "3 * y ** 2", "[[27, 27], [27, 27]]"),
        ("out", "z.mean()", "27"),
    ]
    nodes = of_kind(told, RowKind.NODE)
    assert [(row.operation, row.value, row.sends[0].value, row.sends[0].to) for row in nodes] == [
        ("MeanBackward0", "1", "[[0.25, 0.25], [0.25, 0.25]]", "z"),
        ("MulBackward0", "[[0.25, 0.25], [0.25, 0.25]]", "[[0.75, 0.75], [0.75, 0.75]]", "y ** 2"),
        ("PowBackward0", "[[0.75, 0.75], [0.75, 0.75]]", "[[4.5, 4.5], [4.5, 4.5]]", "y"),
        ("AddBackward0", "[[4.5, 4.5], [4.5, 4.5]]", "[[4.5, 4.5], [4.5, 4.5]]", "x"),
    ]
    assert answers(told)["x.grad"][0] == "tensor([[4.5, 4.5], [4.5, 4.5]])"


def test_two_losses_are_seen_to_accumulate():
    """S11."""
    told = explained(
        "x = torch.tensor(2., requires_grad=True)\ny = x ** 2\nz = x\ny.backward()\nz.backward()",
        "x.grad",
    )
    assert filled(told) == [(5, "x.grad", "None → 4"), (6, "x.grad", "4 + 1 → 5")]
    (name,) = of_kind(told, RowKind.NAME)
    assert (name.name, name.text) == ("z", "z is a name for the same tensor as x: 2.")
    assert answers(told)["x.grad"] == (
        "tensor(5.0)",
        "It is the sum of what arrived: 4 from line 5 + 1 from line 6.",
    )


def test_a_dot_product_gives_each_vector_the_other_and_the_non_leaf_nothing():
    """S12."""
    told = explained(
        VECTORS + "loss = t.dot(z)\nloss.backward(retain_graph=True)", "x.grad", "z.grad", "t.grad"
    )
    assert filled(told) == [
        (7, "z.grad", "None → [5, 7, 9]"),
        (7, "x.grad", "None → [7, 8, 9]"),
        (7, "y.grad", "None → [7, 8, 9]"),
    ]
    value, reason = answers(told)["t.grad"]
    assert value == "None"
    assert reason == (
        "t is not a leaf: it came from AddBackward0. Only leaves keep their gradient, unless "
        "retain_grad() is called."
    )


def test_a_weight_only_weighs():
    """S13: why `z.grad` stays None."""
    told = explained(VECTORS + "t.backward(z, retain_graph=True)", "x.grad", "z.grad")
    assert {name for _, name, _ in filled(told)} == {"x.grad", "y.grad"}
    value, reason = answers(told)["z.grad"]
    assert value == "None"
    assert reason == ("No way leads from where a backward pass began to z, so nothing arrived.")


def test_a_leaf_as_the_root_is_the_whole_graph():
    """S14: why `x` and `y` get nothing."""
    told = explained(VECTORS + "z.backward(t)", "x.grad", "z.grad")
    (start,) = of_kind(told, RowKind.START)
    assert start.note == (
        "z is a leaf, so it is the whole graph: what z was given goes straight to z.grad, and "
        "nothing else is reached."
    )
    assert of_kind(told, RowKind.NODE) == []
    assert filled(told) == [(6, "z.grad", "None → [5, 7, 9]")]
    assert answers(told)["x.grad"][0] == "None"


def test_zeroed_gradients_stay_zero_where_nothing_arrives():
    """S15."""
    told = explained(
        VECTORS + "t.backward(z, retain_graph=True)\nx.grad.zero_()\ny.grad = None\nz.backward(t)",
        "x.grad",
        "y.grad",
        "z.grad",
    )
    changes = of_kind(told, RowKind.ZEROED, RowKind.NONE)
    assert [(row.kind.value, row.line, row.name, row.value) for row in changes] == [
        ("zeroed", 7, "x.grad", "[7, 8, 9] → [0, 0, 0]"),
        ("none", 8, "y.grad", "[7, 8, 9] → None"),
    ]
    assert answers(told)["x.grad"] == (
        "tensor([0.0, 0.0, 0.0])",
        "x.grad was set to zero on line 7, and nothing has arrived since.",
    )
    assert answers(told)["y.grad"] == (
        "None",
        "y.grad was set to None on line 8, and nothing has arrived since.",
    )


def test_the_error_that_ends_the_program_is_the_last_row_before_the_answers():
    told = explained("x = torch.ones(2, requires_grad=True)\n(2 * x).backward()")
    assert told.rows[-1].kind is RowKind.ERROR
    assert told.rows[-1].line == 3
    assert "grad can be implicitly created only for scalar outputs" in told.rows[-1].value


def test_broadcasting_is_undone_in_plain_sight():
    told = explained(
        "b = torch.tensor(1., requires_grad=True)\n(b * torch.tensor([2., 5.])).sum().backward()"
    )
    send = of_kind(told, RowKind.NODE)[1].sends[0]
    assert (send.unsummed, send.value, send.to) == ("[2, 5]", "7", "b")


def test_a_statement_that_changes_no_number_is_told_and_printing_is_not():
    told = explained("x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.retain_grad()\nprint(y)")
    assert [row.code for row in of_kind(told, RowKind.STATEMENT)] == ["y.retain_grad()"]


def test_a_step_of_descent_is_told_as_a_change_of_the_leaf():
    told = explained(
        "w = torch.tensor(3., requires_grad=True)\n(w * w).backward()\n"
        "w.data = w.data - 0.5 * w.grad"
    )
    (update,) = of_kind(told, RowKind.UPDATE)
    assert (update.line, update.name, update.value) == (4, "w", "3 → 0")


def test_a_long_loop_is_told_by_its_first_and_its_last_rows():
    told = explained(
        "w = torch.tensor(1., requires_grad=True)\nfor i in range(100):\n    (w * i).backward()",
        "w.grad",
    )
    assert len(told.rows) == 402
    shown = told.shown
    assert len(shown) == 80 + 1 + 40
    assert shown[80].text == "282 rows are left out here; they go on in the same way."
    assert (shown[:80], shown[81:]) == (told.rows[:80], told.rows[-40:])
    assert shown[-2].value.endswith("→ 4950")
    assert sum(len(section.rows) for section in told.sections) == len(shown)


@pytest.mark.parametrize(
    ("statements", "asked", "reason"),
    [
        ("w = torch.ones(2)", "w.grad", "w does not require a gradient."),
        ("w = torch.ones(2, requires_grad=True)", "w.grad", "No backward pass began."),
        (
            "w = torch.ones(2, requires_grad=True)\nw.sum().backward()",
            "w.grad",
            "It was left there by line 3.",
        ),
        (
            "w = torch.ones(2, requires_grad=True)\nw.sum().backward()",
            "w.grad is None",
            "It was left there by line 3.",
        ),
        (
            "w = torch.ones(2, requires_grad=True)\nh = w * 2",
            "h.is_leaf",
            "h was made by the recorded operation MulBackward0.",
        ),
        (
            "w = torch.ones(2)\nw.requires_grad_()",
            "w.requires_grad",
            "w was made by the program to require a gradient, and by no operation.",
        ),
        ("w = torch.ones(2, requires_grad=True)\nw.sum().backward()", "w.grad + 1", ""),
    ],
)
def test_the_answer_says_what_it_follows_from(statements, asked, reason):
    assert answers(explained(statements, asked))[asked][1] == reason


def test_numbers_are_short_and_large_tensors_show_their_ends():
    told = explained(
        "a = torch.tensor([1 / 3, 1e-7, -0.0, 2.5e9])\nb = torch.arange(30.)\nc = torch.zeros(40, 50)"
    )
    assert [row.value for row in told.rows] == [
        "[0.333333, 1e-07, 0, 2.5e+09]",
        "[0, 1, …, 28, 29]",
        "40 \N{MULTIPLICATION SIGN} 50 numbers",
    ]


def test_what_was_made_where_the_recording_has_a_gap_is_told_without_a_reason():
    told = explained(
        "x = torch.tensor(1., requires_grad=True)\nkept = []\nfor i in range(3000):\n"
        "    y = x * i\n    if i == 1500:\n        kept.append(y)\nh = kept[0]\nh.backward()",
        "h.is_leaf",
        "x.grad",
    )
    assert answers(told) == {
        "h.is_leaf": ("False", ""),
        "x.grad": ("tensor(1500.0)", "It was left there by line 9."),
    }


def test_sections_are_cut_where_backward_passes_begin():
    told = explained(
        "x = torch.tensor(2., requires_grad=True)\nx.backward()\nx.backward()\nx.grad.zero_()",
        "x.grad",
    )
    assert [section.kind for section in told.sections] == [
        "forward",
        "backward",
        "backward",
        "forward",
        "answers",
    ]
    assert tuple(row for section in told.sections for row in section.rows) == told.rows
