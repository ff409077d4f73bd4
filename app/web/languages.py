"""In which language a page is written."""

from flask import Flask
from flask_babel import Babel, gettext, ngettext

from app.domain.texts import Message

LANGUAGES = {"en": "English"}
"""What readers may choose, each by its own name."""


def init_app(app: Flask) -> None:
    """Give templates `_`, `ngettext` and `{% trans %}`, and the filter `said` for texts of the rules and services."""
    Babel(app)  # type: ignore[no-untyped-call]  # the library has no types
    app.jinja_env.filters["said"] = said


def said(text: str) -> str:
    """Write a text of the rules or services in the reader's language."""
    if not isinstance(text, Message):
        return str(gettext(text)) if text else text
    values = {
        name: said(value) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    if text.plural:
        return str(ngettext(text.pattern, text.plural, values["num"])) % values
    return str(gettext(text.pattern)) % values
