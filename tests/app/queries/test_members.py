"""The list of a course's people: searched, sorted, counted, and in pages."""

import uuid

import pytest

from app.domain.roles import Role
from app.models import Enrollment, PendingEnrollment, User
from app.queries.members import Show, Sort, Wanted, members_page, roster_of
from app.services.courses import create_course
from app.services.members import remove_member
from tests.app.people import add_account


@pytest.fixture
def teacher(db):
    return add_account(db, "grace@example.org", "Grace")


@pytest.fixture
def course(db, teacher):
    return create_course(db, user_id=teacher, title="Gradients")


def enroll(db, course, *names, role=Role.STUDENT):
    """Put people with these names into a course."""
    ids = [uuid.uuid4() for _ in names]
    with db.writing() as session:
        session.add_all(
            User(id=one, display_name=name, email=f"{one.hex[:12]}@example.org", password_hash="-")
            for one, name in zip(ids, names, strict=True)
        )
        session.flush()
        session.add_all(Enrollment(course_id=course, user_id=one, role=role) for one in ids)
    return ids


@pytest.fixture
def listed(db, teacher, course):
    def read(**wanted):
        with db.reading() as session:
            return members_page(session, user_id=teacher, course_id=course, wanted=Wanted(**wanted))

    return read


def names(page):
    return [one.name for one in page.people]


def test_a_search_finds_every_word_whatever_its_case_and_accents(db, course, listed):
    enroll(db, course, "Émilie du Châtelet", "Emil Artin", "Nœther", "王芳", "Straße")

    assert names(listed(search="EMIL")) == ["Emil Artin", "Émilie du Châtelet"]
    assert names(listed(search="chatelet emilie")) == ["Émilie du Châtelet"]
    assert names(listed(search="王")) == ["王芳"]
    assert names(listed(search="strasse")) == ["Straße"]
    assert names(listed(search="grace@example")) == ["Grace"]
    assert names(listed(search="100%_")) == []


def test_the_list_is_in_order_of_names_as_people_write_them(db, course, listed):
    enroll(db, course, "Örsted", "Zeno", "ada", "Blaise", "Émilie")

    assert names(listed()) == ["ada", "Blaise", "Émilie", "Grace", "Örsted", "Zeno"]
    assert names(listed(descending=True))[0] == "Zeno"


def test_every_column_sorts_both_ways(db, course, listed):
    enroll(db, course, "Ida")
    enroll(db, course, "Zeno", role=Role.GRADER)

    assert names(listed(sort=Sort.ROLE)) == ["Ida", "Zeno", "Grace"]
    assert names(listed(sort=Sort.ROLE, descending=True)) == ["Grace", "Zeno", "Ida"]
    assert names(listed(sort=Sort.JOINED)) == ["Grace", "Ida", "Zeno"]
    emails = [one.email for one in listed(sort=Sort.EMAIL).people]
    assert emails == sorted(emails)


def test_each_choice_shows_its_people_and_all_are_counted(db, teacher, course, listed):
    students = enroll(db, course, "Ada", "Blaise")
    enroll(db, course, "Carl", role=Role.GRADER)
    remove_member(db, user_id=teacher, course_id=course, member_id=students[0])
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=course, email="emmy@example.org", name="Emmy"))

    shown = {show: names(listed(show=show)) for show in Show}
    assert shown == {
        Show.ALL: ["Blaise", "Carl", "Grace"],
        Show.STUDENT: ["Blaise"],
        Show.GRADER: ["Carl"],
        Show.INSTRUCTOR: ["Grace"],
        Show.EXPECTED: ["Emmy"],
        Show.FORMER: ["Ada"],
    }
    assert listed().counts == {show: len(people) for show, people in shown.items()}


def test_six_hundred_people_come_in_pages_that_hold_each_of_them_once(db, course, listed):
    enroll(db, course, *(f"Student {number:03}" for number in range(600)))

    first = listed()
    assert (len(first.people), first.found, first.pages) == (50, 601, 13)
    everybody = [name for page in range(1, 14) for name in names(listed(page=page))]
    assert len(everybody) == len(set(everybody)) == 601
    assert listed(page=99).wanted.page == 13
    assert listed(page=0).wanted.page == 1


def test_the_number_of_statements_does_not_grow_with_the_class(db, course, listed, statements_of):
    few = statements_of(listed)
    enroll(db, course, *(f"Student {number}" for number in range(30)))

    assert statements_of(listed) == few


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"show": "nobody", "sort": "password_hash", "page": "-1", "order": "sideways"},
        {"page": "1e9"},
        {"page": "²"},
        {"page": "9" * 5000},
    ],
)
def test_an_address_that_makes_no_sense_asks_for_the_plain_list(typed):
    assert Wanted.read(typed) == Wanted()


def test_the_roster_lists_members_and_expected_people_and_nobody_who_left(db, teacher, course):
    ada, _blaise = enroll(db, course, "Ada", "Blaise")
    remove_member(db, user_id=teacher, course_id=course, member_id=ada)
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=course, email="carl@example.org", name="Carl"))

    with db.reading() as session:
        people = roster_of(session, user_id=teacher, course_id=course)
    assert [(one.name, one.role) for one in people] == [
        ("Blaise", Role.STUDENT),
        ("Carl", None),
        ("Grace", Role.INSTRUCTOR),
    ]
