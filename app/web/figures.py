"""How templates write figures: shares, correlations, times, and why there is none."""

import datetime as dt

from flask import Blueprint

from app.domain.item_analysis import Figure, Step

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STEPS = {Step.HOUR: "%-d %b, %H:%M", Step.DAY: "%-d %b", Step.WEEK: "%-d %b"}


def add_filters(pages: Blueprint) -> None:
    """Give the filters to all templates."""
    pages.add_app_template_filter(in_percent)
    pages.add_app_template_filter(decimals)
    pages.add_app_template_filter(duration)
    pages.add_app_template_filter(span_name)
    pages.add_app_template_filter(plain_value)


def in_percent(share: float) -> str:
    """Write a share in [0, 1] as a percentage without its sign, with at most one decimal: 33.3, 50."""
    return decimals(share * 100, 1)


def decimals(value: float, most: int = 2) -> str:
    """Write a number with at most so many decimals and the sign for minus: 0.5, 2, 13."""
    text = f"{value:.{most}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.removeprefix("-") if text in ("-0", "0") else text.replace("-", "\u2212")


def duration(seconds: float) -> str:
    """Write a time in its two greatest units: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return _two(whole, _MINUTE, "min", 1, "s")
    if whole < _DAY:
        return _two(whole, _HOUR, "h", _MINUTE, "min")
    return _two(whole, _DAY, "d", _HOUR, "h")


def span_name(begins: dt.datetime, step: Step) -> str:
    """Name a span of time by its beginning, in UTC."""
    return begins.strftime(_STEPS[step])


def plain_value(figure: Figure, scale: float = 1.0) -> str:
    """Write a figure for a script that draws it: as a plain number, or nothing."""
    return "" if figure.value is None else f"{figure.value * scale:.6g}"


def _two(seconds: int, unit: int, name: str, smaller: int, smaller_name: str) -> str:
    most, rest = divmod(seconds, unit)
    least = rest // smaller
    return f"{most} {name} {least} {smaller_name}" if least else f"{most} {name}"
