import uuid

import pytest
from sqlalchemy import select

from app.domain.changes import Action
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Change, Comment
from app.queries.comments import comments_to
from app.services.commenting import comment, withdraw_comment
from tests.app.class_at_work import Class, Try


@pytest.fixture
def database_url(fresh_sqlite):
    """What could race here is held on both databases by the tests of overriding."""
    return fresh_sqlite


def write(room, text="Look at the sign.", by=None, **options):
    comment(
        room.db,
        user_id=by or room.instructor,
        item_id=room.items[0],
        student_id=room.student,
        text=text,
        **options,
    )


def withdraw(room, comment_id, by=None):
    withdraw_comment(
        room.db,
        user_id=by or room.instructor,
        item_id=room.items[0],
        student_id=room.student,
        comment_id=comment_id,
    )


def comments(room):
    with room.db.reading() as session:
        return comments_to(session, room.items, room.student).get(room.items[0], ())


def trail(room):
    with room.db.reading() as session:
        return session.scalars(
            select(Change)
            .where(Change.action.in_((Action.COMMENT, Action.COMMENT_UNDONE)))
            .order_by(Change.id)
        ).all()


def test_a_comment_says_who_wrote_it_and_about_which_attempt(classroom):
    _first, second = Class(classroom).work(classroom.student, 0, Try(0), Try(0.5, 9))

    write(classroom, "  Two lines,\n\nand a gap.  \n")
    write(classroom, submission_id=second)

    one, other = comments(classroom)
    assert (one.by, one.text, one.attempt) == ("Grace", "Two lines,\n\nand a gap.", None)
    assert (other.attempt, other.submission_id) == (2, second)


def test_a_double_click_writes_one_comment_and_one_line_of_the_trail(classroom):
    form = uuid.uuid4()

    write(classroom, comment_id=form)
    write(classroom, comment_id=form)

    assert len(comments(classroom)) == 1
    (change,) = trail(classroom)
    assert (change.action, change.after) == (Action.COMMENT, {"text": "Look at the sign."})


def test_anothers_form_does_not_pass_for_ones_own(classroom):
    form = uuid.uuid4()
    write(classroom, comment_id=form)
    with classroom.db.writing() as session:
        session.scalars(select(Comment)).one().item_id = classroom.items[1]

    with pytest.raises(Conflict):
        write(classroom, comment_id=form)


def test_an_empty_or_endless_comment_is_refused(classroom):
    for text in ("", " \n ", "x" * 2001):
        with pytest.raises(InvalidInput) as refused:
            write(classroom, text)
        assert set(refused.value.fields) == {"text"}


def test_a_comment_is_about_a_submission_of_that_student_on_that_item_only(classroom):
    at_work = Class(classroom)
    (elsewhere,) = at_work.work(classroom.student, 1, Try(1))
    (anothers,) = at_work.work(at_work.join("Emmy")[0], 0, Try(1))

    for submission in (elsewhere, anothers, uuid.uuid4()):
        with pytest.raises(NotFound):
            write(classroom, submission_id=submission)


def test_a_withdrawn_comment_is_gone_from_the_pages_and_kept_in_the_trail(classroom):
    write(classroom)
    (one,) = comments(classroom)

    with pytest.raises(NotFound):
        withdraw(classroom, one.id, by=classroom.student)
    withdraw(classroom, one.id)
    withdraw(classroom, one.id)

    assert comments(classroom) == ()
    _written, undone = trail(classroom)
    assert (undone.action, undone.before) == (
        Action.COMMENT_UNDONE,
        {"text": "Look at the sign."},
    )


def test_students_write_no_comments(classroom):
    with pytest.raises(NotFound):
        write(classroom, by=classroom.student)
