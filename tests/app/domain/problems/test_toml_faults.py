"""A block that is not TOML is told what to do, at the place where reading stopped."""

import pytest

from app.domain.problems.block import split_file
from app.domain.problems.errors import ProblemError
from app.domain.texts import Message


@pytest.mark.parametrize(
    ("line", "column", "told"),
    [
        ('title "A"', 9, "a name needs `=` and a value behind it"),
        ("[params", 10, "write `[params]` or `[[ask]]`"),
        ("[[ask]", 8, "write `[params]` or `[[ask]]`"),
        ('title = "A" topic = "x"', 15, "more on this line than one value"),
        ('title = "A', 13, "a text is not closed"),
        ("title = 'A", 13, "a text is not closed"),
        ("a = [1 2]", 10, "a list is not closed with `]`"),
        ('k = { kind = "number" from = [1] }', 25, "a table is not closed with `}`"),
        ("k = { from = [1], }", 21, "a name is expected here"),
        ("= 3", 3, "a line is `name = value`"),
        ("kink = True", 10, "`true` or `false`"),
        ("k = { a = 1, a = 2 }", 21, "has a value already"),
        ('title = "\\d"', 14, "a backslash in a text is written twice"),
        ("a = 1979-02-30", 7, "Invalid date or datetime"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_in_words_of_ours(line, column, told):
    with pytest.raises(ProblemError) as caught:
        split_file(f"# /// gradmark\n# {line}\n# ///\n", "x.py")
    error = caught.value
    assert (error.line, error.column) == (2, column)
    assert told in error.reason
    assert isinstance(error.reason, Message)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("# a = 1\n# a = 2\n# b = 3\n", "has a value already"),
        ("# [params]\n# [params]\n", "stands above already"),
        ("# a = [\n# 1\n", "a list is not closed with `]`"),
    ],
)
def test_what_is_wrong_with_several_lines_is_told_too(lines, told):
    with pytest.raises(ProblemError, match="the metadata is not valid TOML") as caught:
        split_file(f"# /// gradmark\n{lines}# ///\n", "x.py")
    assert told in caught.value.reason
    assert caught.value.line == 3
