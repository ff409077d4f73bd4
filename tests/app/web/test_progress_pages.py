"""Home, progress and submissions as their student reads them."""

import datetime as dt

from app.domain.credit import Rules, Step, Times
from app.domain.feedback import Feedback, Shown
from app.domain.submissions import SubmissionState
from app.models import Submission
from app.services.assignments import change_assignment
from app.services.grading import mark_waiting


def test_home_tells_a_student_what_is_next(student, classroom, db):
    with db.reading() as session:
        due = db.now(session) + dt.timedelta(days=1)
    change_assignment(
        db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(Times(due_at=due)),
    )
    classroom.submit(classroom.deal(0))

    page = student.get("/").text

    assert "What is next" in page
    assert "Due soon" in page
    assert f'href="/assignments/{classroom.assignment}"' in page
    assert "1 item is being marked" in page
    mark_waiting(db)
    assert "4 of 36 points · 1 of 9 items done" in student.get("/").text


def test_an_assignment_tells_its_student_what_counts_and_what_is_shown_when(student, classroom, db):
    with db.reading() as session:
        due = db.now(session) + dt.timedelta(days=1)
    change_assignment(
        db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(Times(due_at=due, steps=(Step(due + dt.timedelta(days=1), 50.0),)), (100, 60)),
        feedback=Feedback(verdict=Shown.DUE),
    )
    classroom.submit(classroom.deal(0))
    failed = classroom.submit(classroom.deal(1)).submission_id
    mark_waiting(db)
    with db.writing() as session:
        session.get_one(Submission, failed).state = SubmissionState.FAILED

    page = student.get(f"/assignments/{classroom.assignment}").text

    assert "36 points. Results are shown after the due time." in page
    assert "4 of 36" not in page
    assert "attempt, what it improves earns 100 % and 60 % of the points" in page
    assert "<td>50 %</td>" in page
    assert "1 submission could not be marked and used no attempt" in page


def test_home_of_a_teacher_is_their_courses(instructor):
    page = instructor.get("/").text

    assert "What is next" not in page
    assert "<h1>Your courses</h1>" in page


def test_progress_shows_mastery_and_what_was_met(student, classroom, db):
    assert "Begin with practice" in student.get("/progress").text
    variant = classroom.deal_problem("backward-twice")
    classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    mark_waiting(db)

    page = student.get("/progress").text

    assert "0 of 1 exercise right at the first attempt" in page
    assert "At the beginning" in page
    assert "Each backward() overwrites the gradient" in page
    assert "on 1 of the last 28 days" in page
    assert "At the beginning" in student.get("/practice").text


def test_a_guest_has_progress_and_submissions_too(stranger, classroom, db):
    variant = stranger.practise()
    stranger.submit(variant, classroom.right_answers(variant))
    mark_waiting(db)

    assert "1 of 1 exercise right" in stranger.get("/progress").text
    page = stranger.get("/history").text
    assert "One weight per component" in page
    assert "100 %" in page


def test_submissions_are_filtered_from_the_address(student, classroom):
    assert "What you submit is listed here" in student.get("/history").text
    classroom.submit(classroom.deal(0))

    assert "queued" in student.get(f"/history?course={classroom.course}").text
    empty = student.get("/history?course=practice").text
    assert "You have submitted nothing there." in empty
    assert student.get("/history?page=none&course=%00&topic=[").status_code == 200
