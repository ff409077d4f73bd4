"""An exercise and its submissions, as their student and the teaching team see them.

The truth leaves this module only for a practice variant whose answers were shown, and for an item of an assignment
whose rules show it; results and explanations, which tell it as well, likewise: `_shown` decides it for every page.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.domain.credit import Phase
from app.domain.marking import Mark, truth_text
from app.domain.problems import Question, Truth, find_topic
from app.domain.roles import RIGHTS, Right
from app.domain.sittings import NOT_STARTED, Stage
from app.domain.submissions import SubmissionState
from app.errors import NOT_OPEN_YET, NotFound, NotOpen
from app.models import Submission
from app.queries.comments import CommentRow, comments_to
from app.queries.diagnoses import DiagnosisRow, read_diagnosis
from app.queries.opened_exercises import find_opened, find_work
from app.queries.places import ItemPlace, item_place
from app.queries.problems import find_facts
from app.queries.told_regrades import ToldRegrade, told_regrades


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
class PastSubmission:
    """A submission to any exercise of an item, as the history lists it; its score is None where it is not shown."""

    id: uuid.UUID
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    score: float | None


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
    teachers have written about the item, shown together with its results. `is_asked_about` says whether anybody has
    asked anything about the exercise.
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
    is_asked_about: bool


def exercise(session: Session, user_id: uuid.UUID, variant_id: uuid.UUID) -> Exercise:
    """Return an exercise for its student or a teacher of its course; practice that is asked about for administrators.

    Raises:
        NotFound: It is neither theirs nor of a course they instruct.
        NotOpen: It is theirs, of an assignment that is not open yet, or whose time limit they have not started.
    """
    opened = find_opened(session, reader_id=user_id, variant_id=variant_id)
    teaches = _teaches(opened, user_id)
    work = find_work(session, opened)
    item = item_place(opened, work.sent, teaches=teaches)
    if item is not None and not teaches:
        _require_shown(item)
    used = [one.variant_id for one in work.sent if one.state is not SubmissionState.FAILED]
    solved_at = {one.variant_id for one in work.sent if one.score == 1}
    takes_attempt = item is None or item.rules.takes_attempt(
        used_here=variant_id in used, is_newest=variant_id == work.dealt[-1]
    )
    # Of an exercise that is over, the story may be told once another one of the item is solved.
    solved = variant_id in solved_at or (bool(solved_at) and not takes_attempt)
    shows_verdict, shows_truth, may_explain = _shown(opened, item, solved=solved, teaches=teaches)
    title, topic, topic_title, difficulty, summary = _described(session, opened.problem)
    questions = tuple(map(Question.from_json, opened.questions))
    here = [one for one in work.sent if one.variant_id == variant_id]
    return Exercise(
        variant_id=opened.id,
        student_id=opened.user_id,
        student_name=opened.student_name,
        problem=opened.problem,
        version=opened.version,
        seed=opened.seed,
        title=title,
        topic=topic,
        topic_title=topic_title,
        difficulty=difficulty,
        summary=summary,
        code=opened.code,
        questions=questions,
        rtol=opened.rtol,
        atol=opened.atol,
        legacy=opened.legacy,
        item=item,
        number=opened.number,
        newest_id=work.dealt[-1],
        takes_attempt=takes_attempt,
        attempts_used=len(used),
        attempts_left=None if item is None else max(0, item.max_attempts - len(used)),
        submissions=_rows(session, here, item, shows_verdict=shows_verdict),
        history=tuple(_past(one, shows_score=shows_verdict) for one in work.sent),
        revealed=_answers(questions, opened.truth) if shows_truth else None,
        teaches=teaches,
        shows_verdict=shows_verdict,
        may_explain=may_explain,
        draft=_draft(opened),
        comments=_comments(session, opened) if shows_verdict else (),
        is_asked_about=opened.is_asked_about,
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


def _comments(session: Session, opened: Row[Any]) -> tuple[CommentRow, ...]:
    if not opened.is_commented:
        return ()
    item_id = opened.item_id
    return comments_to(session, [item_id], opened.user_id).get(item_id, ())


def _teaches(opened: Row[Any], user_id: uuid.UUID) -> bool:
    """Return whether the reader of an exercise reads it as a teacher.

    Raises:
        NotFound: It is not theirs to read at all.
    """
    teaches = opened.role is not None and Right.SEE_WORK in RIGHTS[opened.role]
    if opened.item_id is None:
        # Practice belongs to no course; administrators see what its student asked about, and nothing else.
        teaches = teaches and opened.user_id != user_id and opened.is_asked_about
    if opened.user_id != user_id and not teaches:
        raise NotFound
    return teaches


def _require_shown(item: ItemPlace) -> None:
    """Show an exercise only once its assignment is open, and its student's clock runs or has run."""
    if item.phase is Phase.BEFORE:
        raise NotOpen(NOT_OPEN_YET)
    if item.phase.takes_work and item.own.stage(item.now) is Stage.TO_START:
        raise NotOpen(NOT_STARTED)


def _draft(opened: Row[Any]) -> TypedAnswers | None:
    if opened.draft_counter is None:
        return None
    return TypedAnswers(opened.draft_answers, opened.draft_counter)


def _described(session: Session, problem: str) -> tuple[str, str, str, int | None, str]:
    facts = find_facts(session, [problem]).get(problem)
    if facts is None:
        # The library has dropped the file; what was dealt stays readable.
        return problem, "", "", None, ""
    topic = find_topic(facts.topic)
    return facts.title, topic.slug, topic.title, facts.difficulty, facts.summary


def _rows(
    session: Session, sent: Sequence[Row[Any]], item: ItemPlace | None, *, shows_verdict: bool
) -> tuple[SubmissionRow, ...]:
    regraded = [one.id for one in sent if one.is_regraded] if shows_verdict else []
    told = told_regrades(session, regraded) if regraded else {}
    return tuple(_row(one, item, told.get(one.id, ()), shows_verdict=shows_verdict) for one in sent)


def _row(
    found: Row[Any],
    item: ItemPlace | None,
    told: tuple[ToldRegrade, ...],
    *,
    shows_verdict: bool,
) -> SubmissionRow:
    shows = shows_verdict and found.marked_at is not None
    return SubmissionRow(
        id=found.id,
        variant_id=found.variant_id,
        attempt=found.attempt,
        state=found.state,
        created_at=found.created_at,
        handed_in=found.handed_in,
        marked_at=found.marked_at if shows else None,
        score=found.score if shows else None,
        points=item.points_of.get(found.id) if item is not None and shows_verdict else None,
        answers=found.answers,
        marks=tuple(map(Mark.from_json, found.marks)) if shows else (),
        diagnosis=read_diagnosis(found.diagnosis) if shows else None,
        failure=found.failure,
        tries=found.tries,
        position_in_queue=found.position_in_queue,
        regrades=told,
    )


def _past(found: Row[Any], *, shows_score: bool) -> PastSubmission:
    return PastSubmission(
        found.id,
        found.attempt,
        found.state,
        found.created_at,
        found.score if shows_score else None,
    )


def _shown(
    opened: Row[Any], item: ItemPlace | None, *, solved: bool, teaches: bool
) -> tuple[bool, bool, bool]:
    """Return whether the reader sees results, right answers and the explanation."""
    if item is None:
        is_revealed = opened.revealed_at is not None
        return True, is_revealed, teaches or is_revealed or solved
    feedback, phase = item.feedback, item.phase
    shows_truth = feedback.shows_truth(phase, solved=solved)
    shows_explanation = feedback.shows_explanation(phase, solved=solved)
    # The exercise page is the student's: a teacher finds the answers in the explanation.
    return teaches or feedback.shows_verdict(phase), shows_truth, teaches or shows_explanation


def _answers(
    questions: Sequence[Question], truth: Mapping[str, Truth] | None
) -> Mapping[str, str] | None:
    if truth is None:
        return None
    return {question.id: _answer(question, truth[question.id]) for question in questions}


def _answer(question: Question, truth: Truth) -> str:
    text = truth_text(truth)
    return next((option.label for option in question.options if option.value == text), text)
