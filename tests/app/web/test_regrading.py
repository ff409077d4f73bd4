"""Regrades in their pages: what would change, applying it, what the student reads, undoing it."""

import html

import pytest

from app.domain.credit import Rules
from app.domain.feedback import Feedback, Shown
from app.queries.item_dashboards import item_dashboard
from app.services.assignments import change_assignment
from app.services.overriding import override_item
from tests.app.regrades import submit_and_mark, work


@pytest.fixture
def address(classroom):
    """The regrades of the classroom's assignment."""
    return f"/assignments/{classroom.assignment}/regrades"


@pytest.fixture
def sent(classroom):
    """A submission of the student, wrong in its only answer."""
    return submit_and_mark(classroom, classroom.deal(0), {"a_grad": "[7, 7, 7]"})


def accept(instructor, sent, **typed):
    return instructor.post(
        f"/submissions/{sent}/accept",
        {"question": "a_grad", "where": "program", "reason": "The text was unclear.", **typed},
    )


def text_of(answer):
    return html.unescape(answer.text)


def test_an_answer_is_accepted_applied_told_to_the_student_and_undone(
    db, classroom, instructor, student, sent
):
    detail = instructor.get(f"/submissions/{sent}").text
    assert f"/submissions/{sent}/accept" in detail
    assert "[7, 7, 7]" in instructor.get(f"/submissions/{sent}/accept").text

    answer = accept(instructor, sent)
    assert answer.status_code == 303
    address = answer.location
    computing = instructor.get(address).text
    assert "A worker computes what would change" in computing
    assert 'hx-trigger="every 1s"' in computing
    work(db)
    ready = text_of(instructor.get(address))
    assert 'hx-trigger="every 1s"' not in ready
    assert "What would change for 1 student" in ready
    assert "Item 1, attempt 1: 0 % to 100 %" in ready
    assert ready.count("1 up") == 2

    assert instructor.post(f"{address}/apply", {"mode": "never_lower"}).status_code == 303
    assert "student after student" in instructor.get(address).text
    work(db)
    assert "Applied: Never lower" in text_of(instructor.get(address))
    exercise = text_of(student.get(f"/submissions/{sent}"))
    assert "from 0 % to 100 %" in exercise
    assert "The text was unclear." in exercise
    assert "Your teacher accepts this answer." in exercise
    trail = text_of(instructor.get(f"/courses/{classroom.course}/changes"))
    assert "Regraded" in trail
    assert "An answer accepted" in trail

    assert instructor.post(f"{address}/undo").status_code == 303
    work(db)
    assert "the marks from before hold again" in text_of(instructor.get(address))
    assert "The text was unclear." not in student.get(f"/submissions/{sent}").text


def test_the_dashboard_shows_the_new_marks_and_after_undoing_the_old_ones(
    db, classroom, instructor, sent
):
    """What a class did is remembered from page to page: a regrade is one of the things that end it."""

    def mean():
        with db.reading() as session:
            board = item_dashboard(session, classroom.instructor, classroom.items[0])
        return board.figures.score.mean.value

    assert mean() == 0
    address = accept(instructor, sent).location
    work(db)
    instructor.post(f"{address}/apply", {"mode": "replace"})
    work(db)
    assert mean() == 1
    instructor.post(f"{address}/undo")
    work(db)
    assert mean() == 0


def test_a_student_reads_of_a_regrade_only_with_the_result(
    db, classroom, instructor, student, sent
):
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(),
        feedback=Feedback(verdict=Shown.NEVER, truth=Shown.NEVER, explanation=Shown.NEVER),
    )
    address = accept(instructor, sent).location
    work(db)
    instructor.post(f"{address}/apply", {"mode": "replace"})
    work(db)
    assert "The text was unclear." not in student.get(f"/submissions/{sent}").text
    assert "The text was unclear." in instructor.get(f"/submissions/{sent}").text


@pytest.mark.usefixtures("sent")
def test_an_item_is_regraded_from_its_dashboard_with_full_marks(db, classroom, instructor, address):
    board = instructor.get(f"/items/{classroom.items[0]}/dashboard").text
    link = f"{address}?item={classroom.items[0]}"
    assert link in html.unescape(board)
    assert "Full marks for every answer" in instructor.get(link).text
    ordered = instructor.post(
        address,
        {"item": str(classroom.items[0]), "what": "full", "reason": "Nobody could know this."},
    )
    work(db)
    page = text_of(instructor.get(ordered.location))
    assert "Full marks for every answer: 1. One weight per component" in page
    assert "1 up" in page


@pytest.mark.usefixtures("sent")
def test_points_set_by_hand_are_flagged(db, classroom, instructor, sent):
    override_item(
        db,
        user_id=classroom.instructor,
        item_id=classroom.items[0],
        student_id=classroom.student,
        points=2,
        reason="At the board.",
    )
    address = accept(instructor, sent).location
    work(db)
    page = text_of(instructor.get(address))
    assert "Points set by hand stay" in page
    assert page.count("0 up") == 2


@pytest.mark.usefixtures("sent")
def test_a_second_regrade_waits_for_the_first_to_be_decided(db, instructor, address):
    first = instructor.post(address, {"reason": "A new engine."}).location
    page = instructor.get(address).text
    assert "A regrade is not decided yet" in page
    assert first in page
    second = instructor.post(address, {"reason": "Once more."})
    assert second.status_code == 409
    work(db)
    assert "marks change." in text_of(instructor.get(first))

    assert instructor.post(f"{first}/discard").status_code == 303
    assert "nothing was changed" in instructor.get(first).text
    late = instructor.post(f"{first}/apply", {"mode": "replace"})
    assert late.status_code == 409
    assert "cannot be applied now" in late.text
    assert "A regrade is not decided yet" not in instructor.get(address).text


def test_what_is_missing_comes_back_with_what_was_typed(classroom, instructor, address, sent):
    page = instructor.post(address, {"reason": " "})
    assert page.status_code == 422
    assert "Say why in a few words." in page.text
    page = instructor.post(f"/submissions/{sent}/accept", {"where": "item", "reason": "Unclear."})
    assert page.status_code == 422
    assert "Choose one of the questions." in page.text
    assert 'value="Unclear."' in page.text
    assert "Nothing of this assignment was ever regraded." in instructor.get(address).text


def test_a_regrade_is_applied_only_with_a_choice(db, instructor, sent):
    address = accept(instructor, sent).location
    work(db)
    page = instructor.post(f"{address}/apply", {"mode": "some"})
    assert page.status_code == 422
    assert "Choose what becomes of marks that would fall." in page.text


def test_an_item_of_another_assignment_is_not_found(instructor, address):
    assert instructor.get(f"{address}?item=nonsense").status_code == 404
