"""What is counted and told of marking."""

from sqlalchemy import update

from app.db import database_now
from app.models import Submission, Variant
from app.services import grading
from app.services.grading import mark_waiting
from app.services.verdicts import judge
from tests.app.claims import take_fresh
from tests.app.counting import rise_of


def let_leases_run_out(classroom):
    with classroom.db.writing() as session:
        session.execute(update(Submission).values(lease_until=database_now(-1)))


def test_marks_are_counted_by_verdict_and_submissions_by_their_end(classroom):
    wrong, broken = classroom.deal(1), classroom.deal(2)
    classroom.submit(classroom.deal(0))
    classroom.submit(wrong, classroom.wrong_answers(wrong))
    classroom.submit(broken)
    with classroom.db.writing() as session:
        broke = update(Variant).where(Variant.id == broken)
        session.execute(broke.values(code="import os\n", truth=None))
    right = rise_of("gradmark_marks_total", verdict="right")
    missed = rise_of("gradmark_marks_total", verdict="wrong")
    marked = rise_of("gradmark_submissions_ended_total", state="marked")
    failed = rise_of("gradmark_submissions_ended_total", state="failed")
    batches = rise_of("gradmark_marking_seconds_count")
    waited = rise_of("gradmark_submission_waited_seconds_count")

    assert sum(iter(lambda: mark_waiting(classroom.db), 0)) == 3

    assert right() == len(classroom.right_answers(classroom.deal(0)))
    assert missed() == len(classroom.right_answers(wrong))
    assert (marked(), failed()) == (2, 1)
    assert batches() >= 1
    assert waited() == 3


def test_a_submission_taken_over_is_counted_and_told(classroom, lines):
    classroom.submit(classroom.deal())
    take_fresh(classroom.db)
    let_leases_run_out(classroom)
    taken_over = rise_of("gradmark_leases_lost_total", how="taken over")

    mark_waiting(classroom.db)

    assert taken_over() == 1
    assert lines()[0]["event"].startswith("begun again")


def test_a_result_that_comes_too_late_is_counted_and_told(classroom, lines):
    variant = classroom.deal()
    classroom.submit(variant)
    claims, known = take_fresh(classroom.db)
    let_leases_run_out(classroom)
    mark_waiting(classroom.db)
    too_late = rise_of("gradmark_leases_lost_total", how="too late")

    written = grading._write(classroom.db, [judge(claims[0], known[variant])], {})
    grading.tell_written(written, too_late=1 - len(written), seconds=0.1)

    assert too_late() == 1
    assert lines()[-1]["event"].startswith("too late")


def test_a_batch_is_one_line_with_its_submissions(classroom, lines):
    ids = {str(classroom.submit(classroom.deal(place)).submission_id) for place in range(2)}

    mark_waiting(classroom.db)

    (line,) = lines()
    assert (line["event"], set(line["submissions"]), line["failed"]) == ("marked", ids, 0)
