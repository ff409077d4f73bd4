import uuid

import pytest

from app.domain.problems import find_problem, library
from app.domain.roles import Role
from app.errors import InvalidInput, NotFound
from app.queries.assignments import assignment_page
from app.queries.courses import course_page, courses_of
from app.services.accounts import sign_up
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.dealing import deal_item
from app.services.items import NewItem
from app.services.members import join_course
from tests.app.classroom import PROBLEMS


def test_who_makes_a_course_instructs_it(classroom):
    with classroom.db.reading() as session:
        page = course_page(session, classroom.instructor, classroom.course)
    assert page.role is Role.INSTRUCTOR
    assert page.join_code == classroom.join_code
    assert page.students == 1


def test_a_student_is_not_told_the_join_code(classroom):
    with classroom.db.reading() as session:
        assert course_page(session, classroom.student, classroom.course).join_code is None


def test_a_join_code_is_read_with_dashes_blanks_and_small_letters(classroom):
    code = classroom.join_code
    typed = f" {code[:4].lower()}-{code[4:]} "
    newcomer = sign_up(
        classroom.db, email="n@example.org", display_name="N", password="long enough"
    ).user_id

    assert join_course(classroom.db, user_id=newcomer, join_code=typed) == classroom.course
    with classroom.db.reading() as session:
        assert [row.title for row in courses_of(session, newcomer)] == ["Gradients"]


def test_joining_twice_changes_nothing(classroom):
    join_course(classroom.db, user_id=classroom.student, join_code=classroom.join_code)

    with classroom.db.reading() as session:
        assert course_page(session, classroom.student, classroom.course).role is Role.STUDENT


def test_an_instructor_who_joins_stays_an_instructor(classroom):
    join_course(classroom.db, user_id=classroom.instructor, join_code=classroom.join_code)

    with classroom.db.reading() as session:
        assert course_page(session, classroom.instructor, classroom.course).role is Role.INSTRUCTOR


def test_an_unknown_join_code_says_what_to_do(classroom):
    with pytest.raises(InvalidInput, match="Check it with your teacher"):
        join_course(classroom.db, user_id=classroom.student, join_code="nothing")


def test_a_course_of_others_is_not_there(classroom):
    with classroom.db.reading() as session, pytest.raises(NotFound):
        course_page(session, uuid.uuid4(), classroom.course)


def test_a_student_cannot_make_an_assignment(classroom):
    with pytest.raises(NotFound):
        create_assignment(
            classroom.db,
            user_id=classroom.student,
            course_id=classroom.course,
            title="Mine",
            items=[NewItem(library()[0].slug, 1, 1)],
        )


@pytest.mark.parametrize(
    "items",
    [
        [],
        [NewItem("no-such-problem", 1, 1)],
        [NewItem("", 1, 1)],
        [NewItem(library()[0].slug, 0, 1)],
        [NewItem(library()[0].slug, float("nan"), 1)],
        [NewItem(library()[0].slug, 1, 0)],
        [NewItem(library()[0].slug, 1, 101)],
        [NewItem(library()[0].slug, 1, 1)] * 51,
    ],
)
def test_an_assignment_of_unusable_items_is_refused(classroom, items):
    with pytest.raises(InvalidInput) as refusal:
        create_assignment(
            classroom.db,
            user_id=classroom.instructor,
            course_id=classroom.course,
            title="Week 2",
            items=items,
        )
    assert set(refusal.value.fields) == {"items"}


@pytest.mark.parametrize("title", ["", "  ", "x" * 121])
def test_a_course_needs_a_title(db, title):
    with pytest.raises(InvalidInput) as refusal:
        create_course(db, user_id=uuid.uuid4(), title=title)
    assert set(refusal.value.fields) == {"title"}


def test_an_assignment_shows_its_items_in_order_and_untouched(classroom):
    with classroom.db.reading() as session:
        page = assignment_page(session, classroom.student, classroom.assignment)

    assert [row.title for row in page.items] == [find_problem(slug).title for slug in PROBLEMS]
    assert {row.state for row in page.items} == {"new"}
    assert (page.earned, page.possible) == (0, 4 * len(PROBLEMS))


def test_dealing_an_item_twice_gives_the_same_variant(classroom):
    assert classroom.deal() == classroom.deal()


def test_two_students_get_variants_of_their_own(classroom):
    assert classroom.deal() != classroom.deal(student=classroom.add_student())


def test_an_item_of_another_course_is_not_dealt(classroom):
    stranger = sign_up(
        classroom.db, email="s@example.org", display_name="S", password="long enough"
    ).user_id

    with pytest.raises(NotFound):
        deal_item(classroom.db, user_id=stranger, item_id=classroom.items[0])
