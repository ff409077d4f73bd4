"""Writing a new problem: what to start from, the editor, and what is kept of every text while it is typed."""

import uuid

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.authoring import TEMPLATE, NoProposal, propose
from app.domain.problems import UnknownProblem, find_problem, find_topic, library, text_of
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.queries.own_problems import OwnProblemsPage, own_problems_page
from app.queries.problem_drafts import draft_page, newer_version, shown_of
from app.services.authoring import add_problem
from app.services.problem_drafts import Typed, discard_draft, keep_draft, start_draft
from app.web.errors import status_of
from app.web.highlighting import ticked
from app.web.own_problems import Untaken, problem_page
from app.web.parts import db, parts
from app.web.problem_panel import panel_of_draft
from app.web.sign_in import member
from app.web.workbench import Workbench, allow_a_whole_file, sent_file, sent_text

pages = Blueprint("problem_drafts", __name__)
pages.url_value_preprocessor(allow_a_whole_file)


@pages.get("/courses/<uuid:course_id>/problems/new")
def new(course_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what to start from."""
    return _new_form(course_id)


@pages.post("/courses/<uuid:course_id>/problems/new")
def start(course_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a new problem from what was chosen; a snippet is read and not run."""
    _find(course_id)  # First whether this is theirs to ask at all.
    try:
        text, name = _chosen(request.form.get("start", ""))
        draft_id = _draft_id(text)
        start_draft(
            db(),
            parts().prepare_bell,
            user_id=member().id,
            course_id=course_id,
            draft_id=draft_id,
            text=text,
            name=name,
        )
    except NoProposal as error:
        return _new_form(course_id, unfit=error), 422
    except (InvalidInput, Conflict) as error:
        return _new_form(course_id, error=error.text), status_of(error)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@pages.get("/problem-drafts/<uuid:draft_id>")
def draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show a new problem that is not saved yet."""
    return _draft(draft_id)


@pages.post("/problem-drafts/<uuid:draft_id>")
def keep(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what stands in the editor, and have a worker look at it."""
    form, problem_id = request.form, _optional_id("problem")
    base, has_script = form.get("base", 0, type=int), "HX-Request" in request.headers
    typed = Typed(
        form.get("text", ""),
        revision=form.get("revision", 0, type=int),
        tab=form.get("tab", ""),
        first_seed=form.get("first_seed", 0, type=int),
        replaces=form.get("replaces") == "yes",
    )
    try:
        kept = keep_draft(
            db(),
            parts().prepare_bell,
            user_id=member().id,
            draft_id=draft_id,
            typed=typed,
            problem_id=problem_id,
            base=base,
        )
    except (InvalidInput, Conflict) as error:
        if has_script:
            raise
        return _editor(draft_id, problem_id, typed.text, error.text, base), status_of(error)
    if has_script:
        return jsonify(
            kept=kept.is_kept, revision=kept.revision, newer=_said_of_newer(problem_id, base)
        )
    if not kept.is_kept:
        return _editor(draft_id, problem_id, typed.text, _OTHER_WINDOW, base), 409
    return redirect(_address_of(draft_id, problem_id), 303)


@pages.get("/problem-drafts/<uuid:draft_id>/preview")
def preview(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a worker has found out about a draft so far."""
    with db().reading() as session:
        shown = shown_of(session, member().id, draft_id)
    return render_template("_problem_panel.html", panel=panel_of_draft(shown), ticked=ticked)


@pages.post("/problem-drafts/<uuid:draft_id>/save")
def save(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make a problem of a draft, which a worker then checks."""
    known = member()
    with db().reading() as session:
        page = draft_page(session, known.id, draft_id)
    try:
        stored = add_problem(
            db(),
            parts().behind_bell,
            user_id=known.id,
            course_id=page.course_id,
            text=sent_text(),
            name=page.name,
            problem_id=draft_id,
        )
    except (InvalidInput, Conflict) as error:
        typed = request.form.get("text", "")
        return _draft(draft_id, typed=typed, error=error.text), status_of(error)
    return redirect(url_for("own_problems.problem", own_problem_id=stored.problem_id), 303)


@pages.post("/problem-drafts/<uuid:draft_id>/discard")
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Forget what was typed and not saved."""
    known, problem_id, course_id = member(), _optional_id("problem"), _optional_id("course")
    try:
        discard_draft(db(), user_id=known.id, draft_id=draft_id)
    except NotFound:
        # With the editor's form it is a second click, and where it leads to is asked who may see it.
        if course_id is None:
            raise
    if problem_id is not None:
        return redirect(url_for("own_problems.problem", own_problem_id=problem_id), 303)
    if course_id is not None:
        return redirect(url_for("own_problems.of_course", course_id=course_id), 303)
    return redirect("/", 303)


def _find(course_id: uuid.UUID) -> OwnProblemsPage:
    with db().reading() as session:
        return own_problems_page(session, member().id, course_id)


def _chosen(start_from: str) -> tuple[str, str]:
    """Return the text to start from, and the name of its file.

    Raises:
        InvalidInput: Nothing was chosen, or the file is not UTF-8 text.
        NoProposal: Nothing can be made of the snippet.
    """
    match start_from:
        case "snippet":
            return propose(request.form.get("snippet", "")).text, ""
        case "library":
            try:
                problem = find_problem(request.form.get("problem", ""))
            except UnknownProblem:
                message = say("Choose a problem of the library first.")
                raise InvalidInput(message, {"problem": message}) from None
            return text_of(problem), problem.slug
        case "file":
            if (sent := sent_file()) is not None:
                return sent
            message = say("Choose a file first.")
            raise InvalidInput(message, {"file": message})
    return TEMPLATE, ""


def _draft_id(text: str) -> uuid.UUID:
    """Name a draft by its form and its text: a second click is the same one, a second choice is another."""
    form_id = _optional_id("made_id") or uuid.uuid4()
    return uuid.uuid5(form_id, text)


def _optional_id(field: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get(field, ""))
    except ValueError:
        return None


_OTHER_WINDOW = say(
    "Something else was typed in another window, and is kept there. If what stands here shall take its place, "
    "press the button again."
)


def _said_of_newer(problem_id: uuid.UUID | None, base: int) -> str:
    if problem_id is None:
        return ""
    with db().reading() as session:
        newer = newer_version(session, problem_id, than=base)
    if newer is None:
        return ""
    return render_template("_newer_version.html", newer=newer, problem_id=problem_id, base=base)


def _address_of(draft_id: uuid.UUID, problem_id: uuid.UUID | None) -> str:
    if problem_id is None:
        return url_for(".draft", draft_id=draft_id, _anchor="preview")
    return url_for("own_problems.problem", own_problem_id=problem_id, _anchor="preview")


def _editor(
    draft_id: uuid.UUID, problem_id: uuid.UUID | None, typed: str, error: str, base: int
) -> str:
    if problem_id is None:
        return _draft(draft_id, typed, error)
    return problem_page(problem_id, Untaken(typed, error, base))


def _new_form(course_id: uuid.UUID, error: str = "", unfit: NoProposal | None = None) -> str:
    by_topic: dict[str, list[object]] = {}
    for problem in library():
        by_topic.setdefault(problem.topic, []).append(problem)
    return render_template(
        "new_own_problem.html",
        course=_find(course_id),
        error=error,
        unfit=unfit,
        ticked=ticked,
        snippet=request.form.get("snippet", ""),
        chosen=request.form.get("problem", ""),
        topics=[(find_topic(topic), problems) for topic, problems in by_topic.items()],
        made_id=request.form.get("made_id") or uuid.uuid4(),
    )


def _draft(draft_id: uuid.UUID, typed: str | None = None, error: str = "") -> str:
    with db().reading() as session:
        page = draft_page(session, member().id, draft_id)
    bench = Workbench(
        course_id=page.course_id,
        draft_id=draft_id,
        problem_id=None,
        base=0,
        revision=page.draft.revision,
        text=page.draft.text if typed is None else typed,
        stands_at=url_for(".draft", draft_id=draft_id),
        saves_to=url_for(".save", draft_id=draft_id),
        error=error,
    )
    return render_template(
        "problem_draft.html",
        page=page,
        bench=bench,
        panel=panel_of_draft(page.shown),
        ticked=ticked,
    )
