"""A course's own problems: the list, sending a file in, a version with what the gates say of it, publishing."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.authoring import EXAMPLE, MOST_CHARACTERS, NoProposal, Proposal, propose
from app.domain.diagnosis import find_misconception
from app.domain.problems import find_topic
from app.domain.texts import say
from app.errors import Conflict, InvalidInput
from app.queries.own_problems import OwnProblemsPage, VersionPage, own_problems_page, version_page
from app.services.authoring import add_problem, add_version, publish, set_archived
from app.web.errors import status_of
from app.web.highlighting import highlighted, ticked
from app.web.parts import db, parts
from app.web.sign_in import member

pages = Blueprint("own_problems", __name__)

# A form writes some characters of a file as three or more.
_MOST_REQUEST_BYTES = 8 * MOST_CHARACTERS


@pages.url_value_preprocessor
def _allow_a_whole_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before the form is read for its token.
    request.max_content_length = request.max_form_memory_size = _MOST_REQUEST_BYTES


@pages.get("/courses/<uuid:course_id>/problems")
def of_course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a course's own problems."""
    return render_template("own_problems.html", course=_find(course_id), find_topic=find_topic)


@pages.get("/courses/<uuid:course_id>/problems/new")
def new(course_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a problem file."""
    return _new_form(course_id)


@pages.post("/courses/<uuid:course_id>/problems/new")
def create(course_id: uuid.UUID) -> ResponseReturnValue:
    """Store a new problem, which a worker then checks."""
    known, typed = member(), request.form.get("text", "")
    try:
        text, name = _sent()
        stored = add_problem(
            db(),
            parts().behind_bell,
            user_id=known.id,
            course_id=course_id,
            text=text,
            name=name,
            problem_id=_made_id(),
        )
    except (InvalidInput, Conflict) as error:
        return _new_form(course_id, typed=typed, error=error.text), status_of(error)
    return redirect(url_for(".problem", own_problem_id=stored.problem_id), 303)


@pages.post("/courses/<uuid:course_id>/problems/propose")
def propose_one(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a problem file made of a snippet, of which nothing is run and nothing stored."""
    _find(course_id)  # First whether this is theirs to ask at all.
    snippet = request.form.get("snippet", "")
    try:
        proposal = propose(snippet)
    except NoProposal as error:
        typed = request.form.get("text", "")
        return _new_form(course_id, typed, snippet=snippet, unfit=error), 422
    return _new_form(course_id, proposal.text, snippet=snippet, proposal=proposal)


@pages.get("/own-problems/<uuid:own_problem_id>")
def problem(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Show the newest version of a problem."""
    return _version(own_problem_id)


@pages.get("/own-problems/<uuid:own_problem_id>/versions/<int:number>")
def version(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show one version of a problem."""
    return _version(own_problem_id, number)


@pages.post("/own-problems/<uuid:own_problem_id>/versions")
def mend(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Store another text of a problem as a new version."""
    known, typed = member(), request.form.get("text", "")
    try:
        text, _name = _sent()
        stored = add_version(
            db(), parts().behind_bell, user_id=known.id, problem_id=own_problem_id, text=text
        )
    except (InvalidInput, Conflict) as error:
        return _version(own_problem_id, typed=typed, error=error.text), status_of(error)
    return _to_version(own_problem_id, stored.number)


@pages.post("/own-problems/<uuid:own_problem_id>/versions/<int:number>/publish")
def put_out(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Have a version dealt from now on."""
    known = member()
    with db().reading() as session:
        page = version_page(session, known.id, own_problem_id, number)
    publish(db(), parts().behind_bell, user_id=known.id, version_id=page.version.id)
    return _to_version(own_problem_id, number)


@pages.post("/own-problems/<uuid:own_problem_id>/archive")
def archive(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a problem for new items no more, or again."""
    is_archived = request.form.get("archived") == "yes"
    set_archived(db(), user_id=member().id, problem_id=own_problem_id, is_archived=is_archived)
    return redirect(url_for(".problem", own_problem_id=own_problem_id), 303)


def _find(course_id: uuid.UUID) -> OwnProblemsPage:
    with db().reading() as session:
        return own_problems_page(session, member().id, course_id)


def _sent() -> tuple[str, str]:
    """Return the text that was sent in and the name of its file; what was typed where no file was chosen.

    Raises:
        InvalidInput: The file is not UTF-8 text.
    """
    file = request.files.get("file")
    if not file or not file.filename:
        return request.form.get("text", ""), ""
    try:
        return file.stream.read().decode("utf-8-sig"), file.filename
    except UnicodeDecodeError:
        message = say("The file is not UTF-8 text. Save it as such and send it again.")
        raise InvalidInput(message, {"file": message}) from None


def _made_id() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get("made_id", ""))
    except ValueError:
        return None


def _to_version(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    return redirect(url_for(".version", own_problem_id=own_problem_id, number=number), 303)


def _new_form(
    course_id: uuid.UUID,
    typed: str = "",
    error: str = "",
    *,
    snippet: str = "",
    proposal: Proposal | None = None,
    unfit: NoProposal | None = None,
) -> str:
    return render_template(
        "new_own_problem.html",
        course=_find(course_id),
        typed=typed,
        error=error,
        snippet=snippet or request.form.get("snippet", ""),
        proposal=proposal,
        unfit=unfit,
        ticked=ticked,
        misconceptions=[find_misconception(one).name for one in proposal.misconceptions]
        if proposal
        else [],
        made_id=request.form.get("made_id") or uuid.uuid4(),
        example=highlighted(EXAMPLE),
        most_characters=MOST_CHARACTERS,
    )


def _version(
    problem_id: uuid.UUID, number: int | None = None, typed: str = "", error: str = ""
) -> str:
    with db().reading() as session:
        page: VersionPage = version_page(session, member().id, problem_id, number)
    return render_template(
        "own_problem.html",
        page=page,
        code=highlighted(page.text),
        excerpt=_excerpt(page),
        ticked=ticked,
        samples=[(sample, highlighted(sample.code)) for sample in page.samples],
        typed=typed or page.text,
        error=error,
        most_characters=MOST_CHARACTERS,
    )


def _excerpt(page: VersionPage) -> tuple[str, str]:
    """Return the line in which something is wrong, up to the place and from there on; both empty without a place."""
    refusal, lines = page.refusal, page.text.splitlines()
    if refusal is None or refusal.line is None or refusal.line > len(lines):
        return "", ""
    line, before = lines[refusal.line - 1], (refusal.column or 1) - 1
    return line[:before], line[before:]
