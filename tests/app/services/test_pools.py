"""A course's own problem is dealt from its pool: distinct texts first, and no page runs what it says."""

import threading
import uuid

import pytest
from sqlalchemy import delete, select

from app.domain.problems import UnknownProblem
from app.domain.roles import Role
from app.errors import InvalidInput
from app.models import Enrollment, PoolVariant, Result, User, Variant
from app.services.authoring import set_archived
from app.services.dealing import deal_item
from app.services.grading import mark_waiting
from tests.app.own_problems import SMALL_POOL, add_small, assign, slug_of


def enroll(room, count):
    """Make students without passwords."""
    students = [User(id=uuid.uuid4(), display_name=f"Student {n}") for n in range(count)]
    with room.db.writing() as session:
        session.add_all(students)
        session.flush()
        session.add_all(
            Enrollment(course_id=room.course, user_id=student.id, role=Role.STUDENT)
            for student in students
        )
    return [student.id for student in students]


def texts_of(db, item):
    with db.reading() as session:
        return list(session.scalars(select(Variant.code).where(Variant.item_id == item)))


@pytest.fixture
def own_item(classroom):
    """The slug of a published problem of few texts, and an item of it."""
    slug = slug_of(classroom.db, add_small(classroom))
    return slug, assign(classroom, slug)


def test_classmates_who_start_at_once_get_texts_of_their_own_until_there_are_no_more(
    db, classroom, own_item
):
    _slug, item = own_item
    students = enroll(classroom, SMALL_POOL + 4)

    def start(some):
        for student in some:
            deal_item(db, user_id=student, item_id=item)

    halves = [threading.Thread(target=start, args=(students[half::2],)) for half in range(2)]
    for one in halves:
        one.start()
    for one in halves:
        one.join()
    texts = texts_of(db, item)
    assert len(texts) == SMALL_POOL + 4
    assert len(set(texts)) == SMALL_POOL
    assert max(texts.count(text) for text in texts) == 2


def test_what_is_dealt_is_whole_and_is_marked_and_diagnosed_by_what_its_problem_lists(
    db, classroom, own_item
):
    slug, item = own_item
    variant = deal_item(db, user_id=classroom.student, item_id=item)
    # A pool that is gone takes nothing from who was dealt from it.
    with db.writing() as session:
        session.execute(delete(PoolVariant))
        dealt = session.get_one(Variant, variant)
    assert dealt.problem == slug
    assert dealt.truth is not None
    wrong = classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    right = classroom.submit(variant)
    assert mark_waiting(db) == 2
    with db.reading() as session:
        assert session.get_one(Result, right.submission_id).score == 1.0
        diagnosis = session.get_one(Result, wrong.submission_id).diagnosis
        assert session.get_one(Variant, variant).predictions["listed"] == ["overwrites"]
    assert diagnosis["findings"][0]["codes"] == ["overwrites"]


def test_an_archived_problem_is_offered_no_more_and_dealt_all_the_same(db, classroom):
    stored = add_small(classroom)
    slug = slug_of(db, stored)
    item = assign(classroom, slug)
    set_archived(db, user_id=classroom.instructor, problem_id=stored.problem_id, is_archived=True)
    deal_item(db, user_id=classroom.student, item_id=item)
    assert len(texts_of(db, item)) == 1
    with pytest.raises(InvalidInput) as refused:
        assign(classroom, slug)
    assert slug in refused.value.fields["items"]


def test_a_problem_without_a_published_version_is_not_dealt(db, classroom, own_item):
    _slug, item = own_item
    with db.writing() as session:
        session.execute(delete(PoolVariant))
    with pytest.raises(UnknownProblem):
        deal_item(db, user_id=classroom.student, item_id=item)
