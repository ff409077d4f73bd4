"""Questions for a value, a truth of a sentence, a choice, a word, and for how a program ends."""

import json
from textwrap import dedent

import pytest

from app.domain.problems import (
    ERROR_KINDS,
    Option,
    ProblemError,
    Question,
    QuestionKind,
    parse_problem,
)

FILE = dedent("""\
    # /// gradmark
    # title = "All kinds"
    # topic = "zeroing"
    # [params]
    # k = { kind = "number", from = [2] }
    # [[ask]]
    # expr = "x.grad"
    # [[ask]]
    # kind = "boolean"
    # expr = "y.is_leaf"
    # prompt = "Is y a leaf?"
    # [[ask]]
    # kind = "choice"
    # expr = "y.grad"
    # choices = ["None", "0", "a tensor"]
    # [[ask]]
    # kind = "text"
    # expr = "y.grad_fn.name()"
    # [[ask]]
    # kind = "error"
    # ///
    import torch

    x = torch.tensor(3.0, requires_grad=True)
    y = k * x
    y.backward()
    """)


def test_every_kind_is_read():
    value, boolean, choice, text, error = parse_problem(FILE, slug="all-kinds").questions
    assert value == Question("x_grad", "x.grad")
    assert value.kind is QuestionKind.VALUE
    assert boolean == Question("y_is_leaf", "y.is_leaf", "Is y a leaf?", QuestionKind.BOOLEAN)
    assert choice == Question(
        "y_grad", "y.grad", "", QuestionKind.CHOICE, ("None", "0", "a tensor")
    )
    assert text == Question("y_grad_fn_name", "y.grad_fn.name()", "", QuestionKind.TEXT)
    assert error == Question("ending", "", "How does this program end?", QuestionKind.ERROR)


def test_what_can_be_chosen_is_listed_and_what_is_typed_has_no_options():
    value, boolean, choice, text, error = parse_problem(FILE, slug="all-kinds").questions
    assert value.options == text.options == ()
    assert boolean.options == (Option("True", "True"), Option("False", "False"))
    assert choice.options == (
        Option("None", "None"),
        Option("0", "0"),
        Option("a tensor", "a tensor"),
    )
    assert error.options == tuple(Option(kind.code, kind.label) for kind in ERROR_KINDS)
    assert error.options[0] == Option("runs", "It runs to its end")


def test_a_question_survives_its_way_through_the_database():
    for question in parse_problem(FILE, slug="all-kinds").questions:
        assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question


def test_a_question_stored_before_there_were_kinds_asks_for_a_value():
    old = {"id": "x_grad", "expr": "x.grad", "prompt": "The gradient"}
    assert Question.from_json(old) == Question("x_grad", "x.grad", "The gradient")


# What is changed in FILE, to what; the line and the field that the error names; what it says.
MISTAKES = [
    ('"boolean"', '"bolean"', 9, "ask[2].kind", "text, error; did you mean boolean?"),
    ('"boolean"', "true", 9, "ask[2].kind", "one of value, boolean, choice, text, error"),
    ('"choice"', '"value"', 15, "ask[3].choices", "is not a field here"),
    ('# choices = ["None", "0", "a tensor"]\n', "", 12, "ask[3].choices", "is missing; it must be a"),
    ('["None", "0", "a tensor"]', '["None"]', 15, "ask[3].choices", "a list of 2 to 10 different"),
    ('["None", "0", "a tensor"]', '["a", "A"]', 15, "ask[3].choices", "lists a text twice"),
    ('["None", "0", "a tensor"]', '["a", 0]', 15, "ask[3].choices", "a list of 2 to 10 different"),
    ("a tensor", "a" * 81, 15, "ask[3].choices", "texts of at most 80 characters"),
    ('kind = "text"', 'kind = "error"', 18, "ask[4].expr", "is not a field here"),
    ('# kind = "error"', '# kind = "error"\n# expr = "x"', 21, "ask[5].expr", "is not a field here"),
    ('# kind = "error"', '# kind = "error"\n# [[ask]]\n# kind = "error"', 22, "ask[6].kind", "second time"),
    ('"y.grad"', '"x.grad"', 14, "ask[3].expr", "asks for `x.grad` a second time"),
    ('"y.grad"', '"k"', 14, "ask[3].expr", "names the parameter `k`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "reason"), MISTAKES)
def test_a_mistake_in_a_question_is_named_with_its_place(old, new, line, field, reason):
    assert old in FILE
    with pytest.raises(ProblemError) as caught:
        parse_problem(FILE.replace(old, new, 1), slug="all-kinds")
    assert (caught.value.line, caught.value.field) == (line, field)
    assert reason in caught.value.reason
