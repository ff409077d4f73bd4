"""The editor of a problem as its pages share it: what stands in it, and what it sends."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import request

from app.domain.authoring import MOST_CHARACTERS
from app.domain.authoring.kinds import PARAMETER_KINDS, QUESTION_KINDS
from app.domain.texts import say
from app.errors import InvalidInput

# A form writes some characters of a file as three or more.
_MOST_REQUEST_BYTES = 8 * MOST_CHARACTERS


@dataclass(frozen=True)
class Workbench:
    """What the editor of a problem shows.

    Attributes:
        course_id: The course.
        draft_id: Where what is typed is kept.
        problem_id: The problem; None for a new one.
        base: The number of the version that the text was begun from, 0 for a new problem.
        revision: The revision of the draft that stands in the editor, 0 where there is none.
        text: What stands in the editor.
        stands_at: The address of the editor.
        saves_to: The address that takes the text in.
        error: Why it was not taken in.
        is_unsaved: Whether the text of a problem is not that of its newest version.
    """

    course_id: uuid.UUID
    draft_id: uuid.UUID
    problem_id: uuid.UUID | None
    base: int
    revision: int
    text: str
    stands_at: str
    saves_to: str
    error: str = ""
    is_unsaved: bool = False

    most_characters = MOST_CHARACTERS
    parameter_kinds = PARAMETER_KINDS
    question_kinds = QUESTION_KINDS


def allow_a_whole_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a form be as long as a problem file: to be called before the form is read for its token."""
    request.max_content_length = request.max_form_memory_size = _MOST_REQUEST_BYTES


def sent_text() -> str:
    """Return the text that was sent in: the file where one was chosen, else what was typed.

    Raises:
        InvalidInput: The file is not UTF-8 text.
    """
    sent = sent_file()
    return request.form.get("text", "") if sent is None else sent[0]


def sent_file() -> tuple[str, str] | None:
    """Return the text of the file that was sent in, and the file's name; None where none was chosen.

    Raises:
        InvalidInput: The file is not UTF-8 text.
    """
    file = request.files.get("file")
    if not file or not file.filename:
        return None
    try:
        return file.stream.read().decode("utf-8-sig"), file.filename
    except UnicodeDecodeError:
        message = say("The file is not UTF-8 text. Save it as such and send it again.")
        raise InvalidInput(message, {"file": message}) from None
