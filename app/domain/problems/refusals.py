"""What the language of snippets refuses, as texts that can be shown in any language."""

from app.domain.texts import Message, say
from engine.snippet import SnippetError, Wording


def refusal_text(error: SnippetError) -> Message:
    """Say why a snippet is refused, without the place."""
    return _said(error.message)


def refusal_with_place(error: SnippetError) -> Message:
    """Say why a snippet is refused, and where."""
    return say(
        "line %(line)s, column %(column)s: %(message)s",
        line=error.line,
        column=error.column,
        message=refusal_text(error),
    )


def _said(wording: Wording) -> Message:
    values = {
        name: _said(value) if isinstance(value, Wording) else value
        for name, value in wording.values.items()
    }
    return Message(wording.pattern, "", values)
