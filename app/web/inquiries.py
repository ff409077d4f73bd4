"""Questions of students about an exercise: asking on its page, the threads, and the lists of them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.inquiries import MOST_CHARACTERS, InquiryKind, InquiryState, InquiryStep
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotOpen
from app.queries import inquiries as found
from app.queries.exercises import Exercise, SubmissionRow, exercise
from app.services import inquiries
from app.web.errors import status_of
from app.web.exercises import exercise_page
from app.web.highlighting import highlighted
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("inquiries", __name__)

_ONE = "/questions/<uuid:inquiry_id>"
_FIELD = "answer."
KIND_WORDS = {
    InquiryKind.WRONG: say("I think this is wrong"),
    InquiryKind.QUESTION: say("I have a question"),
}
STATE_WORDS = {
    InquiryState.OPEN: say("Waits for an answer"),
    InquiryState.ANSWERED: say("Answered"),
    InquiryState.CLOSED: say("Closed"),
}


@dataclass(frozen=True)
class Note:
    """What stands in a form for a message.

    Attributes:
        id: What will be this message's: a click sent twice adds one.
        kind: Why somebody asks; empty where nothing is chosen, and in a reply.
        text: What they say.
        errors: What is wrong with it, by field.
    """

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    kind: str = ""
    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Let the pages around an exercise and a course say what is asked; only those that show it ask the store."""
    app.jinja_env.globals.update(
        asked_about=_asked_about,
        new_note=Note,
        inquiry_kinds=KIND_WORDS,
        inquiry_states=STATE_WORDS,
        most_characters=MOST_CHARACTERS,
        own_news=_own_news,
        waiting_questions=_waiting,
    )


@pages.post("/variants/<uuid:variant_id>/questions")
def ask(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Ask about an exercise; what cannot be taken comes back on its page as it was typed."""
    known = member()
    typed = {
        name.removeprefix(_FIELD): text
        for name, text in request.form.items()
        if name.startswith(_FIELD)
    }
    note = _note()
    try:
        inquiry_id = inquiries.ask(
            db(),
            user_id=known.id,
            variant_id=variant_id,
            inquiry_id=_id(note),
            kind=note.kind,
            text=note.text,
            typed=typed,
        )
    except (InvalidInput, Conflict) as error:
        page = exercise_page(variant_id, typed=typed, note=_refused(note, error))
        return page, status_of(error)
    return redirect(url_for(".thread", inquiry_id=inquiry_id), 303)


@pages.get("/questions")
def own() -> ResponseReturnValue:
    """Show what the member has asked, in all their courses and in practice."""
    known, (shown, page) = member(), wanted_list()
    with db().reading() as session:
        asked = found.own_inquiries(session, user_id=known.id, shown=shown, page=page)
    return render_template("own_questions.html", list=asked)


@pages.get("/courses/<uuid:course_id>/questions")
def of_course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a course's students ask, to who answers them."""
    known, (shown, page) = member(), wanted_list()
    with db().reading() as session:
        asked = found.course_inquiries(
            session, user_id=known.id, course_id=course_id, shown=shown, page=page
        )
    return render_template("course_questions.html", list=asked)


@pages.get(_ONE)
def thread(inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Show one thread, with the exercise as it stood when its student asked."""
    return _thread(inquiry_id, Note())


@pages.post(f"{_ONE}/replies")
def reply(inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Say something in a thread; what cannot be taken comes back as it was typed."""
    known, note = member(), _note()
    entry_id = _id(note)
    try:
        inquiries.reply(
            db(), user_id=known.id, inquiry_id=inquiry_id, entry_id=entry_id, text=note.text
        )
    except (InvalidInput, Conflict) as error:
        return _thread(inquiry_id, _refused(note, error)), status_of(error)
    return redirect(url_for(".thread", inquiry_id=inquiry_id, _anchor=f"said-{entry_id}"), 303)


@pages.post(f"{_ONE}/close")
def close(inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Close a thread that is settled."""
    return _step(inquiry_id, InquiryStep.CLOSED)


@pages.post(f"{_ONE}/reopen")
def reopen(inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed thread again."""
    return _step(inquiry_id, InquiryStep.REOPENED)


@pages.post(f"{_ONE}/seen")
def seen(inquiry_id: uuid.UUID) -> ResponseReturnValue:
    """Note what its student has seen; the page sends it by itself."""
    typed = request.form.get("steps", "")
    steps = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    inquiries.mark_seen(db(), user_id=member().id, inquiry_id=inquiry_id, steps=steps)
    if "HX-Request" in request.headers:
        return "", 204
    return redirect(url_for(".thread", inquiry_id=inquiry_id), 303)


def wanted_list() -> tuple[InquiryState | None, int]:
    """Read from the address which inquiries a list shows, and which page of it; nonsense counts as not asked."""
    state, page = request.args.get("show", ""), request.args.get("page", "")
    shown = InquiryState(state) if state in set(InquiryState) else None
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return shown, number


def _step(inquiry_id: uuid.UUID, step: InquiryStep) -> ResponseReturnValue:
    inquiries.take_step(db(), user_id=member().id, inquiry_id=inquiry_id, step=step)
    return redirect(url_for(".thread", inquiry_id=inquiry_id), 303)


def _thread(inquiry_id: uuid.UUID, note: Note) -> str:
    known = member()
    with db().reading() as session:
        page = found.inquiry_thread(session, user_id=known.id, inquiry_id=inquiry_id)
        try:
            about: Exercise | None = exercise(session, known.id, page.variant_id)
        except NotOpen:
            # The teacher has closed the doors again; what was said stays readable.
            about = None
    return render_template(
        "question.html",
        thread=page,
        exercise=about,
        code=highlighted(about.code) if about else "",
        row=_attached(about, page.submission_id),
        note=note,
    )


def _attached(about: Exercise | None, submission_id: uuid.UUID | None) -> SubmissionRow | None:
    rows = about.submissions if about else ()
    return next((one for one in rows if one.id == submission_id), None)


def _note() -> Note:
    return Note(
        id=request.form.get("id", ""),
        kind=request.form.get("kind", ""),
        text=request.form.get("text", ""),
    )


def _id(note: Note) -> uuid.UUID:
    try:
        return uuid.UUID(note.id)
    except ValueError:
        return uuid.uuid4()


def _refused(note: Note, error: InvalidInput | Conflict) -> Note:
    fields = error.fields if isinstance(error, InvalidInput) else {"text": error.text}
    return Note(kind=note.kind, text=note.text, errors=fields)


def _asked_about(page: Exercise) -> tuple[found.InquiryRow, ...]:
    if not page.is_asked_about:
        return ()
    with db().reading() as session:
        return found.inquiries_about(
            session, user_id=member().id, variant_id=page.variant_id, teaches=page.teaches
        )


def _own_news() -> tuple[found.InquiryRow, ...]:
    with db().reading() as session:
        return found.news_of(session, member().id)


def _waiting(course_id: uuid.UUID | None) -> int:
    with db().reading() as session:
        return found.waiting_in(session, course_id)
