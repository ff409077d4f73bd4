"""A made-up term is what the services would have written, had a class done all that."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, inspect, select, update

import migrations
from app.cli.simulation import Term
from app.cli.simulation.courses import COURSES
from app.db import Base, Database
from app.domain.authoring import VersionState
from app.domain.diagnosis import deal
from app.domain.problems import find_problem
from app.domain.roles import Role
from app.domain.submissions import SubmissionState
from app.errors import Conflict
from app.models import (
    Assignment,
    AssignmentGroup,
    AssignmentOverride,
    Change,
    Comment,
    Course,
    Enrollment,
    Extension,
    Inquiry,
    Item,
    ItemOverride,
    ProblemVersion,
    Result,
    SittingRow,
    Submission,
    User,
    Variant,
)
from app.queries.extensions import untils
from app.services.grading import mark_waiting
from tests.app.classroom import RecordingDoorbell, make_classroom

NOW = dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)
STUDENTS = 6


def make_term(folder, seed=1, students=STUDENTS) -> Database:
    url = f"sqlite:///{folder / 'term.db'}"
    migrations.upgrade(url)
    db = Database(url)
    term = Term(db, students=students, seed=seed, password="correct horse", now=NOW)
    assert sum(term.make()) == term.steps
    return db


@pytest.fixture(scope="module")
def term(tmp_path_factory) -> Iterator[Database]:
    db = make_term(tmp_path_factory.mktemp("term"))
    yield db
    db.dispose()


def rows(db: Database, statement):
    with db.reading() as session:
        return session.execute(statement).all()


def everything_handed_in(db: Database) -> list[tuple]:
    """Who answered what when, and what it was worth, by names that do not change from term to term."""
    return rows(
        db,
        select(
            Course.title,
            Assignment.title,
            Assignment.due_at,
            Item.position,
            User.email,
            User.display_name,
            Variant.number,
            Variant.seed,
            Variant.created_at,
            Submission.attempt,
            Submission.answers,
            Submission.state,
            Submission.created_at,
            Result.score,
            Result.marked_at,
        )
        .join(Assignment, Assignment.course_id == Course.id)
        .join(Item, Item.assignment_id == Assignment.id)
        .join(Variant, Variant.item_id == Item.id)
        .join(User, User.id == Variant.user_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .order_by(
            Course.title,
            Assignment.due_at,
            Item.position,
            User.email,
            Variant.number,
            Submission.attempt,
        ),
    )


def test_a_term_has_the_courses_and_people_of_its_plan(term):
    members = Counter(
        (title, role)
        for title, role in rows(
            term,
            select(Course.title, Enrollment.role).join(
                Enrollment, Enrollment.course_id == Course.id
            ),
        )
    )

    for plan in COURSES:
        assert members[plan.title, Role.STUDENT] == plan.members(STUDENTS)
        assert members[plan.title, Role.INSTRUCTOR] == 1
        assert members[plan.title, Role.GRADER] == len(plan.staff) - 1
    assert len(rows(term, select(Assignment.id))) == 12


def test_the_same_seed_makes_the_same_term_and_another_one_another(tmp_path):
    terms = []
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        db = make_term(tmp_path / name, seed, students=1)
        terms.append(everything_handed_in(db))
        db.dispose()

    assert terms[0] == terms[1]
    assert terms[0] != terms[2]


def test_every_exercise_is_what_dealing_gives_for_its_seed(term):
    with term.reading() as session:
        for variant in session.scalars(select(Variant)):
            dealt = deal(find_problem(variant.problem), variant.seed)
            assert variant.as_dealt() == dealt.variant
            assert variant.truth == dealt.truth


def test_no_two_students_of_an_item_have_the_same_text(term):
    held = Counter(
        rows(term, select(Variant.item_id, Variant.code).where(Variant.item_id.is_not(None)))
    )

    assert set(held.values()) == {1}


def test_a_worker_that_marks_everything_again_finds_the_same(term, tmp_path):
    marked = rows(term, results())
    predicted = rows(term, predictions())
    with term.writing() as session:
        session.execute(delete(Result))
        session.execute(update(Variant).values(predictions=None))
        session.execute(
            update(Submission)
            .where(Submission.state == SubmissionState.MARKED)
            .values(state=SubmissionState.QUEUED, tries=0)
        )
    while mark_waiting(term):
        pass

    assert rows(term, results()) == marked
    assert rows(term, predictions()) == predicted
    assert len(marked) > 100


def results():
    return select(
        Result.submission_id, Result.score, Result.marks, Result.diagnosis, Result.engine_version
    ).order_by(Result.submission_id)


def predictions():
    return select(Variant.id, Variant.predictions).order_by(Variant.id)


def test_nothing_is_sent_while_an_assignment_takes_no_work_or_after_the_last_attempt(term):
    with term.reading() as session:
        assignments = {one.id: one for one in session.scalars(select(Assignment))}
        items = {one.id: one for one in session.scalars(select(Item))}
        given = untils(session, assignments)
        sent = defaultdict(list)
        for variant, submission in session.execute(
            select(Variant, Submission)
            .join(Submission, Submission.variant_id == Variant.id)
            .where(Variant.item_id.is_not(None))
            .order_by(Submission.created_at)
        ):
            sent[variant.user_id, variant.item_id].append(submission)
            times = assignments[items[variant.item_id].assignment_id].times
            times = times.extended(
                given.get((items[variant.item_id].assignment_id, variant.user_id))
            )
            assert times.phase(variant.created_at).takes_work
            assert times.phase(submission.created_at).takes_work
            assert variant.created_at < submission.created_at <= NOW
    for (_user, item), submissions in sent.items():
        used = [one for one in submissions if one.state is not SubmissionState.FAILED]
        assert [one.attempt for one in submissions] == list(range(1, len(submissions) + 1))
        assert len(used) <= items[item].max_attempts


def test_a_class_is_late_and_wrong_and_tries_again_and_is_given_time(term):
    late = rows(
        term,
        select(Submission.id)
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .where(Submission.created_at > Assignment.due_at),
    )
    scores = [score for (score,) in rows(term, select(Result.score))]
    again = rows(term, select(Submission.id).where(Submission.attempt > 1))
    practised = rows(term, select(Variant.id).where(Variant.item_id.is_(None)))

    assert late
    assert again
    assert practised
    assert rows(term, select(Extension.reason))
    assert 0.4 < scores.count(1) / len(scores) < 0.9


def test_teachers_look_after_their_course(term):
    for model in (AssignmentGroup, AssignmentOverride, Change, Comment, Inquiry, ItemOverride):
        assert rows(term, select(model)), model
    assert rows(term, select(ProblemVersion.state)) == [(VersionState.PUBLISHED,)]


def test_whoever_sits_against_the_clock_sends_nothing_after_it(term):
    sent = rows(
        term,
        select(SittingRow.started_at, SittingRow.minutes, Submission.created_at)
        .join(Item, Item.assignment_id == SittingRow.assignment_id)
        .join(Variant, (Variant.item_id == Item.id) & (Variant.user_id == SittingRow.user_id))
        .join(Submission, Submission.variant_id == Variant.id),
    )

    assert sent
    for started, minutes, at in sent:
        assert started < at <= started + dt.timedelta(minutes=minutes)


def test_a_made_up_row_fills_the_columns_that_a_real_one_fills(term, tmp_path):
    url = f"sqlite:///{tmp_path / 'real.db'}"
    migrations.upgrade(url)
    real = make_classroom(Database(url), RecordingDoorbell())
    variant = real.deal()
    real.submit(variant, real.wrong_answers(variant))
    mark_waiting(real.db)
    for model in (User, Enrollment, Assignment, Item, Variant, Submission, Result):
        assert filled(real.db, model) <= filled(term, model), model
    real.db.dispose()


def filled(db: Database, model: type[Base]) -> set[str]:
    """The columns that hold something in any row."""
    columns = [column.key for column in inspect(model).column_attrs]
    with db.reading() as session:
        found = session.scalars(select(model)).all()
    return {name for name in columns if any(getattr(row, name) is not None for row in found)}


def test_a_store_with_users_is_left_alone(term):
    before = everything_handed_in(term)

    with pytest.raises(Conflict):
        Term(term, students=3, seed=1, password="correct horse", now=NOW)
    assert everything_handed_in(term) == before
