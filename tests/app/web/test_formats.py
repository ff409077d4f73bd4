import pytest

from app.web.formats import number, percent, plain, read_as, shade
from app.web.highlighting import highlighted


@pytest.mark.parametrize(
    ("value", "shown"), [(4.0, "4"), (2.5, "2.5"), (4 / 3, "1.33"), (0.0, "0"), (10.0, "10")]
)
def test_points_have_no_needless_digits(value, shown):
    assert number(value) == shown


def test_tolerances_have_no_exponent():
    assert (plain(1e-6), plain(0.1)) == ("0.000001", "0.1")


def test_shares_fall_on_five_steps():
    assert [shade(share) for share in (0, 0.2, 0.25, 0.5, 0.99, 1)] == [0, 0, 1, 2, 3, 4]


def test_shares_are_written_in_percent():
    assert percent(2 / 3) == "67 %"
    assert [percent(share, 1) for share in (1 / 3, 0.5, 1)] == ["33.3 %", "50 %", "100 %"]


def test_a_stored_answer_that_reads_no_more_is_shown_as_typed():
    assert read_as("[1, 2") == "[1, 2"


def test_code_is_escaped_and_one_span_a_line():
    shown = highlighted('x = "<b>"\n\ny = """a\nb"""\n')

    assert "<b>" not in shown
    assert shown.count('<span class="line">') == 4
    for line in shown.split("\n"):
        assert line.count("<span") == line.count("</span>")
