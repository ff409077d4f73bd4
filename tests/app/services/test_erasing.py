"""Deleting an account, with work, places and courses, on both databases."""

import threading
import uuid

import pytest
from sqlalchemy import select

from app.db import Base
from app.domain.administration import AdminStep
from app.domain.roles import Role
from app.errors import Conflict, InvalidInput, NotFound
from app.models import (
    AdminEvent,
    Assignment,
    Comment,
    Course,
    Enrollment,
    FormerMember,
    ItemOverride,
    PendingEnrollment,
    Result,
    Submission,
    User,
    Variant,
)
from app.queries.erasure import erasure
from app.services.administrators import grant_administrator
from app.services.courses import create_course
from app.services.erasing import erase_account, erase_person
from app.services.grading import mark_waiting
from app.services.members import join_course, leave_course
from app.services.passwords import hash_password
from tests.app.people import add_account

PASSWORD = "correct horse"
_HASH = hash_password(PASSWORD)
CANARY = "canary@example.org"


@pytest.fixture
def add_person(db):
    """Make an account that can be deleted; its password is hashed once for all of them."""

    def add(email="", name="Ada"):
        user_id = add_account(db, email, name)
        with db.writing() as session:
            session.get_one(User, user_id).password_hash = _HASH
        return user_id

    return add


def erase(db, user_id, password=PASSWORD):
    erase_account(db, user_id=user_id, password=password)


def everything(db) -> str:
    """Write out all that the store holds."""
    with db.reading() as session:
        return "\n".join(
            str([value.hex if isinstance(value, uuid.UUID) else value for value in row])
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        )


def test_nothing_of_a_student_is_left_and_the_class_keeps_its_own(classroom, db, add_person):
    student, teacher = add_person(CANARY, "Canary"), classroom.instructor
    join_course(db, user_id=student, join_code=classroom.join_code)
    variant = classroom.deal(0, student)
    sent = classroom.submit(variant, student=student).submission_id
    kept = classroom.submit(classroom.deal(0)).submission_id
    mark_waiting(db)
    with db.writing() as session:
        item = classroom.items[0]
        session.add(Comment(item_id=item, user_id=student, by_id=teacher, text="Canary, well done"))
        session.add(ItemOverride(item_id=item, user_id=student, by_id=teacher, points=1, reason=""))
        session.add(PendingEnrollment(course_id=classroom.course, email=CANARY))
    assert CANARY in everything(db)

    erase(db, student)

    left = everything(db)
    for trace in (CANARY, "Canary", student.hex, variant.hex, sent.hex):
        assert trace not in left
    with db.reading() as session:
        assert session.get(Result, kept).score == 1
        assert session.get(Assignment, classroom.assignment) is not None


def test_only_the_password_deletes_and_a_second_click_finds_nobody(db, add_person):
    user_id = add_person()

    with pytest.raises(InvalidInput) as refusal:
        erase(db, user_id, "guess work")
    assert set(refusal.value.fields) == {"password"}
    erase(db, user_id)

    with pytest.raises(InvalidInput):
        erase(db, user_id)


def test_an_administrator_deletes_for_others_and_the_trail_does_not_tell_whom(db):
    root, person = add_account(db, "root@example.org"), add_account(db, CANARY, "Canary")
    with pytest.raises(NotFound):
        erase_person(db, user_id=root, person_id=person)
    grant_administrator(db, "root@example.org")

    erase_person(db, user_id=root, person_id=person)

    left = everything(db)
    for trace in (CANARY, "Canary", person.hex):
        assert trace not in left
    with db.reading() as session:
        erased = session.query(AdminEvent).filter_by(step=AdminStep.ERASED).one()
        assert (erased.actor_id, erased.about_id) == (root, None)
    with pytest.raises(NotFound):
        erase_person(db, user_id=root, person_id=person)
    with pytest.raises(Conflict, match="administrator"):
        erase_person(db, user_id=root, person_id=root)


def test_who_teaches_others_alone_must_hand_over_first(db, add_person):
    teacher, student = add_person(name="Grace"), add_person()
    course = create_course(db, user_id=teacher, title="Gradients")
    add_member(db, course, student, Role.STUDENT)
    with db.reading() as session:
        assert [one.title for one in erasure(session, teacher).in_the_way] == ["Gradients"]

    with pytest.raises(Conflict, match="Gradients"):
        erase(db, teacher)
    with db.writing() as session:
        session.get_one(Enrollment, (course, student)).role = Role.INSTRUCTOR
    erase(db, teacher)

    with db.reading() as session:
        assert session.get(User, teacher) is None
        assert session.get_one(Course, course).archived_at is None
        # Who is one instructor of two leaves a course in good hands.
        assert [one.user_id for one in session.query(Enrollment)] == [student]


def test_a_course_of_nobody_else_goes_and_one_with_others_work_stays_archived(
    classroom, db, add_person
):
    teacher = add_person(name="Grace")
    alone = create_course(db, user_id=teacher, title="Alone")
    left = create_course(db, user_id=teacher, title="Left")
    add_member(db, left, classroom.student, Role.STUDENT)
    leave_course(db, user_id=classroom.student, course_id=left)
    with db.reading() as session:
        found = erasure(session, teacher)
    assert ([one.title for one in found.goes], [one.title for one in found.stays]) == (
        ["Alone"],
        ["Left"],
    )

    erase(db, teacher)

    with db.reading() as session:
        assert session.get(Course, alone) is None
        kept = session.get_one(Course, left)
        assert (kept.archived_at is not None, kept.joining_open) == (True, False)
        assert session.get(FormerMember, (left, classroom.student)) is not None


def test_what_goes_is_counted(classroom, db):
    classroom.submit(classroom.deal(0))
    classroom.deal(1)

    with db.reading() as session:
        found = erasure(session, classroom.student)

    assert (found.exercises, found.submissions, found.courses, found.taught_alone) == (2, 1, 1, ())


def test_a_submission_whose_student_is_gone_stops_no_worker(classroom, db, add_person):
    student = add_person()
    join_course(db, user_id=student, join_code=classroom.join_code)
    classroom.submit(classroom.deal(0, student), student=student)
    kept = classroom.submit(classroom.deal(0)).submission_id

    erase(db, student)
    mark_waiting(db)

    with db.reading() as session:
        assert [one.id for one in session.query(Submission)] == [kept]
        assert session.get(Result, kept) is not None
        assert session.query(Variant).count() == 1


def test_who_joins_while_the_teacher_goes_is_never_left_in_a_course_without_one(db, add_person):
    teacher, student = add_person(name="Grace"), add_person()
    course = create_course(db, user_id=teacher, title="Gradients")
    refusals = []

    def go():
        try:
            erase(db, teacher)
        except Conflict as refusal:
            refusals.append(refusal)

    going = threading.Thread(target=go)
    with db.writing() as session:
        # The student is on the way in, as joining does it.
        session.execute(select(Course.id).where(Course.id == course).with_for_update())
        session.add(Enrollment(course_id=course, user_id=student, role=Role.STUDENT))
        session.flush()
        going.start()
        # Time enough to look at the course, for who does not wait until it is free.
        going.join(1.5)
    going.join()

    assert len(refusals) == 1
    with db.reading() as session:
        roles = {one.role for one in session.query(Enrollment)}
    assert roles == {Role.INSTRUCTOR, Role.STUDENT}


def add_member(db, course, user, role):
    with db.writing() as session:
        session.add(Enrollment(course_id=course, user_id=user, role=role))
