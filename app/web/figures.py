"""How templates write figures: shares, correlations, times, and why there is none."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from babel.dates import format_datetime
from flask import Blueprint
from flask_babel import get_locale

from app.domain.item_analysis import Figure, Step
from app.domain.texts import Message, say
from app.web.languages import said

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_UNITS: Final[tuple[Callable[[int], Message], ...]] = (
    lambda number: say("%(number)s d", number=number),
    lambda number: say("%(number)s h", number=number),
    lambda number: say("%(number)s min", number=number),
    lambda number: say("%(number)s s", number=number),
)
_STEPS = {Step.HOUR: say("d MMM, HH:mm"), Step.DAY: say("d MMM"), Step.WEEK: say("d MMM")}


def add_filters(pages: Blueprint) -> None:
    """Give the filters to all templates."""
    pages.add_app_template_filter(decimals)
    pages.add_app_template_filter(duration)
    pages.add_app_template_filter(span_name)
    pages.add_app_template_filter(plain_value)


def decimals(value: float, most: int = 2) -> str:
    """Write a number with at most so many decimals and the sign for minus: 0.5, 2, 13."""
    text = f"{value:.{most}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.removeprefix("-") if text in ("-0", "0") else text.replace("-", "\u2212")


def duration(seconds: float) -> str:
    """Write a time in its two greatest units: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h."""
    whole = round(seconds)
    amounts = whole // _DAY, whole % _DAY // _HOUR, whole % _HOUR // _MINUTE, whole % _MINUTE
    greatest = next((place for place, amount in enumerate(amounts) if amount), len(amounts) - 1)
    shown = [
        said(_UNITS[place](amounts[place]))
        for place in range(greatest, min(greatest + 2, len(amounts)))
        if amounts[place] or place == greatest
    ]
    return " ".join(shown)


def span_name(begins: dt.datetime, step: Step) -> str:
    """Name a span of time by its beginning, in UTC."""
    return format_datetime(begins, said(_STEPS[step]), locale=get_locale() or "en_GB")


def plain_value(figure: Figure, scale: float = 1.0) -> str:
    """Write a figure for a script that draws it: as a plain number, or nothing."""
    return "" if figure.value is None else f"{figure.value * scale:.6g}"
