"""Misconceptions that a student's answers showed, and whether they have left them behind."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.learning.answer import Answer, first_answers


@dataclass(frozen=True)
class MetBelief:
    """A misconception that answers showed.

    Attributes:
        code: The misconception.
        exercises: In how many exercises it was seen.
        last_at: When it was seen last.
        overcome: Whether an exercise in which it leads astray was since answered right at the first attempt.
    """

    code: str
    exercises: int
    last_at: dt.datetime
    overcome: bool


def beliefs_met(
    answers: Sequence[Answer], tells: Mapping[str, Collection[str]]
) -> tuple[MetBelief, ...]:
    """Return the misconceptions seen in a student's answers, the newest first.

    Args:
        answers: Their answers, in their order.
        tells: For each problem the misconceptions that lead astray in it; the problems in which one was seen count too.
    """
    seen: dict[str, list[Answer]] = {}
    for answer in answers:
        for code in answer.codes:
            seen.setdefault(code, []).append(answer)
    rights = [answer for answer in first_answers(answers) if answer.is_right]
    met = (_met(code, showing, rights, tells) for code, showing in seen.items())
    return tuple(sorted(met, key=lambda belief: (belief.last_at, belief.code), reverse=True))


def _met(
    code: str,
    showing: Sequence[Answer],
    rights: Sequence[Answer],
    tells: Mapping[str, Collection[str]],
) -> MetBelief:
    last, problems = showing[-1], {answer.problem for answer in showing}
    overcome = any(
        answer.at > last.at
        and (answer.problem in problems or code in tells.get(answer.problem, ()))
        for answer in rights
    )
    return MetBelief(code, len({answer.variant for answer in showing}), last.at, overcome)
