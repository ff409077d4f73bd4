"""An exercise and its submissions, as their student and the teaching team see them.

The truth leaves this module only for a practice variant whose answers were shown, and for an item of an assignment
whose rules show it; results and explanations, which tell it as well, likewise: `_shown` decides it for every page.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.domain.credit import Phase
from app.domain.marking import Mark, truth_text
from app.domain.problems import Question, Truth, find_topic
from app.domain.roles import RIGHTS, Right
from app.domain.sittings import NOT_STARTED, Stage
from app.domain.submissions import SubmissionState
from app.errors import NOT_OPEN_YET, NotFound, NotOpen
from app.models import Assignment, Draft, Inquiry, Item, Submission, Variant
from app.queries.comments import CommentRow, comments_to
from app.queries.diagnoses import DiagnosisRow, read_diagnosis
from app.queries.item_history import PastSubmission, exercises_of, past_submission
from app.queries.membership import role_in
from app.queries.places import ItemPlace, find_item_place
from app.queries.problems import find_facts
from app.queries.told_regrades import ToldRegrade, told_regrades
from app.queries.waiting import place_in_queue


@dataclass(frozen=True)
class SubmissionRow:
    """One submission: what was typed, where it stands, and its marks once it has them.

    `points` is what it came to, at what the attempt was worth, or added to a streak; None in practice.
    `position_in_queue` counts from 1 while it waits, and is None where very many wait before it. `handed_in` says that
    it was taken from the draft at closing time. `regrades` are those that gave it another score.
    """

    id: uuid.UUID
    variant_id: uuid.UUID
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    handed_in: bool
    marked_at: dt.datetime | None
    score: float | None
    points: float | None
    answers: Mapping[str, str]
    marks: tuple[Mark, ...]
    diagnosis: DiagnosisRow | None
    failure: str | None
    tries: int
    position_in_queue: int | None
    regrades: tuple[ToldRegrade, ...] = ()


@dataclass(frozen=True)
class TypedAnswers:
    """What stands in the form, by question, and the counter of its last change."""

    answers: Mapping[str, str]
    counter: int


@dataclass(frozen=True)
class Exercise:
    """An exercise page.

    `revealed` holds the answers by question, as PyTorch would print them, once they are shown. `may_explain` says
    whether the reader may see how the program runs, and `shows_verdict` whether `submissions` hold results. `teaches`
    says that the reader is a teacher of its course, or the administrator whom its student asks: no times bind them.
    `draft` is what its student has typed last, None where nothing is kept and for everybody else. `comments` are what
    teachers have written about the item, shown together with its results.
    """

    variant_id: uuid.UUID
    student_id: uuid.UUID
    student_name: str
    problem: str
    version: str
    seed: int
    title: str
    topic: str
    topic_title: str
    difficulty: int | None
    summary: str
    code: str
    questions: tuple[Question, ...]
    rtol: float
    atol: float
    legacy: bool
    item: ItemPlace | None
    number: int
    newest_id: uuid.UUID
    takes_attempt: bool
    attempts_used: int
    attempts_left: int | None
    submissions: tuple[SubmissionRow, ...]
    history: tuple[PastSubmission, ...]
    revealed: Mapping[str, str] | None
    may_explain: bool
    shows_verdict: bool
    teaches: bool
    draft: TypedAnswers | None
    comments: tuple[CommentRow, ...]


def exercise(session: Session, user_id: uuid.UUID, variant_id: uuid.UUID) -> Exercise:
    """Return an exercise for its student or a teacher of its course; practice that is asked about for administrators.

    Raises:
        NotFound: It is neither theirs nor of a course they instruct.
        NotOpen: It is theirs, of an assignment that is not open yet, or whose time limit they have not started.
    """
    variant, teaches = _readable_variant(session, user_id, variant_id)
    dealt = exercises_of(session, variant)
    past = session.scalars(
        select(Submission)
        .options(joinedload(Submission.result))
        .where(Submission.variant_id.in_(dealt))
        .order_by(Submission.attempt.desc())
    ).all()
    submissions = [one for one in past if one.variant_id == variant_id]
    item = find_item_place(session, variant.item_id, variant.user_id, past, teaches=teaches)
    if item is not None and not teaches:
        _require_shown(item)
    used = [one.variant_id for one in past if one.state is not SubmissionState.FAILED]
    solved_at = {one.variant_id for one in past if one.result is not None and one.result.score == 1}
    takes_attempt = item is None or item.rules.takes_attempt(
        used_here=variant_id in used, is_newest=variant_id == dealt[-1]
    )
    # Of an exercise that is over, the story may be told once another one of the item is solved.
    solved = variant_id in solved_at or (bool(solved_at) and not takes_attempt)
    shows_verdict, shows_truth, may_explain = _shown(variant, item, solved=solved, teaches=teaches)
    title, topic, topic_title, difficulty, summary = _described(session, variant)
    return Exercise(
        variant_id=variant.id,
        student_id=variant.user_id,
        student_name=variant.user.display_name,
        problem=variant.problem,
        version=variant.version,
        seed=variant.seed,
        title=title,
        topic=topic,
        topic_title=topic_title,
        difficulty=difficulty,
        summary=summary,
        code=variant.code,
        questions=tuple(Question.from_json(question) for question in variant.questions),
        rtol=variant.rtol,
        atol=variant.atol,
        legacy=variant.legacy,
        item=item,
        number=variant.number,
        newest_id=dealt[-1],
        takes_attempt=takes_attempt,
        attempts_used=len(used),
        attempts_left=None if item is None else max(0, item.max_attempts - len(used)),
        submissions=_rows(session, submissions, item, shows_verdict=shows_verdict),
        history=tuple(past_submission(one, shows_score=shows_verdict) for one in past),
        revealed=_answers(variant) if shows_truth else None,
        teaches=teaches,
        shows_verdict=shows_verdict,
        may_explain=may_explain,
        draft=_draft(session, variant_id) if variant.user_id == user_id else None,
        comments=_comments(session, variant) if shows_verdict else (),
    )


def submission_page(
    session: Session, user_id: uuid.UUID, submission_id: uuid.UUID
) -> tuple[Exercise, SubmissionRow]:
    """Return one submission with its exercise, for its student, or for a teacher of its course.

    Raises:
        NotFound: It is neither theirs nor of a course they teach.
        NotOpen: It is theirs, of an assignment that is not open yet.
    """
    variant_id = session.scalars(
        select(Submission.variant_id).where(Submission.id == submission_id)
    ).one_or_none()
    if variant_id is None:
        raise NotFound
    page = exercise(session, user_id, variant_id)
    return page, next(one for one in page.submissions if one.id == submission_id)


def _comments(session: Session, variant: Variant) -> tuple[CommentRow, ...]:
    if variant.item_id is None:
        return ()
    return comments_to(session, [variant.item_id], variant.user_id).get(variant.item_id, ())


def _readable_variant(
    session: Session, user_id: uuid.UUID, variant_id: uuid.UUID
) -> tuple[Variant, bool]:
    """Return a variant, and whether the user may read it as a teacher."""
    found = session.execute(
        select(Variant, role_in(user_id, Assignment.course_id))
        .options(joinedload(Variant.user))
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .where(Variant.id == variant_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    variant, role = found
    teaches = role is not None and Right.SEE_WORK in RIGHTS[role]
    if variant.item_id is None:
        # Practice belongs to no course; administrators see what its student asked about, and nothing else.
        teaches = teaches and variant.user_id != user_id and _is_asked_about(session, variant.id)
    if variant.user_id != user_id and not teaches:
        raise NotFound
    return variant, teaches


def _require_shown(item: ItemPlace) -> None:
    """Show an exercise only once its assignment is open, and its student's clock runs or has run."""
    if item.phase is Phase.BEFORE:
        raise NotOpen(NOT_OPEN_YET)
    if item.phase.takes_work and item.own.stage(item.now) is Stage.TO_START:
        raise NotOpen(NOT_STARTED)


def _draft(session: Session, variant_id: uuid.UUID) -> TypedAnswers | None:
    found = session.get(Draft, variant_id)
    return TypedAnswers(found.answers, found.counter) if found else None


def _is_asked_about(session: Session, variant_id: uuid.UUID) -> bool:
    asked = select(Inquiry.id).where(Inquiry.variant_id == variant_id).limit(1)
    return session.scalars(asked).first() is not None


def _described(session: Session, variant: Variant) -> tuple[str, str, str, int | None, str]:
    facts = find_facts(session, [variant.problem]).get(variant.problem)
    if facts is None:
        # The library has dropped the file; what was dealt stays readable.
        return variant.problem, "", "", None, ""
    topic = find_topic(facts.topic)
    return facts.title, topic.slug, topic.title, facts.difficulty, facts.summary


def _rows(
    session: Session,
    submissions: Sequence[Submission],
    item: ItemPlace | None,
    *,
    shows_verdict: bool,
) -> tuple[SubmissionRow, ...]:
    rows = (_row(session, one, item) for one in submissions)
    if not shows_verdict:
        return tuple(map(_without_result, rows))
    told = told_regrades(session, [one.id for one in submissions])
    return tuple(dataclasses.replace(row, regrades=told.get(row.id, ())) for row in rows)


def _row(session: Session, found: Submission, item: ItemPlace | None) -> SubmissionRow:
    result = found.result
    return SubmissionRow(
        id=found.id,
        variant_id=found.variant_id,
        attempt=found.attempt,
        state=found.state,
        created_at=found.created_at,
        handed_in=found.handed_in,
        marked_at=result.marked_at if result else None,
        score=result.score if result else None,
        points=item.points_of.get(found.id) if item else None,
        answers=dict(found.answers),
        marks=tuple(Mark.from_json(mark) for mark in result.marks) if result else (),
        diagnosis=read_diagnosis(result.diagnosis) if result else None,
        failure=found.failure,
        tries=found.tries,
        position_in_queue=place_in_queue(session, found.id)
        if found.state is SubmissionState.QUEUED
        else None,
    )


def _shown(
    variant: Variant, item: ItemPlace | None, *, solved: bool, teaches: bool
) -> tuple[bool, bool, bool]:
    """Return whether the reader sees results, right answers and the explanation."""
    if item is None:
        is_revealed = variant.revealed_at is not None
        return True, is_revealed, teaches or is_revealed or solved
    feedback, phase = item.feedback, item.phase
    shows_truth = feedback.shows_truth(phase, solved=solved)
    shows_explanation = feedback.shows_explanation(phase, solved=solved)
    # The exercise page is the student's: a teacher finds the answers in the explanation.
    return teaches or feedback.shows_verdict(phase), shows_truth, teaches or shows_explanation


def _without_result(row: SubmissionRow) -> SubmissionRow:
    return dataclasses.replace(
        row, marked_at=None, score=None, points=None, marks=(), diagnosis=None
    )


def _answers(variant: Variant) -> Mapping[str, str] | None:
    if variant.truth is None:
        return None
    questions = map(Question.from_json, variant.questions)
    return {question.id: _answer(question, variant.truth[question.id]) for question in questions}


def _answer(question: Question, truth: Truth) -> str:
    text = truth_text(truth)
    return next((option.label for option in question.options if option.value == text), text)
