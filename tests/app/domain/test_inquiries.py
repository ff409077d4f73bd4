"""Where a thread stands after each step, and what a message may hold."""

import pytest

from app.domain.inquiries import (
    MOST_CHARACTERS,
    InquiryState,
    InquiryStep,
    changes,
    clean_message,
    state_after,
)
from app.errors import InvalidInput

OPEN, ANSWERED, CLOSED = InquiryState.OPEN, InquiryState.ANSWERED, InquiryState.CLOSED


@pytest.mark.parametrize(
    ("step", "by_teacher", "state"),
    [
        (InquiryStep.SAID, False, OPEN),
        (InquiryStep.SAID, True, ANSWERED),
        (InquiryStep.CLOSED, False, CLOSED),
        (InquiryStep.CLOSED, True, CLOSED),
        (InquiryStep.REOPENED, False, OPEN),
        (InquiryStep.REOPENED, True, OPEN),
    ],
)
def test_a_thread_stands_where_its_last_step_has_put_it(step, by_teacher, state):
    assert state_after(step, by_teacher=by_teacher) is state


@pytest.mark.parametrize("state", list(InquiryState))
def test_what_is_closed_is_not_closed_again_and_what_is_open_not_opened(state):
    is_closed = state is CLOSED

    assert changes(state, InquiryStep.CLOSED) is not is_closed
    assert changes(state, InquiryStep.REOPENED) is is_closed
    assert changes(state, InquiryStep.SAID)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Why?  \r\n\r\nIt is 2 x.\r", "Why?  \n\nIt is 2 x."),
        ("x\x00 = \x1b[1m1", "x = [1m1"),
        # Text that would be read backwards, or stands there and is not seen.
        ("a\u202eb\u200bc", "abc"),
        ("为什么不是零 é\t∇", "为什么不是零 é\t∇"),
        ("y" * MOST_CHARACTERS, "y" * MOST_CHARACTERS),
    ],
)
def test_a_message_is_kept_as_it_was_meant(typed, kept):
    assert clean_message(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t ", "\x00\u200b", "y" * (MOST_CHARACTERS + 1)])
def test_nothing_and_too_much_are_refused_at_their_field(typed):
    with pytest.raises(InvalidInput) as refused:
        clean_message(typed)

    assert set(refused.value.fields) == {"text"}
