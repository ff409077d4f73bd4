"""How a made-up student works through an assignment: the rows that this leaves behind."""

import datetime as dt
import math
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from app.cli.simulation.answering import answer
from app.cli.simulation.learners import Learner
from app.db import Base
from app.domain.credit import Rules, Times
from app.domain.diagnosis import Dealt, deal
from app.domain.marking import same_answers
from app.domain.problems import SEEDS, Problem, find_problem
from app.domain.sittings import OwnTimes
from app.domain.submissions import MAX_TRIES, NEVER_ENDED, SubmissionState
from app.models import Assignment, Item, Result, SittingRow, Submission, Variant
from app.queries.own_times import times_with
from app.services.dealing import MOST_SEEDS
from app.services.verdicts import Claim, Known, judge

# How often marking fails for good, and how often a wrong answer is the last one at an item.
_FAILS, _GIVES_UP = 0.002, 0.18
# How often feedback takes the misconception away that it names.
_UNLEARNS = 0.35
_THINKING_MINUTES = 3.0
_PRACTICE = Rules(carries_slips=True)
_PRACTICE_ATTEMPTS = 3


@dataclass(frozen=True)
class Visit:
    """A student who works.

    Attributes:
        learner: Who it is.
        user_id: Their account.
        random: Where chance comes from.
        now: Nothing happens after this moment.
    """

    learner: Learner
    user_id: uuid.UUID
    random: Random
    now: dt.datetime

    def minutes(self, typical: float) -> dt.timedelta:
        """Return some minutes: now and then much longer than is typical."""
        return dt.timedelta(minutes=typical * math.exp(self.random.gauss(0, 0.6)))


@dataclass(frozen=True)
class Sheet:
    """An assignment that a class works through.

    Attributes:
        assignment: The assignment.
        items: Its items in their order.
        given: Until when single students were given time.
    """

    assignment: Assignment
    items: Sequence[Item]
    given: Mapping[uuid.UUID, dt.datetime]
    _texts: dict[uuid.UUID, Counter[str]] = field(default_factory=dict)

    def deal(self, item: Item, random: Random) -> Dealt:
        """Deal as the service does: no two students of an item get the same text while there is another one."""
        held = self._texts.setdefault(item.id, Counter())
        problem = find_problem(item.problem)
        tried: list[Dealt] = []
        while len(tried) < MOST_SEEDS:
            tried.append(deal(problem, random.randrange(SEEDS)))
            if not held[tried[-1].variant.code]:
                break
        chosen = min(tried, key=lambda dealt: held[dealt.variant.code])
        held[chosen.variant.code] += 1
        return chosen


def work_through(visit: Visit, sheet: Sheet) -> Iterator[Base]:
    """Yield what a student leaves behind who works through an assignment, by the times that hold for them."""
    assignment, until = sheet.assignment, sheet.given.get(visit.user_id)
    own = times_with(assignment.times, assignment.minutes, until)
    moment = _begin(visit, own.times)
    if assignment.minutes is not None:
        if moment > visit.now or not own.times.phase(moment).takes_work:
            return
        sitting = SittingRow(
            assignment_id=assignment.id,
            user_id=visit.user_id,
            started_at=moment,
            minutes=assignment.minutes,
        )
        yield sitting
        own = times_with(assignment.times, assignment.minutes, until, sitting=sitting)
    for item in sheet.items:
        if visit.random.random() > visit.learner.diligence:
            continue
        moment += visit.minutes(1)
        work = _Work(visit, assignment.rules, own, moment, assignment.course_id)
        while work.goes_on(item.max_attempts):
            work.take(sheet.deal(item, visit.random), item.id)
            work.attempt(item.max_attempts)
        yield from work.rows
        moment = work.moment


def practise(visit: Visit, problem: Problem, moment: dt.datetime) -> Iterator[Base]:
    """Yield what a student leaves behind who tries a problem for practice."""
    work = _Work(visit, _PRACTICE, OwnTimes(), moment)
    work.take(deal(problem, visit.random.randrange(SEEDS)), None)
    work.attempt(_PRACTICE_ATTEMPTS)
    yield from work.rows


def _begin(visit: Visit, times: Times) -> dt.datetime:
    """Return when a student begins: by their habits between opening and due time, and by day."""
    opens, due = times.opens_at, times.due_at
    if opens is None or due is None:
        raise ValueError("an assignment of a term opens and is due")
    wished = opens + (due - opens) * (visit.learner.delay + visit.random.gauss(0, 0.08))
    hour = visit.random.choice((8, 10, 11, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 21, 22))
    begin = wished.replace(hour=hour, minute=visit.random.randrange(60), second=17)
    return max(opens, begin) + visit.minutes(1)


class _Work:
    """A student at one item: what they were dealt and sent in so far, and what time it is.

    Attributes:
        rows: What this leaves behind.
        moment: When they last did something.
    """

    def __init__(
        self,
        visit: Visit,
        rules: Rules,
        own: OwnTimes,
        moment: dt.datetime,
        course_id: uuid.UUID | None = None,
    ) -> None:
        self.rows: list[Base] = []
        self.moment = moment
        self._visit, self._own, self._course_id = visit, own, course_id
        self._rules = replace(rules, times=own.times)
        self._sent: list[Submission] = []
        self._scores: list[tuple[dt.datetime, float | None]] = []
        self._dealt = 0
        self._doubted: set[str] = set()
        self._is_over = False

    def goes_on(self, most: int) -> bool:
        """Tell whether they take an exercise, the first one or another."""
        return (
            not self._is_over
            and len(self._scores) < most
            and self._may_work()
            and not self._rules.is_complete(self._rules.tries(self._scores))
        )

    def take(self, dealt: Dealt, item_id: uuid.UUID | None) -> None:
        """Open an exercise."""
        self._dealt += 1
        self._variant = Variant.from_dealt(
            dealt, user_id=self._visit.user_id, item_id=item_id, number=self._dealt
        )
        self._variant.created_at = self.moment
        self._known = Known(
            dealt.variant,
            truth=dealt.truth,
            predictions=None,
            carries_slips=self._rules.carries_slips,
            listed=find_problem(dealt.variant.problem).misconceptions,
            accepted=(),
        )
        self.rows.append(self._variant)

    def attempt(self, most: int) -> None:
        """Answer the exercise until it is solved, no attempt is left, time is over or they give up."""
        while not self._is_over and len(self._scores) < most:
            problem = find_problem(self._variant.problem)
            self.moment += self._visit.minutes(_THINKING_MINUTES + problem.difficulty)
            given = answer(
                self._known,
                self._visit.learner,
                self._visit.random,
                doubted=self._doubted,
                tries=len(self._scores),
            )
            if not self._may_work() or self._was_sent(given):
                self._is_over = True
                break
            self._send(given)
            if self._rules.new_exercises and self._sent[-1].state is SubmissionState.MARKED:
                break

    def _may_work(self) -> bool:
        return self.moment <= self._visit.now and self._own.takes_work(self.moment)

    def _was_sent(self, given: Mapping[str, str]) -> bool:
        return any(
            one.variant_id == self._variant.id
            and one.state is SubmissionState.MARKED
            and same_answers(one.answers, given)
            for one in self._sent
        )

    def _send(self, given: dict[str, str]) -> None:
        submission = Submission(
            id=uuid.uuid4(),
            variant_id=self._variant.id,
            user_id=self._visit.user_id,
            item_id=self._variant.item_id,
            course_id=self._course_id,
            attempt=len(self._sent) + 1,
            idempotency_key=uuid.uuid4().hex,
            answers=given,
            state=SubmissionState.MARKED,
            tries=1,
            epoch=1,
            created_at=self._own.received(self.moment),
        )
        self._sent.append(submission)
        self.rows.append(submission)
        if self._visit.random.random() < _FAILS:
            submission.state, submission.failure = SubmissionState.FAILED, NEVER_ENDED
            submission.tries = submission.epoch = MAX_TRIES
            return
        result = _result(submission, self._known, self._visit)
        self.rows.append(result)
        self._scores.append((self.moment, result.score))
        if result.diagnosis is not None:
            # A worker looks for what misconceptions answer only once an answer is wrong.
            self._variant.predictions = self._known.found.get("predictions")
        self._learn(result)
        if result.score < 1:
            self._is_over = self._visit.random.random() < _GIVES_UP
        elif not self._rules.new_exercises:
            self._is_over = True

    def _learn(self, result: Result) -> None:
        """Doubt what feedback names, and sometimes give it up for good."""
        findings = (result.diagnosis or {}).get("findings") or [{"codes": []}]
        for code in findings[0]["codes"]:
            self._doubted.add(code)
            if self._visit.random.random() < _UNLEARNS:
                self._visit.learner.beliefs.discard(code)


def _result(submission: Submission, known: Known, visit: Visit) -> Result:
    claim = Claim(submission.id, submission.epoch, submission.answers, submission.variant_id)
    result = judge(claim, known).result
    if result is None:
        raise AssertionError("what the library deals can be marked")
    result.marked_at = submission.created_at + dt.timedelta(seconds=visit.random.uniform(0.3, 4))
    return result
