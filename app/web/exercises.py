"""The exercise page: reading, previewing, submitting, and showing a practice variant's answers."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.marking import AnswerFormatError, read_answer
from app.domain.problems import Question, QuestionKind
from app.domain.submissions import SubmissionState
from app.domain.texts import say
from app.errors import Conflict, InvalidInput
from app.queries.exercises import Exercise, SubmissionRow
from app.queries.exercises import exercise as find_exercise
from app.queries.waiting import Standing
from app.services.revealing import reveal
from app.services.submissions import submit
from app.services.taking import Following, Receipt
from app.web.errors import status_of
from app.web.highlighting import highlighted
from app.web.parts import db, parts
from app.web.sign_in import account

pages = Blueprint("exercises", __name__)

_FIELD = "answer."


@dataclass(frozen=True)
class Sheet:
    """What stands in the answer form beside the exercise itself.

    Attributes:
        key: Names this sheet, so that a click sent twice counts once.
        typed: The text in each question's input.
        errors: What is wrong with it, by question.
        message: A sentence above the form; empty when there is nothing to say.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))


@pages.get("/variants/<uuid:variant_id>")
def exercise(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Show an exercise."""
    page = _find(variant_id)
    return render_template("exercise.html", **_context(page, _fresh_sheet(page)))


@pages.post("/variants/<uuid:variant_id>")
def submit_answers(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Store one attempt; what cannot be read comes back as it was typed, and costs nothing."""
    typed = typed_answers(request.form)
    try:
        receipt = submit(
            db(),
            parts().doorbell,
            user_id=account().id,
            variant_id=variant_id,
            answers=typed,
            idempotency_key=request.form.get("key", ""),
            draft_counter=read_counter(request.form),
        )
    except (InvalidInput, Conflict) as error:
        fields = error.fields if isinstance(error, InvalidInput) else {}
        sheet = Sheet(typed, errors=fields, message=error.text)
        return _answer(_find(variant_id), sheet, status_of(error))
    if "HX-Request" not in request.headers:
        return redirect(url_for(".exercise", variant_id=variant_id, _anchor="result"), 303)
    if receipt.following is not None:
        return _received(receipt, receipt.following, typed)
    message = say(
        "These answers are attempt %(attempt)s already. They count once.", attempt=receipt.attempt
    )
    return _answer(_find(variant_id), Sheet(typed, message=message if receipt.repeated else ""))


def _received(
    receipt: Receipt, following: Following, typed: Mapping[str, str]
) -> ResponseReturnValue:
    """Answer with what the click has changed, and with nothing that would have to be asked for."""
    ground = following.ground
    at = ground.at
    waiting = Standing(
        receipt.submission_id,
        ground.variant_id,
        receipt.attempt,
        SubmissionState.QUEUED,
        tries=0,
        handed_in=False,
        position_in_queue=None,
    )
    page = {
        "variant_id": ground.variant_id,
        "newest_id": ground.variant_id,
        "questions": ground.questions,
        "rtol": ground.rtol,
        "atol": ground.atol,
        "draft": {"counter": read_counter(request.form)},
        "item": at
        and {"rules": at.rules, "own": at.own, "takes_work": True, "hands_in": at.conduct.hands_in},
        "takes_attempt": True,
        "attempts_left": following.attempts_left,
        "revealed": None,
        "teaches": False,
    }
    answer = make_response(
        render_template(
            "_received.html", exercise=page, newest=waiting, sheet=Sheet(typed), is_own=True
        )
    )
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#answers-form", "outerHTML"
    return answer


@pages.post("/preview")
def preview() -> ResponseReturnValue:
    """Say how the text in one input would be read."""
    text = request.form.get(request.args.get("field", ""), "")
    read, error = "", None
    if text.strip():
        try:
            read = read_answer(_asked(request.args.get("kind", "")), text).read_as()
        except AnswerFormatError as refused:
            error = refused
    return render_template("_preview.html", read=read, error=error)


def typed_answers(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the answer form, by question."""
    return {
        name.removeprefix(_FIELD): text for name, text in fields.items() if name.startswith(_FIELD)
    }


def read_counter(fields: Mapping[str, str]) -> int:
    """Return the counter of the draft in the answer form, 0 where the browser keeps none."""
    text = fields.get("draft", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0


def _asked(kind: str) -> Question:
    # How a text is read depends on the kind alone, so the preview needs neither the exercise nor the store.
    return Question("", "", kind=QuestionKind.TEXT if kind == "text" else QuestionKind.VALUE)


@pages.post("/variants/<uuid:variant_id>/reveal")
def show_answers(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Show a practice variant's answers from now on."""
    reveal(db(), user_id=account().id, variant_id=variant_id)
    return redirect(url_for(".exercise", variant_id=variant_id, _anchor="answers"), 303)


def result_context(page: Exercise) -> dict[str, object]:
    """Return what the templates of a submission's result need."""
    newest = page.submissions[0] if page.submissions else None
    return {
        "exercise": page,
        "newest": newest,
        "is_own": page.student_id == account().id,
        "is_solved": any(one.score == 1 for one in page.submissions),
        "can_reveal": page.item is None
        and page.revealed is None
        and any(one.state is SubmissionState.MARKED for one in page.submissions),
    }


def exercise_page(variant_id: uuid.UUID, *, typed: Mapping[str, str], **beside: object) -> str:
    """Render an exercise's page as its reader left it, for a form beside the answers that could not be taken.

    Args:
        variant_id: The exercise.
        typed: What stood in the answer form; where it is empty, what was submitted last.
        beside: What the templates of that form need.
    """
    page = _find(variant_id)
    sheet = Sheet(typed=typed) if typed else _fresh_sheet(page)
    return render_template("exercise.html", **_context(page, sheet), **beside)


def _find(variant_id: uuid.UUID) -> Exercise:
    with db().reading() as session:
        return find_exercise(session, account().id, variant_id)


def _fresh_sheet(page: Exercise) -> Sheet:
    if page.draft is not None:
        # What was submitted last stands there as well, until something else is typed.
        return Sheet(typed=page.draft.answers)
    newest: SubmissionRow | None = page.submissions[0] if page.submissions else None
    return Sheet(typed=newest.answers if newest is not None else {})


def _context(page: Exercise, sheet: Sheet) -> dict[str, object]:
    return {"sheet": sheet, "code": highlighted(page.code), **result_context(page)}


def _answer(page: Exercise, sheet: Sheet, status: int = 200) -> ResponseReturnValue:
    template = "_work.html" if "HX-Request" in request.headers else "exercise.html"
    return make_response(render_template(template, **_context(page, sheet)), status)
