"""`gradmark courses`, as an administrator types it."""

import uuid

import pytest
from sqlalchemy import select

from app.domain.changes import Action
from app.models import Change, Course, Enrollment
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.items import NewItem
from tests.app.people import add_account


@pytest.fixture
def teacher(desk):
    return add_account(desk.db, "grace@example.org", "Grace")


@pytest.fixture
def course(desk, teacher):
    return create_course(desk.db, user_id=teacher, title="Gradients")


def stored(desk, course_id):
    with desk.db.reading() as session:
        return session.get_one(Course, course_id)


def test_all_courses_are_listed_and_a_search_narrows_them(desk, teacher, course):
    for number in range(55):
        create_course(desk.db, user_id=teacher, title=f"Course {number}")

    listed = desk.read("courses", "list")
    assert len({one["id"] for one in listed}) == 56
    (found,) = desk.read("courses", "list", "--search", "gradi")
    assert (found["id"], found["instructors"], found["students"]) == (str(course), ["Grace"], 0)
    assert desk.run("courses", "list", "--search", "gradi").stdout == f"{course}  Gradients\n"


def test_a_course_is_shown_by_its_id_or_its_join_code_with_its_assignments(desk, teacher, course):
    items = [NewItem("one-weight-per-component", points=1, max_attempts=1)]
    create_assignment(desk.db, user_id=teacher, course_id=course, title="First week", items=items)
    code = stored(desk, course).join_code

    (shown,) = desk.read("courses", "show", str(course))
    (same,) = desk.read("courses", "show", f"{code[:4]}-{code[4:]}".lower())
    written = desk.run("courses", "show", code).stdout

    assert shown == same
    assert (shown["join_code"], shown["time_zone"]) == (code, "UTC")
    (assignment,) = shown["assignments"]
    assert (assignment["title"], assignment["items"], assignment["phase"]) == (
        "First week",
        1,
        "open",
    )
    for words in ("Gradients", "Grace", code, "First week"):
        assert words in written


def test_archiving_and_restoring_are_done_once_and_stand_in_the_courses_trail(desk, course):
    for _ in range(2):
        assert desk.read("courses", "archive", str(course)) == [
            {"id": str(course), "archived": True}
        ]
    assert stored(desk, course).archived_at is not None
    assert desk.run("courses", "list").stdout == f"{course}  Gradients  (archived)\n"

    assert desk.run("courses", "restore", str(course)).stdout == "“Gradients” is open.\n"

    assert stored(desk, course).archived_at is None
    with desk.db.reading() as session:
        changes = session.execute(select(Change.action, Change.by_id)).all()
    assert [tuple(one) for one in changes] == [(Action.COURSE, desk.root)] * 2


def test_a_copy_is_another_course_with_the_administrator_as_its_instructor(desk, course):
    (copy,) = desk.read("courses", "copy", str(course), "--title", "Next year", "--days", "364")

    assert copy["id"] != str(course)
    assert (copy["title"], copy["instructors"]) == ("Next year", ["Root"])
    with desk.db.reading() as session:
        members = session.scalars(
            select(Enrollment.user_id).where(Enrollment.course_id == uuid.UUID(copy["id"]))
        ).all()
    assert members == [desk.root]


@pytest.mark.parametrize(
    "arguments",
    [("show",), ("archive",), ("restore",), ("copy", "--title", "Again")],
    ids=lambda arguments: arguments[0],
)
def test_a_course_that_is_not_there_is_refused_and_none_named_is_wrong(desk, arguments):
    command, *options = arguments
    for named in (str(uuid.uuid4()), "NOTACODE"):
        assert named in desk.refusal("courses", command, named, *options)
    assert "COURSE" in desk.wrong("courses", command, *options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--title"),
        (("--title", " "), "1 to 120 characters"),
        (("--title", "Again", "--days", "soon"), "--days"),
        (("--title", "Again", "--days", "9999"), "ten years"),
    ],
    ids=["no title", "an empty title", "days in words", "too many days"],
)
def test_what_a_copy_cannot_be_is_said(desk, course, options, words):
    assert words in desk.wrong("courses", "copy", str(course), *options)
    assert len(desk.read("courses", "list")) == 1


def test_a_list_has_no_other_arguments(desk):
    assert "Gradients" in desk.wrong("courses", "list", "Gradients")
