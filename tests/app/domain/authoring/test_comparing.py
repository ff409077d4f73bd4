"""Two texts are compared line by line, with what changed within a line, and no line is lost or made up."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.authoring import EXAMPLE, Change, compare


def test_equal_texts_have_nothing_to_compare():
    assert compare(EXAMPLE, EXAMPLE) == ()


def test_a_changed_line_shows_what_of_it_changed_between_its_neighbours():
    lines = compare(EXAMPLE, EXAMPLE.replace("k * x * x", "k * x * x * x"))
    told = [(line.change.value, line.before, line.after) for line in lines]
    assert told == [
        ("left-out", None, None),
        ("same", 13, 13),
        ("same", 14, 14),
        ("same", 15, 15),
        ("gone", 16, None),
        ("new", None, 16),
        ("same", 17, 17),
        ("same", 18, 18),
    ]
    assert [text for text, is_changed in lines[5].parts if is_changed] == [" * x"]


def test_lines_without_much_in_common_are_not_picked_to_pieces():
    gone, new = compare("y.backward()\n", "for turn in range(3):\n")
    assert [gone.parts, new.parts] == [
        (("y.backward()", False),),
        (("for turn in range(3):", False),),
    ]


lines = st.lists(st.sampled_from(("import torch", "", "x", "x + 1", "y.backward()")), max_size=12)


@given(lines, lines)
def test_each_text_can_be_read_off_a_comparison_around_its_changes(before, after):
    compared = compare("\n".join(before), "\n".join(after))
    for numbered, text, other in (
        ("before", before, Change.NEW),
        ("after", after, Change.GONE),
    ):
        for line in compared:
            if line.change not in (other, Change.LEFT_OUT):
                number = getattr(line, numbered)
                assert "".join(part for part, _changed in line.parts) == text[number - 1]
