"""Drafts of new problems: looked at by a worker while they are written."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.own_problems import get_own_problem
from app.api.paging import Page, PageQuery, page_of, place_of
from app.api.problems import CONFLICT, Refusal
from app.api.shapes.own_problems import (
    DraftCard,
    DraftChange,
    NewDraft,
    OwnProblemVersion,
    ProblemDraft,
)
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries.own_problems import own_problems_page
from app.queries.problem_drafts import draft_page
from app.services.authoring import add_problem
from app.services.problem_drafts import Typed, discard_draft, keep_draft, start_draft

resource = Resource(
    "Drafts of problems", "Problem files that are not saved yet, with a preview of some variants."
)

_KILOBYTES = 256
_ONE = "/problem-drafts/<uuid:draft_id>"


@resource.get("/courses/<uuid:course_id>/problem-drafts", answer=Page[DraftCard])
def list_problem_drafts(caller: Caller, course_id: uuid.UUID, query: PageQuery) -> Page[DraftCard]:
    """List the new problems that you have begun in a course and not saved, the newest first."""
    with db().reading() as session:
        rows = own_problems_page(session, caller.id, course_id).begun
    return page_of(
        rows,
        query,
        place=lambda row: place_of(row.saved_at, row.id),
        entry=DraftCard.model_validate,
        newest_first=True,
    )


@resource.post(
    "/courses/<uuid:course_id>/problem-drafts",
    scope=Scope.TEACH,
    answer=ProblemDraft,
    status=201,
    kilobytes=_KILOBYTES,
)
def create_problem_draft(caller: Caller, course_id: uuid.UUID, body: NewDraft) -> ProblemDraft:
    """Begin a new problem without saving it: a worker shows some variants, and what the gates would say."""
    start_draft(
        db(),
        parts().prepare_bell,
        user_id=caller.id,
        course_id=course_id,
        draft_id=caller.made_id,
        text=body.text,
        name=body.name,
    )
    return get_problem_draft(caller, caller.made_id)


@resource.get(_ONE, answer=ProblemDraft)
def get_problem_draft(caller: Caller, draft_id: uuid.UUID) -> ProblemDraft:
    """Show a draft of yours with its preview."""
    with db().reading() as session:
        return ProblemDraft.of(draft_page(session, caller.id, draft_id))


@resource.put(_ONE, scope=Scope.TEACH, answer=ProblemDraft, kilobytes=_KILOBYTES)
def put_problem_draft(caller: Caller, draft_id: uuid.UUID, body: DraftChange) -> ProblemDraft:
    """Put another text into a draft, or look at other seeds of it."""
    kept = keep_draft(
        db(),
        parts().prepare_bell,
        user_id=caller.id,
        draft_id=draft_id,
        typed=Typed(body.text, revision=body.revision, first_seed=body.first_seed),
    )
    if not kept.is_kept:
        raise Refusal(
            CONFLICT,
            f"Something else was typed meanwhile: revision {kept.revision}. Read it first.",
        )
    return get_problem_draft(caller, draft_id)


@resource.delete(_ONE, scope=Scope.TEACH, conflicts=False)
def delete_problem_draft(caller: Caller, draft_id: uuid.UUID) -> None:
    """Forget a draft of yours."""
    discard_draft(db(), user_id=caller.id, draft_id=draft_id)


@resource.post(f"{_ONE}/save", scope=Scope.TEACH, answer=OwnProblemVersion, status=201)
def save_problem_draft(caller: Caller, draft_id: uuid.UUID) -> OwnProblemVersion:
    """Make a problem of a draft, with the same id; a worker then holds it against the quality gates."""
    with db().reading() as session:
        page = draft_page(session, caller.id, draft_id)
    stored = add_problem(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        course_id=page.course_id,
        text=page.draft.text,
        name=page.name,
        problem_id=draft_id,
    )
    return get_own_problem(caller, stored.problem_id)
