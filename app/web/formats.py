"""How templates write numbers, times and states."""

import datetime as dt

from babel.dates import format_datetime
from flask import Flask
from flask_babel import get_locale, gettext

from app.domain.marking import AnswerFormatError, parse_answer, read_answer
from app.domain.problems import Question
from app.domain.submissions import SubmissionState
from app.domain.texts import say
from app.domain.time_zones import in_zone, time_zones
from app.queries.exercises import SubmissionRow
from app.queries.waiting import Standing
from app.web.figures import decimals
from app.web.languages import said

_STATE_WORDS = {
    SubmissionState.QUEUED: say("queued"),
    SubmissionState.MARKING: say("being marked"),
    SubmissionState.MARKED: say("marked"),
    SubmissionState.FAILED: say("failed"),
}


def init_app(app: Flask) -> None:
    """Give the filters, and the time zones there are, to all templates."""
    app.jinja_env.filters.update(
        local=local,
        number=number,
        percent=percent,
        plain=plain,
        read_as=read_as,
        seen=seen,
        shade=shade,
        state_word=state_word,
        utc=utc,
    )
    app.jinja_env.globals["time_zones"] = time_zones


def number(value: float) -> str:
    """Write points with at most two decimals and no trailing zeros: 4, 2.5, 1.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(share: float, most: int = 0) -> str:
    """Write a share in [0, 1] as a percentage with at most so many decimals: 67 %, 33.3 %."""
    return gettext("%(number)s %%") % {"number": decimals(share * 100, most)}


def shade(share: float) -> int:
    """Return the step of a five-step scale, 0 to 4, that a share in [0, 1] falls on."""
    return min(4, int(share * 4 + 1e-9))


def plain(value: float) -> str:
    """Write a small number without an exponent: 0.000001."""
    return f"{value:.15f}".rstrip("0").rstrip(".")


def read_as(text: str, question: Question | None = None) -> str:
    """Say how a stored answer was read; an option says what its student chose to be so."""
    for option in question.options if question else ():
        if option.value == text:
            return option.label
    try:
        return (read_answer(question, text) if question else parse_answer(text)).read_as()
    except AnswerFormatError:
        # Stored under an older grammar; what was typed is the next best thing.
        return text


def seen(row: SubmissionRow | Standing) -> str:
    """Name a submission's visible state; a poll that brings the same name gets no new fragment."""
    return f"{row.state.value}-{row.tries}-{row.position_in_queue or 0}"


def state_word(state: SubmissionState) -> str:
    """Say where a submission stands."""
    return said(_STATE_WORDS[state])


def local(instant: dt.datetime, zone: str) -> str:
    """Write an instant as the clocks of a time zone show it."""
    return _written(in_zone(instant, zone))


def utc(instant: dt.datetime) -> str:
    """Write an instant in UTC; the page's script shows it in the reader's own zone."""
    return gettext("%(time)s UTC") % {"time": _written(instant.astimezone(dt.UTC))}


def _written(instant: dt.datetime) -> str:
    pattern = gettext("d MMM y, HH:mm")
    return str(format_datetime(instant, pattern, instant.tzinfo, get_locale() or "en_GB"))
