"""A course's own problems: the list, a problem in the editor, its versions and what changed, publishing."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.authoring import compare, draft_id_of
from app.domain.problems import find_topic
from app.errors import Conflict, InvalidInput
from app.queries.own_problems import (
    VersionPage,
    own_problems_page,
    text_of_version,
    version_page,
)
from app.queries.problem_drafts import newer_version
from app.services.authoring import add_version, go_back, publish, set_archived
from app.web.errors import status_of
from app.web.highlighting import highlighted, ticked
from app.web.parts import db, parts
from app.web.problem_panel import panel_of_draft, panel_of_version
from app.web.sign_in import member
from app.web.workbench import Workbench, allow_a_whole_file, sent_text

pages = Blueprint("own_problems", __name__)
pages.url_value_preprocessor(allow_a_whole_file)


@pages.get("/courses/<uuid:course_id>/problems")
def of_course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a course's own problems."""
    with db().reading() as session:
        course = own_problems_page(session, member().id, course_id)
    return render_template("own_problems.html", course=course, find_topic=find_topic)


@pages.get("/own-problems/<uuid:own_problem_id>")
def problem(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Show the newest version of a problem, in the editor."""
    return problem_page(own_problem_id)


@pages.get("/own-problems/<uuid:own_problem_id>/versions/<int:number>")
def version(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show one version of a problem, and what changed since another one."""
    since = request.args.get("since", number - 1, type=int)
    with db().reading() as session:
        page = version_page(session, member().id, own_problem_id, number)
        earlier = text_of_version(session, page, since)
    return render_template(
        "problem_version.html",
        **_context(page),
        code=highlighted(page.text),
        since=None if earlier is None else since,
        changes=() if earlier is None else compare(earlier, page.text),
        panel=panel_of_version(page),
    )


@pages.post("/own-problems/<uuid:own_problem_id>/versions")
def mend(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Store another text of a problem as a new version."""
    base = request.form.get("base", type=int)
    try:
        add_version(
            db(),
            parts().behind_bell,
            user_id=member().id,
            problem_id=own_problem_id,
            text=sent_text(),
            base=base,
        )
    except (InvalidInput, Conflict) as error:
        # Who is told that there is a newer version, and saves again, knows of it.
        known = None if isinstance(error, Conflict) else base
        untaken = Untaken(request.form.get("text", ""), error.text, known)
        return problem_page(own_problem_id, untaken), status_of(error)
    return _to_problem(own_problem_id)


@pages.post("/own-problems/<uuid:own_problem_id>/versions/<int:number>/publish")
def put_out(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Have a version dealt from now on."""
    page = _find(own_problem_id, number)
    publish(db(), parts().behind_bell, user_id=member().id, version_id=page.version.id)
    if page.is_newest:
        return _to_problem(own_problem_id)
    return redirect(url_for(".version", own_problem_id=own_problem_id, number=number), 303)


@pages.post("/own-problems/<uuid:own_problem_id>/versions/<int:number>/restore")
def restore(own_problem_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make an earlier text the newest version."""
    page = _find(own_problem_id, number)
    go_back(db(), parts().behind_bell, user_id=member().id, version_id=page.version.id)
    return _to_problem(own_problem_id)


@pages.post("/own-problems/<uuid:own_problem_id>/archive")
def archive(own_problem_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a problem for new items no more, or again."""
    is_archived = request.form.get("archived") == "yes"
    set_archived(db(), user_id=member().id, problem_id=own_problem_id, is_archived=is_archived)
    return _to_problem(own_problem_id)


@dataclass(frozen=True)
class Untaken:
    """A text that was not taken in: why not, and the version that it was begun from, None for the newest."""

    text: str
    error: str
    base: int | None


def problem_page(problem_id: uuid.UUID, typed: Untaken | None = None) -> str:
    """Render the newest version of a problem in the editor.

    Args:
        problem_id: The problem.
        typed: What stands in the editor where it was not taken in; else what was typed last, or the version's text.
    """
    with db().reading() as session:
        page = version_page(session, member().id, problem_id)
        draft, shown = page.draft or (None, None)
        begun_from = typed.base if typed else draft.base if draft else None
        base = page.version.number if begun_from is None else begun_from
        newer = newer_version(session, problem_id, than=base)
    kept = draft.text if draft else page.text
    text = typed.text if typed else kept
    bench = Workbench(
        course_id=page.course_id,
        draft_id=draft_id_of(problem_id, member().id),
        problem_id=problem_id,
        base=base,
        revision=draft.revision if draft else 0,
        text=text,
        stands_at=url_for(".problem", own_problem_id=problem_id),
        saves_to=url_for(".mend", own_problem_id=problem_id),
        error=typed.error if typed else "",
        is_unsaved=text != page.text,
    )
    return render_template(
        "own_problem.html",
        **_context(page),
        bench=bench,
        newer=newer,
        base=base,
        code=highlighted(page.text),
        changes=compare(page.text, typed.text) if typed and typed.base is None else (),
        panel=panel_of_draft(shown) if shown and bench.is_unsaved else panel_of_version(page),
    )


def _find(problem_id: uuid.UUID, number: int) -> VersionPage:
    with db().reading() as session:
        return version_page(session, member().id, problem_id, number)


def _to_problem(problem_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for(".problem", own_problem_id=problem_id), 303)


def _context(page: VersionPage) -> dict[str, object]:
    return {"page": page, "excerpt": _excerpt(page), "ticked": ticked}


def _excerpt(page: VersionPage) -> tuple[str, str]:
    """Return the line in which something is wrong, up to the place and from there on; both empty without a place."""
    refusal, lines = page.refusal, page.text.splitlines()
    if refusal is None or refusal.line is None or refusal.line > len(lines):
        return "", ""
    line, before = lines[refusal.line - 1], (refusal.column or 1) - 1
    return line[:before], line[before:]
