import pytest
from sqlalchemy import event, update

from app.db import database_now
from app.errors import NotFound
from app.models import Submission
from app.queries.assignments import assignment_page
from app.queries.courses import course_page
from app.queries.dashboards import assignment_dashboard
from app.queries.exercises import exercise, submission_page
from app.services.accounts import sign_up
from app.services.grading import mark_waiting


def dashboard(classroom):
    with classroom.db.reading() as session:
        return assignment_dashboard(session, classroom.instructor, classroom.assignment)


def test_an_untouched_assignment_shows_every_student_as_new(classroom):
    page = dashboard(classroom)

    assert [student.display_name for student in page.students] == ["Ada"]
    assert {cell.state for cell in page.students[0].cells} == {"new"}
    assert {item.mean_score for item in page.items} == {None}
    assert page.newest == ()
    assert (page.queue.waiting, page.queue.oldest_seconds) == (0, None)


def test_a_cell_goes_from_waiting_to_its_best_score(classroom):
    variant = classroom.deal()
    classroom.submit(variant, classroom.wrong_answers(variant))
    assert dashboard(classroom).students[0].cells[0].state == "waiting"

    mark_waiting(classroom.db)
    assert dashboard(classroom).students[0].cells[0].state == "open"

    receipt = classroom.submit(variant)
    mark_waiting(classroom.db)
    page = dashboard(classroom)
    cell = page.students[0].cells[0]
    assert (cell.state, cell.earned, cell.attempts) == ("done", 4.0, 2)
    assert cell.submission_id == receipt.submission_id
    assert page.students[0].total == 4.0
    assert page.items[0].mean_score == 1.0
    assert page.items[0].submissions == 2


def test_the_mean_of_an_item_is_over_the_students_best_scores(classroom):
    other = classroom.add_student("Blaise")
    classroom.submit(classroom.deal())
    variant = classroom.deal(student=other)
    classroom.submit(variant, classroom.wrong_answers(variant), student=other)
    mark_waiting(classroom.db)

    assert dashboard(classroom).items[0].mean_score == 0.5


def test_no_attempt_left_is_done(classroom):
    variant = classroom.deal()
    for value in ("1.5", "2.5", "3.5"):
        classroom.submit(variant, classroom.wrong_answers(variant, value))
    mark_waiting(classroom.db)

    assert dashboard(classroom).students[0].cells[0].state == "done"


def test_the_newest_submissions_come_first(classroom):
    first = classroom.submit(classroom.deal(0))
    with classroom.db.writing() as session:
        session.execute(update(Submission).values(created_at=database_now(-60)))
    second = classroom.submit(classroom.deal(1))

    newest = [row.submission_id for row in dashboard(classroom).newest]
    assert newest == [second.submission_id, first.submission_id]
    assert dashboard(classroom).queue.waiting == 2
    assert 59 <= dashboard(classroom).queue.oldest_seconds < 90


def test_an_instructors_own_tries_are_not_the_classs(classroom):
    variant = classroom.deal(student=classroom.instructor)
    classroom.submit(variant, student=classroom.instructor)
    mark_waiting(classroom.db)

    page = dashboard(classroom)
    assert [student.user_id for student in page.students] == [classroom.student]
    assert page.items[0].mean_score is None


def test_a_student_sees_no_dashboard(classroom):
    with classroom.db.reading() as session, pytest.raises(NotFound):
        assignment_dashboard(session, classroom.student, classroom.assignment)


def test_a_student_sees_their_points_on_the_assignment_and_course(classroom):
    classroom.submit(classroom.deal())
    mark_waiting(classroom.db)

    with classroom.db.reading() as session:
        page = assignment_page(session, classroom.student, classroom.assignment)
        card = course_page(session, classroom.student, classroom.course).assignments[0]
    assert (page.items[0].earned, page.items[0].attempts_used, page.items[0].state) == (
        4.0,
        1,
        "done",
    )
    assert page.earned == card.earned == 4.0


def test_a_member_of_no_course_sees_nothing(classroom):
    stranger = sign_up(
        classroom.db, email="s@example.org", display_name="S", password="long enough"
    ).user_id
    receipt = classroom.submit(classroom.deal())

    for read in (
        lambda session: assignment_page(session, stranger, classroom.assignment),
        lambda session: assignment_dashboard(session, stranger, classroom.assignment),
        lambda session: exercise(session, stranger, classroom.deal()),
        lambda session: submission_page(session, stranger, receipt.submission_id),
    ):
        with classroom.db.reading() as session, pytest.raises(NotFound):
            read(session)


def test_another_students_submission_is_not_there_but_the_instructors_see_it(classroom):
    receipt, other = classroom.submit(classroom.deal()), classroom.add_student("Eve")

    with classroom.db.reading() as session:
        assert submission_page(session, classroom.instructor, receipt.submission_id)[1].attempt == 1
        with pytest.raises(NotFound):
            submission_page(session, other, receipt.submission_id)


def test_waiting_submissions_know_their_place_in_the_queue(classroom):
    first = classroom.submit(classroom.deal(0))
    with classroom.db.writing() as session:
        session.execute(update(Submission).values(created_at=database_now(-60)))
    second = classroom.submit(classroom.deal(1))

    with classroom.db.reading() as session:
        places = [
            submission_page(session, classroom.student, receipt.submission_id)[1].position_in_queue
            for receipt in (first, second)
        ]
    assert places == [1, 2]


def test_an_exercise_knows_its_neighbours(classroom):
    with classroom.db.reading() as session:
        item = exercise(session, classroom.student, classroom.deal(1)).item

    assert (item.previous_item_id, item.next_item_id) == (classroom.items[0], classroom.items[2])


def test_the_number_of_queries_does_not_grow_with_the_class(classroom):
    statements = []
    event.listen(
        classroom.db.db_engine,
        "before_cursor_execute",
        lambda *arguments: statements.append(arguments[2]),
    )

    def count():
        statements.clear()
        dashboard(classroom)
        return len(statements)

    classroom.submit(classroom.deal())
    small = count()
    for name in ("Blaise", "Carl", "Dana"):
        student = classroom.add_student(name)
        for position in range(3):
            classroom.submit(classroom.deal(position, student), student=student)
    assert count() == small
