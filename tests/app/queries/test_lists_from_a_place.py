"""Lists that are read on from a place: nothing twice, nothing left out, though several stand at one moment."""

import uuid

from sqlalchemy import update

from app.domain.changes import Action
from app.models import Inquiry, User
from app.queries.administration import people_before
from app.queries.changes import WantedChanges, changes_before
from app.queries.inquiries import asked_in, inquiries_before
from app.services.changes import record_change
from app.services.inquiries import ask


def read_on(read, place):
    """Read two at a time until nothing comes."""
    found, before = [], None
    while rows := read(before):
        found += rows
        before = place(rows[-1])
    return found


def test_people_of_one_moment_come_once(classroom):
    for name in ("Emmy", "Sofia", "Mary"):
        classroom.add_student(name)
    with classroom.db.writing() as session:
        session.execute(update(User).values(created_at=classroom.db.now(session)))
        session.get_one(User, classroom.instructor).is_administrator = True
    with classroom.db.reading() as session:
        found = read_on(
            lambda before: people_before(
                session, user_id=classroom.instructor, search="", before=before, limit=2
            ),
            lambda row: (row.created_at, row.id),
        )

    assert sorted(row.name for row in found) == ["Ada", "Emmy", "Grace", "Mary", "Sofia"]


def test_questions_of_one_moment_come_once(classroom):
    variant = classroom.deal()
    for number in range(5):
        ask(
            classroom.db,
            user_id=classroom.student,
            variant_id=variant,
            inquiry_id=uuid.uuid4(),
            kind="question",
            text=f"Number {number}",
            typed={},
        )
    with classroom.db.writing() as session:
        session.execute(update(Inquiry).values(moved_at=classroom.db.now(session)))
    with classroom.db.reading() as session:
        asked = asked_in(session, user_id=classroom.instructor, course_id=classroom.course)
        found = read_on(
            lambda before: inquiries_before(session, asked, None, before=before, limit=2),
            lambda row: (row.moved_at, row.id),
        )

    assert sorted(row.first_words for row in found) == [f"Number {one}" for one in range(5)]


def test_changes_come_once_in_as_many_statements_however_many_they_are(classroom, statements_of):
    with classroom.db.writing() as session:
        for number in range(5):
            record_change(
                session,
                Action.COMMENT,
                course_id=classroom.course,
                by_id=classroom.instructor,
                after={"text": str(number)},
            )

    def read(before, limit=2):
        with classroom.db.reading() as session:
            return changes_before(
                session,
                classroom.instructor,
                classroom.course,
                WantedChanges(),
                before=before,
                limit=limit,
            )

    found = read_on(read, lambda row: row.number)
    texts = [row.after["text"] for row in found if row.action is Action.COMMENT]

    assert texts == ["4", "3", "2", "1", "0"]
    assert statements_of(lambda: read(None, 1)) == statements_of(lambda: read(None, 200))
