"""The form and the picture of an assignment's times."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.credit import MOST_STEPS, Step, Times
from app.domain.texts import say
from app.domain.time_zones import TimeFormatError, local_text, read_local
from app.errors import InvalidInput

_TIMES = ("opens_at", "due_at", "closes_at")
# Beside what is set, lines for so many more steps.
_SPARE_STEPS = 2
# The picture is as wide as 100; a stretch without an end gets so much, and none is too narrow to be seen.
_NARROWEST = 6.0
_TALLEST_PERCENT = 100.0


@dataclass(frozen=True)
class Bar:
    """A stretch of the picture, in percent of its width and height.

    Attributes:
        kind: `early`, `full`, `late` or `none`, which is its colour.
    """

    x: float
    width: float
    height: float
    kind: str
    start: dt.datetime | None
    end: dt.datetime | None
    percent: float


def schedule_fields(times: Times, zone: str) -> dict[str, str]:
    """Return the form's fields as they stand for an assignment with these times."""
    fields = {name: local_text(getattr(times, name), zone) for name in _TIMES}
    for number, step in enumerate(times.steps):
        fields[f"until.{number}"] = local_text(step.until, zone)
        fields[f"percent.{number}"] = f"{step.percent:g}"
    return fields


def step_numbers(fields: Mapping[str, str]) -> range:
    """Return the numbers of the lines for early and late credit: those filled in, and some to fill in."""
    filled = [number for number in range(MOST_STEPS) if fields.get(f"until.{number}", "").strip()]
    return range(min(MOST_STEPS, max(filled, default=-1) + 1 + _SPARE_STEPS))


def read_schedule(fields: Mapping[str, str], zone: str) -> Times:
    """Read the form.

    Raises:
        InvalidInput: Something is no time or no percentage.
    """
    errors, read = {}, {}
    for name in _TIMES:
        try:
            read[name] = read_local(fields.get(name, ""), zone)
        except TimeFormatError as error:
            errors[name] = str(error)
    try:
        steps = tuple(_steps(fields, zone))
    except ValueError as error:
        errors["steps"] = str(error)
        steps = ()
    if errors:
        raise InvalidInput(say("The times need another look."), errors)
    return Times(**read, steps=steps)


def _steps(fields: Mapping[str, str], zone: str) -> Iterator[Step]:
    for number in range(MOST_STEPS):
        until = read_local(fields.get(f"until.{number}", ""), zone)
        percent = fields.get(f"percent.{number}", "").strip()
        if until is None and not percent:
            continue
        if until is None or not percent:
            raise ValueError(
                say("A line needs both a time and a percentage. Fill in both, or empty both.")
            )
        try:
            yield Step(until, float(percent))
        except ValueError:
            raise ValueError(say("Type the credit as a number, for instance 50.")) from None


def draw(times: Times) -> tuple[Bar, ...]:
    """Return the picture of an assignment's times, a bar for each stretch of the same credit; empty without times."""
    spans = times.spans()
    known = [
        (span.end - span.start).total_seconds()
        for span in spans
        if span.start is not None and span.end is not None
    ]
    if spans[0].start is None and spans[-1].end is None:
        return ()
    total = sum(known) or 1.0
    unknown = total / len(known) if known else total
    widths = [
        max(
            _NARROWEST,
            100
            * (
                (span.end - span.start).total_seconds()
                if span.start is not None and span.end is not None
                else unknown
            )
            / total,
        )
        for span in spans
    ]
    tallest = max(_TALLEST_PERCENT, *(span.percent for span in spans))
    bars, x = [], 0.0
    for span, width in zip(spans, widths, strict=True):
        share = 100 * width / sum(widths)
        height = max(3.0, 100 * span.percent / tallest)
        bars.append(Bar(x, share, height, _kind(span.percent), span.start, span.end, span.percent))
        x += share
    return tuple(bars)


def _kind(percent: float) -> str:
    if percent > _TALLEST_PERCENT:
        return "early"
    if percent == _TALLEST_PERCENT:
        return "full"
    return "late" if percent else "none"
