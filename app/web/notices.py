"""A notice for the next page: that what was asked for is done, and what can be undone."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, session

_KEY = "notice"


def init_app(app: Flask) -> None:
    """Let templates take the notice; `_notice.html` has the words."""
    app.jinja_env.globals["taken_notice"] = _take


def leave_notice(code: str, **values: int | str) -> None:
    """Leave a notice for the next page that shows any: its code, and numbers or ids, but nothing about people."""
    session[_KEY] = {"code": code, **values}


def _take() -> Mapping[str, Any] | None:
    return cast("Mapping[str, Any] | None", session.pop(_KEY, None))
