"""Malformed answers: each has its own message, a hint, and the place in the text."""

import time

import pytest

from app.domain.marking import AnswerFormatError, parse_answer

# text; a part of the message; a part of the hint; the characters it points at.
MALFORMED = [
    ("", "no answer", "None if there is no gradient", ""),
    (" \n", "no answer", "Write numbers", " \n"),
    ("0.3 3 0.0003", "no comma", "with commas", "3"),
    ("[[1, 2] [3, 4]]", "no comma", "with commas", "["),
    ("1 e10", "space inside a number", "1e10", "1 e10"),
    ("[2, 0.5 E-3]", "space inside a number", "0.5E-3", "0.5 E-3"),
    ("16,000", "one number or as several", "16000", "16,000"),
    ("-16,000", "one number or as several", "16000", "16,000"),
    ("1,5", "one number or as two", "1.5 for one number, [1, 5] for two", "1,5"),
    ("-0,25", "one number or as two", "-0.25 for one", "-0,25"),
    ("[1,200]", "one number or as several", "1, 200 for several", "1,200"),
    ("1,200.5", "one number or as several", "1200", "1,200"),
    ("[1,200,300]", "one number or as several", "1, 200, 300", "1,200,300"),
    ("[0,005]", "a zero too many", "0.005", "005"),
    ("007", "a zero too many", "Write 5 for 005", "007"),
    ("\u0663", "not an ASCII digit", "0 to 9", "\u0663"),
    ("\uff11", "not an ASCII digit", "0 to 9", "\uff11"),
    ("\u00b2", "not an ASCII digit", "0 to 9", "\u00b2"),
    ("[1, \u22122]", "not the keyboard's minus", "Write -", "\u2212"),
    ("\u20133", "not the keyboard's minus", "Write -", "\u2013"),
    ("1\uff0c2", "not the comma", "Write ,", "\uff0c"),
    ("1,\u00a02", "not an ordinary space", "anew", "\u00a0"),
    ("\u221e", "infinity sign", "inf or -inf", "\u221e"),
    ("1\0", "NUL", "Delete", "\0"),
    ("[1\u202e, 2]", "writing direction", "Delete", "\u202e"),
    ("1\u200b", "invisible", "Delete", "\u200b"),
    ("\ud800", "invisible", "Delete", "\ud800"),
    ("x\u0301", "no meaning", "numbers", "\u0301"),
    ("9**9", "Nothing is calculated", "fraction", "**"),
    ("9**9**9**9", "Nothing is calculated", "fraction", "**"),
    ("2*3", "Nothing is calculated", "value", "*"),
    ("[1+1, 2]", "no comma", "commas", "+"),
    ("1/2/3", "Nothing is calculated", "fraction", "/"),
    ("2^3", "Nothing is calculated", "value", "^"),
    ("5%", "Nothing is calculated", "value", "%"),
    ("1/", "below the fraction bar", "1/60", "1/"),
    ("1/x", "below the fraction bar", "1/60", "1/"),
    ("1/0", "divides by zero", "inf", "1/0"),
    ("inf/2", "made of two numbers", "by itself", "inf/2"),
    ("1e300/1e-300", "too large or too small", "value", "1e300/1e-300"),
    ("1e999", "too large or too small", "inf or -inf", "1e999"),
    ("1e-999", "too large or too small", "0 if you mean zero", "1e-999"),
    ("1e309", "too large or too small", "inf", "1e309"),
    ("9e308", "too large or too small", "inf", "9e308"),
    ("0.1e-308e", "not a number", "3e-4", "0.1e-308e"),
    ("1" * 41, "longer than 40", "significant", "1" * 41),
    ("1_000", "not a number", "1000", "1_000"),
    ("0x1F", "not a number", "decimal", "0x1F"),
    ("1.2.3", "not a number", "one decimal point", "1.2.3"),
    ("3x", "not a number", "Write 12", "3x"),
    ("1j", "not a number", "Write 12", "1j"),
    ("[1, 2", "never closed", "Write ]", "["),
    ("[[1, 2], [3, 4]", "never closed", "Write ]", "["),
    ("1, 2]", "closes none", "Delete", "]"),
    ("]", "closes none", "Delete", "]"),
    ("[]", "no numbers between", "None", "]"),
    ("[1,, 2]", "no number before this comma", "one comma", ","),
    (", 1", "no number before this comma", "one comma", ","),
    ("(1, 2)", "round bracket", "square", "("),
    ("[1, 2)", "round bracket", "square", ")"),
    ("[1; 2]", "commas", "[[1, 2], [3, 4]]", ";"),
    ("[1, ..., 3]", "Dots", "every number", "..."),
    ("[[1, 2], [3]]", "row 2 has 1, row 1 has 2", "same number", "[3]"),
    ("[[1, 2], [3, 4], [5]]", "row 3 has 1", "same number", "[5]"),
    ("[[1, 2], 3]", "mixed: entry 2", "same number", "3"),
    ("[[[1], [2]], [[3]]]", "block 2 is [1, 1], block 1 [2, 1]", "same number", "[[3]]"),
    ("[[[[[1]]]]]", "more than 4 deep", "matrix", "["),
    ("[[[[1]]]], [[[[2]]]]", "more than 4 deep", "matrix", "["),
    ("[" * 60_000, "more than 4 deep", "matrix", "["),
    ("[1, None]", "None stands among numbers", "None by itself", "None"),
    ("[[1, 2], [3, nope]]", "row 2, column 2: nope", "numbers", "nope"),
    ("[1, 2, x]", "entry 3: x", "numbers", "x"),
    ("[[[1], [x]]]", "index [0, 1, 0]: x", "numbers", "x"),
    ("nul", "nul is not a value", "numbers", "nul"),
    ("Nonee", "Nonee is not a value", "Did you mean None?", "Nonee"),
    ("ValueEror", "is not a value", "Did you mean ValueError?", "ValueEror"),
    ("RuntimError", "not a known error", "Did you mean RuntimeError?", "RuntimError"),
    ("raises QuuxException", "not a known error", "Known: RuntimeError", "QuuxException"),
    ("True", "True is not a number", "numbers", "True"),
    ("a.grad = 3", "a.grad is not a value", "numbers", "a.grad"),
    ("= 3", "equals sign", "only the value", "="),
    ("tensor(1, 2)", "closing bracket of tensor(", "one list", "tensor(1, "),
    ("tensor([1, 2]", "closing bracket of tensor(", "one list", "tensor([1, 2]"),
    ("tensor([1, 2]), 3", "follows the tensor", "one tensor for each", ","),
    ("[tensor(1.)]", "around a whole answer", "tensor([1, 2, 3])", "tensor"),
    ("tensor()", "round bracket", "square", ")"),
    ("().__class__", "round bracket", "square", "("),
    ("__import__('os')", "not a value", "numbers", "__import__"),
    ("{}", "no meaning", "numbers", "{"),
    ("1 if 1 else 2", "if is not a value", "", "if"),
]


@pytest.mark.parametrize(("text", "message", "hint", "place"), MALFORMED)
def test_a_malformed_answer_is_explained(text, message, hint, place):
    with pytest.raises(AnswerFormatError) as caught:
        parse_answer(text)
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert text[error.start : error.end] == place
    assert str(error) == f"{error.message} {error.hint}"
    assert len(error.message) < 200


def test_an_answer_of_more_than_64_kib_is_refused():
    with pytest.raises(AnswerFormatError, match="longer than 65536"):
        parse_answer("1" * 65_537)


def test_an_answer_of_more_than_ten_thousand_elements_is_refused():
    with pytest.raises(AnswerFormatError, match="more than 10000 elements"):
        parse_answer("1, " * 10_001)


@pytest.mark.parametrize(
    "text",
    ["9" * 65_536, "[" * 65_536, "1 " * 32_768, "-" * 65_536, "e" * 65_536, "1/" * 32_768, "[1" * 20_000,
     "raises " * 9_000, " " * 65_535 + "x", "1e" + "9" * 65_000, "tensor(" * 9_000, "RuntimeError:" * 5_000 + "\0"],
)  # fmt: skip
def test_hostile_text_is_refused_at_once(text):
    start = time.process_time()
    with pytest.raises(AnswerFormatError):
        parse_answer(text)
    assert time.process_time() - start < 0.2
