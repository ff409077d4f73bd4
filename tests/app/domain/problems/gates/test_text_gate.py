"""Gate 6: short text, narrow lines, the language of snippets."""

from app.domain.problems.gates.text import check_text, read_text
from tests.app.domain.problems.gates.making import make_problem, variants_of

NUMBER = '{ kind = "number", from = { start = 1.0, stop = 9.0, step = 0.5 } }'


def checked(code, step="0.5"):
    variants = variants_of(make_problem(code, {"a": NUMBER.replace("0.5", step)}))
    return check_text(variants, [read_text(variant.code) for variant in variants])


def leaf_and(*lines):
    return "\n".join(["x = torch.tensor(a, requires_grad=True)", *lines, "y.backward()"])


def test_twenty_four_lines_pass_and_twenty_five_do_not():
    # With `import torch` and an empty line, four lines belong to every text here.
    assert checked(leaf_and(*["y = x * x"] * 20)).passed
    gate = checked(leaf_and(*["y = x * x"] * 21))
    (failure,) = gate.failures
    assert gate.figures["most lines"] == 25
    assert failure.count == 20
    assert failure.examples[0].detail == "25 lines"
    assert failure.examples[0].code.startswith("import torch")


def test_eighty_eight_columns_pass_and_eighty_nine_do_not():
    assert checked(leaf_and("y = x * x  # " + "." * 75)).passed
    gate = checked(leaf_and("y = x * x  # " + "." * 76))
    (failure,) = gate.failures
    assert gate.figures["widest line"] == 89
    assert failure.examples[0].detail == "line 4 has 89 columns"


def test_a_line_is_measured_with_the_numbers_that_are_drawn():
    gate = checked(leaf_and("y = x * a  # " + "." * 73), step="0.125")
    (failure,) = gate.failures
    assert 0 < failure.count < 20
    assert {len(example.code.split("\n")[3]) for example in failure.examples} <= {89, 90}


def test_what_the_language_does_not_know_is_told_with_its_place():
    assert checked(leaf_and("y = x * x")).passed
    (failure,) = checked(leaf_and("import os", "y = x * x")).failures
    assert failure.count == 20
    assert failure.examples[0].detail.startswith("line 4, column 8: the module `os` is not part")
