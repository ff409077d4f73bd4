import uuid

import pytest

from app.domain.credit import Prerequisite, Rules, Times
from app.domain.feedback import Feedback, Shown
from app.errors import InvalidInput, NotOpen
from app.models import Assignment, Item
from app.queries.assignments import assignment_page
from app.services.assignments import change_assignment, create_assignment
from app.services.copying import copy_course
from app.services.courses import create_course
from app.services.dealing import deal_item
from app.services.grading import mark_waiting
from app.services.items import NewItem

ITEMS = [NewItem("backward-twice", 4, 3)]


def make(classroom, needed=None, course=None, title="Week 2"):
    return create_assignment(
        classroom.db,
        user_id=classroom.instructor,
        course_id=course or classroom.course,
        title=title,
        items=ITEMS,
        prerequisite=needed,
    )


def change(classroom, assignment, needed, feedback=Feedback()):  # noqa: B008 - it never changes
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=assignment,
        title="Changed",
        rules=Rules(Times()),
        feedback=feedback,
        prerequisite=needed,
    )


def begin(classroom, assignment, user=None):
    with classroom.db.reading() as session:
        item = session.query(Item).filter_by(assignment_id=assignment).one().id
    return deal_item(classroom.db, user_id=user or classroom.student, item_id=item)


def page_of(classroom, assignment, user=None):
    with classroom.db.reading() as session:
        return assignment_page(session, user or classroom.student, assignment)


def earn_four_points(classroom):
    classroom.submit(classroom.deal())
    mark_waiting(classroom.db)


def test_an_assignment_opens_once_the_points_are_earned(classroom):
    second = make(classroom, Prerequisite(classroom.assignment, 4))
    page = page_of(classroom, second)
    assert (page.items, page.missing.points, page.missing.earned) == ((), 4, 0)
    with pytest.raises(NotOpen, match="once you have 4 points in “Week 1”"):
        begin(classroom, second)

    earn_four_points(classroom)

    begin(classroom, second)
    page = page_of(classroom, second)
    assert (page.missing, len(page.items)) == (None, 1)


def test_who_has_begun_goes_on_when_more_is_asked_later(classroom):
    second = make(classroom)
    variant = begin(classroom, second)
    change(classroom, second, Prerequisite(classroom.assignment, 4))

    assert begin(classroom, second) == variant
    classroom.submit(variant)
    assert len(page_of(classroom, second).items) == 1


def test_teachers_need_no_points(classroom):
    second = make(classroom, Prerequisite(classroom.assignment, 4))

    begin(classroom, second, user=classroom.instructor)
    assert page_of(classroom, second, user=classroom.instructor).missing is None


def test_points_that_are_not_shown_yet_open_nothing(classroom):
    earn_four_points(classroom)
    second = make(classroom, Prerequisite(classroom.assignment, 4))
    change(classroom, classroom.assignment, None, Feedback(Shown.NEVER))

    assert page_of(classroom, second).missing.earned == 0
    with pytest.raises(NotOpen):
        begin(classroom, second)


@pytest.mark.parametrize("points", [0, -1, 36.5, float("nan")])
def test_only_points_that_can_be_earned_are_asked_for(classroom, points):
    with pytest.raises(InvalidInput) as refusal:
        make(classroom, Prerequisite(classroom.assignment, points))
    assert set(refusal.value.fields) == {"after_points"}


def test_assignments_never_wait_for_each_other(classroom):
    second = make(classroom, Prerequisite(classroom.assignment, 1))
    third = make(classroom, Prerequisite(second, 1), title="Week 3")

    for last in (third, classroom.assignment):
        with pytest.raises(InvalidInput) as refusal:
            change(classroom, classroom.assignment, Prerequisite(last, 1))
        assert "neither would open" in refusal.value.fields["after"]
    change(classroom, second, None)
    change(classroom, classroom.assignment, Prerequisite(third, 1))


def test_only_assignments_of_the_course_can_be_waited_for(classroom):
    elsewhere = create_course(classroom.db, user_id=classroom.instructor, title="Another")
    other = make(classroom, course=elsewhere)

    for needed in (other, uuid.uuid4()):
        with pytest.raises(InvalidInput) as refusal:
            make(classroom, Prerequisite(needed, 1))
        assert set(refusal.value.fields) == {"after"}


def test_in_a_copied_course_the_copies_wait_for_each_other(classroom):
    make(classroom, Prerequisite(classroom.assignment, 4))
    copy = copy_course(
        classroom.db, user_id=classroom.instructor, course_id=classroom.course, title="Again"
    )

    with classroom.db.reading() as session:
        copies = session.query(Assignment).filter_by(course_id=copy).all()
    by_title = {one.title: one for one in copies}
    assert by_title["Week 2"].prerequisite == Prerequisite(by_title["Week 1"].id, 4)
    assert by_title["Week 1"].prerequisite is None
