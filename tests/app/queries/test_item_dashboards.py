import datetime as dt
import uuid

import numpy as np
import pytest
from sqlalchemy import delete

from app.errors import NotFound
from app.models import Enrollment
from app.queries.dashboards import STUDENTS_ON_A_PAGE, assignment_dashboard, pulse
from app.queries.item_dashboards import item_dashboard
from app.queries.mistakes import mistakes_page
from tests.app.class_at_work import MONDAY, TWICE, Class, Try

EXACT = {"rel": 1e-12, "abs": 1e-12}


@pytest.fixture
def a_class(classroom):
    """Five students beside Ada, who does nothing; item 0 and 1 are worked on."""
    made = Class(classroom)
    blaise, carl, dana, emmy, _felix = made.join("Blaise", "Carl", "Dana", "Emmy", "Felix")
    made.work(blaise, 0, Try(0, 2, ("overwrites",)), Try(0.5, 4, ("overwrites",)), Try(1, 10))
    made.work(carl, 0, Try(0, 5, ("overwrites",)), Try(0, 6), code=TWICE)
    made.work(dana, 0, Try(1, 2), seed=77)
    made.work(emmy, 0, Try(0.5, 3, ("sum-as-mean", "overwrites")), seed=77)
    made.work(blaise, 1, Try(1, 5), opened=MONDAY + dt.timedelta(minutes=30))
    made.work(carl, 1, Try(0, 1, ()))
    made.work(dana, 1, Try(0.5, 2))
    made.work(emmy, 1)
    return made


def board(classroom, page=1):
    with classroom.db.reading() as session:
        return assignment_dashboard(session, classroom.instructor, classroom.assignment, page)


def item_board(classroom, position=0):
    with classroom.db.reading() as session:
        return item_dashboard(session, classroom.instructor, classroom.items[position])


def mistakes(classroom, **filters):
    with classroom.db.reading() as session:
        return mistakes_page(session, classroom.instructor, classroom.assignment, **filters)


def test_figures_of_an_item_are_those_of_the_students_who_answered_it(classroom, a_class):
    page = item_board(classroom)

    best = [1, 0, 1, 0.5]
    own = page.figures
    assert (own.opened, own.score.n, own.submissions, own.solved) == (4, 4, 7, 2)
    assert own.score.mean.value == pytest.approx(np.mean(best), **EXACT)
    assert own.score.sd.value == pytest.approx(np.std(best, ddof=1), **EXACT)
    assert own.first.value == pytest.approx(np.mean([0, 0, 1, 0.5]), **EXACT)
    assert own.seconds_to_right.value == (10 + 2) * 60 / 2
    assert own.attempts_to_right.value == 2
    assert page.class_size == 6


def test_figures_of_the_whole_are_of_the_points_of_all_items(classroom, a_class):
    page = board(classroom)

    # Of nine items with four points each, by Blaise, Carl, Dana and Emmy.
    points = np.zeros((9, 4))
    points[0], points[1] = [4, 0, 4, 2], [4, 0, 2, 0]
    totals = points.sum(axis=0)
    assert page.figures.score.n == 4
    assert page.figures.score.mean.value == pytest.approx(totals.mean() / 36, **EXACT)
    assert page.items[0].figures.item_rest.value == pytest.approx(
        np.corrcoef(points[0], points[1])[0, 1], **EXACT
    )
    alpha = 9 / 8 * (1 - points.var(axis=1).sum() / totals.var())
    assert page.figures.alpha.value == pytest.approx(alpha, **EXACT)


def test_who_has_not_started_and_who_sent_nothing_are_told_apart(classroom, a_class):
    gus = a_class.join("Gus")[0]
    a_class.work(gus, 3)
    page = board(classroom)

    assert [person.display_name for person in page.not_started] == ["Ada", "Felix"]
    assert [person.display_name for person in page.nothing_sent] == ["Gus"]


def test_misconceptions_are_counted_over_the_class_and_by_item(classroom, a_class):
    rows = {row.code: row for row in board(classroom).beliefs}
    overwrites, unknown = rows["overwrites"], rows["unrecognised"]

    assert list(rows) == ["overwrites", "sum-as-mean", "unrecognised", "not-diagnosed"]
    assert (overwrites.students, overwrites.submissions, overwrites.still) == (3, 4, 1)
    assert overwrites.share == 3 / 4
    assert overwrites.misconception.name
    assert [(item.position, item.students) for item in overwrites.items] == [(1, 3)]
    assert (unknown.students, unknown.still, unknown.is_known) == (2, 2, False)
    assert [item.position for item in unknown.items] == [1, 2]
    assert rows["not-diagnosed"].students == 1
    assert [row.code for row in item_board(classroom, 1).beliefs] == [
        "not-diagnosed",
        "unrecognised",
    ]


def test_the_submissions_behind_a_misconception_are_listed_newest_first(classroom, a_class):
    page = mistakes(classroom, code="overwrites")

    assert (page.total, page.students) == (4, 3)
    assert [(row.student, row.number, row.is_newest) for row in page.rows] == [
        ("Carl", 1, False),
        ("Blaise", 2, False),
        ("Emmy", 1, True),
        ("Blaise", 1, False),
    ]
    assert page.rows[0].typed == (("x.grad", "[1, 0]"),)
    assert {belief.code for belief in page.rows[2].beliefs} == {"sum-as-mean", "overwrites"}


def test_mistakes_can_be_those_that_nothing_explains_of_one_item_or_all(classroom, a_class):
    assert [row.student for row in mistakes(classroom, code="unrecognised").rows] == [
        "Carl",
        "Dana",
    ]
    second = mistakes(classroom, item_id=classroom.items[1])
    assert [(row.student, row.item_position) for row in second.rows] == [("Dana", 2), ("Carl", 2)]
    assert mistakes(classroom).total == 7
    assert mistakes(classroom, code="not-diagnosed").total == 1


def test_pages_of_mistakes_leave_nothing_out(classroom, monkeypatch, a_class):
    monkeypatch.setattr("app.queries.mistakes.ON_A_PAGE", 3)
    pages = [mistakes(classroom, page=number) for number in (1, 2, 3)]

    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert {page.pages for page in pages} == {3}
    assert sum((page.rows for page in pages), ()) == mistakes(classroom, page=None).rows
    assert mistakes(classroom, page=99).number == 3


def test_an_unknown_misconception_or_another_assignments_item_is_not_there(classroom, a_class):
    for filters in ({"code": "no-such-belief"}, {"item_id": uuid.uuid4()}):
        with pytest.raises(NotFound):
            mistakes(classroom, **filters)


def test_variants_that_are_built_alike_are_scored_together(classroom, a_class):
    once, twice = item_board(classroom).structures

    assert (once.structure.backward_passes, once.dealt, once.scores.n) == (1, 3, 3)
    assert once.scores.mean.value == pytest.approx((1 + 1 + 0.5) / 3, **EXACT)
    assert (twice.structure.backward_passes, twice.scores.mean.value) == (2, 0)


def test_seeds_are_listed_the_hardest_first(classroom, a_class):
    seeds = item_board(classroom).seeds

    assert [row.scores.mean.value for row in seeds] == [0, 0.75, 1]
    assert (seeds[1].seed, seeds[1].dealt) == (77, 2)


def test_who_has_left_the_course_is_in_no_figure(classroom, a_class):
    before = board(classroom)
    carl = next(user for user, name in before.names.items() if name == "Carl")
    with classroom.db.writing() as session:
        session.execute(delete(Enrollment).where(Enrollment.user_id == carl))

    after = board(classroom)
    assert after.figures.score.n == before.figures.score.n - 1
    assert carl not in after.names
    assert "not-diagnosed" not in {row.code for row in after.beliefs}
    assert item_board(classroom).figures.opened == 3
    assert {row.student for row in mistakes(classroom).rows} == {"Blaise", "Dana", "Emmy"}


def test_a_long_class_comes_in_pages(classroom):
    a_class = Class(classroom)
    a_class.join(*(f"Student {number:03}" for number in range(STUDENTS_ON_A_PAGE)))
    first, second = board(classroom), board(classroom, page=2)

    assert (first.page, first.pages, len(first.students)) == (1, 2, STUDENTS_ON_A_PAGE)
    assert [student.display_name for student in second.students] == [
        f"Student {STUDENTS_ON_A_PAGE - 1:03}"
    ]
    assert board(classroom, page=99).page == 2
    assert board(classroom, page=-1).page == 1
    assert len(board(classroom, page=None).students) == STUDENTS_ON_A_PAGE + 1


def test_the_pulse_beats_when_something_happens_and_only_then(classroom):
    def beat():
        with classroom.db.reading() as session:
            return pulse(session, classroom.instructor, classroom.assignment)

    a_class = Class(classroom)
    beats = [beat()]
    student = a_class.join("Blaise")[0]
    beats.append(beat())
    a_class.work(student, 0)
    beats.append(beat())
    a_class.work(student, 1, Try(0))
    beats.append(beat())

    assert len(set(beats)) == 4
    assert beat() == beats[-1]


def test_no_number_of_statements_grows_with_the_class(classroom, statements):
    a_class = Class(classroom)

    def read_everything():
        with classroom.db.reading() as session:
            pulse(session, classroom.instructor, classroom.assignment)
        board(classroom)
        board(classroom, page=None)
        item_board(classroom)
        mistakes(classroom)

    def count():
        statements.clear()
        read_everything()
        return len(statements)

    a_class.grow(5)
    small = count()
    a_class.grow(45)
    assert count() == small
    assert 0 < small < 70


def test_a_student_sees_no_dashboard_of_an_item_and_no_mistakes(classroom, a_class):
    for read in (
        lambda session: item_dashboard(session, classroom.student, classroom.items[0]),
        lambda session: mistakes_page(session, classroom.student, classroom.assignment),
        lambda session: pulse(session, classroom.student, classroom.assignment),
    ):
        with classroom.db.reading() as session, pytest.raises(NotFound):
            read(session)


def test_an_item_that_does_not_exist_has_no_dashboard(classroom):
    with classroom.db.reading() as session, pytest.raises(NotFound):
        item_dashboard(session, classroom.instructor, uuid.uuid4())
