"""A course's own problems come in as versions, within bounds, and only from those who may write them."""

import uuid

import pytest
from sqlalchemy import func, select

from app.domain.authoring import (
    EXAMPLE,
    MOST_CHARACTERS,
    VersionState,
    digest_of,
)
from app.domain.changes import Action
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Change, OwnProblem, ProblemVersion
from app.services import workshop
from app.services.authoring import add_problem, add_version, publish, set_archived
from app.services.courses import archive_course, create_course
from tests.app.own_problems import add_small, version_of
from tests.app.people import add_account

OUT_OF_REACH = EXAMPLE.replace("import torch", "import os")


@pytest.fixture
def database_url(fresh_sqlite):
    """What is locked and raced for is tested on both databases, in test_workshop."""
    return fresh_sqlite


@pytest.fixture
def send_in(classroom, doorbell):
    """Send a text in as a new problem, by default for the classroom's course and by its instructor."""

    def send(text=EXAMPLE, **other):
        given = {"user_id": classroom.instructor, "course_id": classroom.course, "text": text}
        return add_problem(classroom.db, doorbell, **{**given, **other})

    return send


def test_a_text_that_leaves_the_language_is_refused_with_its_place_and_cannot_be_published(
    db, classroom, doorbell, send_in
):
    stored = send_in(OUT_OF_REACH)
    workshop.work_waiting(db)
    refused = version_of(db, stored.version_id)
    assert refused.state is VersionState.REFUSED
    assert (refused.refusal["line"], refused.refusal["column"]) == (13, 8)
    with pytest.raises(Conflict, match="passed the check"):
        publish(db, doorbell, user_id=classroom.instructor, version_id=stored.version_id)


def test_the_same_click_and_the_same_text_make_nothing_twice(db, classroom, doorbell, send_in):
    made_id = uuid.uuid4()
    first = send_in(problem_id=made_id)
    assert send_in(problem_id=made_id) == first
    again = add_version(
        db,
        doorbell,
        user_id=classroom.instructor,
        problem_id=made_id,
        text=EXAMPLE.replace("\n", "\r\n"),
    )
    assert again == first
    with db.reading() as session:
        assert session.scalars(select(func.count()).select_from(ProblemVersion)).one() == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Choose a file"),
        (" \n\n", "Choose a file"),
        ("x" * (MOST_CHARACTERS + 1), "longer than"),
        ("import\x00 torch", "cannot be seen"),
        ("x = '\u202e'", "cannot be seen"),
    ],
    ids=["empty", "blank", "long", "a NUL", "a direction mark"],
)
def test_what_no_worker_should_see_is_refused_at_once(db, send_in, text, told):
    with pytest.raises(InvalidInput, match=told):
        send_in(text)
    with db.reading() as session:
        assert session.scalars(select(func.count()).select_from(OwnProblem)).one() == 0


def test_nobody_but_the_course_s_instructors_writes_its_problems(db, classroom, doorbell, send_in):
    stored = send_in()
    other = add_account(db)
    create_course(db, user_id=other, title="Another course")
    for stranger in (classroom.student, other):
        with pytest.raises(NotFound):
            send_in(user_id=stranger)
        with pytest.raises(NotFound):
            add_version(
                db, doorbell, user_id=stranger, problem_id=stored.problem_id, text=EXAMPLE + "#\n"
            )
        with pytest.raises(NotFound):
            publish(db, doorbell, user_id=stranger, version_id=stored.version_id)
        with pytest.raises(NotFound):
            set_archived(db, user_id=stranger, problem_id=stored.problem_id, is_archived=True)
    elsewhere = create_course(db, user_id=classroom.instructor, title="Elsewhere")
    with pytest.raises(Conflict):
        send_in(problem_id=stored.problem_id, course_id=elsewhere)


def test_an_archived_course_takes_no_problem(db, classroom, doorbell, send_in):
    stored = send_in()
    archive_course(db, user_id=classroom.instructor, course_id=classroom.course)
    with pytest.raises(CourseClosed):
        send_in(EXAMPLE + "#\n")
    with pytest.raises(CourseClosed):
        publish(db, doorbell, user_id=classroom.instructor, version_id=stored.version_id)


def test_a_course_and_a_problem_have_a_bound(db, classroom, doorbell, send_in):
    stored = send_in()
    with db.writing() as session:
        session.add_all(
            OwnProblem(course_id=classroom.course, slug=f"another-{number}")
            for number in range(199)
        )
        session.add_all(
            ProblemVersion(
                problem_id=stored.problem_id,
                number=number,
                digest=digest_of(str(number)),
                text="",
                state=VersionState.REFUSED,
            )
            for number in range(2, 101)
        )
    with pytest.raises(Conflict, match="at most 200 problems"):
        send_in(EXAMPLE + "#\n")
    with pytest.raises(Conflict, match="100 versions"):
        add_version(
            db,
            doorbell,
            user_id=classroom.instructor,
            problem_id=stored.problem_id,
            text=EXAMPLE + "#\n",
        )


def test_archived_and_offered_again(db, classroom):
    stored = add_small(classroom)
    for is_archived in (True, True, False):
        set_archived(
            db,
            user_id=classroom.instructor,
            problem_id=stored.problem_id,
            is_archived=is_archived,
        )
        with db.reading() as session:
            problem = session.get_one(OwnProblem, stored.problem_id)
        assert (problem.archived_at is not None) is is_archived


def test_what_is_published_and_archived_stands_in_the_trail(db, classroom):
    stored = add_small(classroom)
    for _twice in range(2):
        set_archived(
            db, user_id=classroom.instructor, problem_id=stored.problem_id, is_archived=True
        )
    with db.reading() as session:
        changes = session.scalars(select(Change).order_by(Change.created_at)).all()
    told = [(one.action, one.about, one.after) for one in changes if "problem" in one.action]
    assert told == [
        (Action.PROBLEM_OUT, "A small one", {"version": 1}),
        (Action.PROBLEM_ARCHIVED, "A small one", {"archived": True}),
    ]
