"""The text of a problem file as it is stored: no longer than it may be, and nothing in it that cannot be seen."""

from app.domain.authoring.versions import MOST_CHARACTERS
from app.domain.texts import say
from app.errors import InvalidInput


def clean(text: str) -> str:
    """Return a text as a file has it: lines that end with a newline only, and one at the end.

    Raises:
        InvalidInput: It is empty, too long, or holds what cannot be stored.
    """
    text = clean_draft(text).strip("\n") + "\n"
    if not text.strip():
        raise _refused(say("Choose a file, or paste a problem into the field."))
    return text


def clean_draft(text: str) -> str:
    """Return a text that somebody is still typing, with lines that end with a newline only; it may be empty.

    Raises:
        InvalidInput: It is too long, or holds what cannot be stored.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        raise _refused(
            say(
                "The file is longer than %(most)s characters. Shorten it, or make two problems of it.",
                most=MOST_CHARACTERS,
            )
        )
    if not text.isprintable() and any(not one.isprintable() and one not in "\n\t" for one in text):
        raise _refused(
            say("The file holds characters that cannot be seen. Save it as plain UTF-8 text.")
        )
    return text


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, {"text": message})
