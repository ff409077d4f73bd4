"""A course's own problems: proposing, sending in, checking, publishing, and drafts with a preview."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of
from app.api.problems import INVALID, Fault, Refusal
from app.api.shapes.own_problems import (
    NewOwnProblem,
    NewVersion,
    OwnProblemCard,
    OwnProblemChange,
    OwnProblemVersion,
    Proposal,
    Snippet,
)
from app.domain.api_tokens import Scope
from app.domain.authoring import NoProposal, propose
from app.parts import db, parts
from app.queries.own_problems import own_problems_page, version_page
from app.services import authoring

resource = Resource("Own problems", "Problem files that a course's teachers write.")

# What JSON writes of a file with many characters outside ASCII.
_KILOBYTES = 256
_ONE = "/own-problems/<uuid:own_problem_id>"
_VERSION = f"{_ONE}/versions/<int:number>"


@resource.get("/courses/<uuid:course_id>/problems", answer=Page[OwnProblemCard])
def list_own_problems(
    caller: Caller, course_id: uuid.UUID, query: PageQuery
) -> Page[OwnProblemCard]:
    """List a course's own problems in the order of their titles, to who may write them."""
    with db().reading() as session:
        rows = own_problems_page(session, caller.id, course_id).problems
    return page_of(
        rows,
        query,
        place=lambda row: f"{row.title.casefold()} {row.id}",
        entry=OwnProblemCard.model_validate,
    )


@resource.post(
    "/courses/<uuid:course_id>/proposals",
    scope=Scope.TEACH,
    answer=Proposal,
    conflicts=False,
    kilobytes=_KILOBYTES,
)
def propose_problem(caller: Caller, course_id: uuid.UUID, body: Snippet) -> Proposal:
    """Make a problem file of a snippet: parameters for its numbers, questions for its leaves. Nothing is stored."""
    with db().reading() as session:
        own_problems_page(session, caller.id, course_id)
    try:
        return Proposal.model_validate(propose(body.snippet))
    except NoProposal as error:
        fault = Fault(field="snippet", detail=f"Line {error.line}, column {error.column}: {error}")
        raise Refusal(INVALID, "Nothing can be made of this snippet.", [fault]) from None


@resource.post(
    "/courses/<uuid:course_id>/problems",
    scope=Scope.TEACH,
    answer=OwnProblemVersion,
    status=201,
    kilobytes=_KILOBYTES,
)
def create_own_problem(
    caller: Caller, course_id: uuid.UUID, body: NewOwnProblem
) -> OwnProblemVersion:
    """Store a problem file as a new problem; a worker then holds it against the quality gates.

    Ask for the problem until its state is ready or refused.
    """
    stored = authoring.add_problem(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        course_id=course_id,
        text=body.text,
        name=body.name,
        problem_id=caller.made_id,
    )
    return get_own_problem(caller, stored.problem_id)


@resource.get(_ONE, answer=OwnProblemVersion)
def get_own_problem(caller: Caller, own_problem_id: uuid.UUID) -> OwnProblemVersion:
    """Show the newest version of a problem: its text, where it stands, and what the gates say."""
    with db().reading() as session:
        return OwnProblemVersion.of(version_page(session, caller.id, own_problem_id))


@resource.patch(_ONE, scope=Scope.TEACH, answer=OwnProblemVersion)
def change_own_problem(
    caller: Caller, own_problem_id: uuid.UUID, body: OwnProblemChange
) -> OwnProblemVersion:
    """Offer a problem for new items no more, or again; where it is in an assignment it is dealt all the same."""
    authoring.set_archived(
        db(), user_id=caller.id, problem_id=own_problem_id, is_archived=body.is_archived
    )
    return get_own_problem(caller, own_problem_id)


@resource.post(
    f"{_ONE}/versions",
    scope=Scope.TEACH,
    answer=OwnProblemVersion,
    status=201,
    kilobytes=_KILOBYTES,
)
def create_version(
    caller: Caller, own_problem_id: uuid.UUID, body: NewVersion
) -> OwnProblemVersion:
    """Store another text of a problem as its newest version; the text that it has already is no new version."""
    stored = authoring.add_version(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        problem_id=own_problem_id,
        text=body.text,
        base=body.base,
    )
    return get_version(caller, own_problem_id, stored.number)


@resource.get(_VERSION, answer=OwnProblemVersion)
def get_version(caller: Caller, own_problem_id: uuid.UUID, number: int) -> OwnProblemVersion:
    """Show one version of a problem."""
    with db().reading() as session:
        return OwnProblemVersion.of(version_page(session, caller.id, own_problem_id, number))


@resource.post(f"{_VERSION}/publish", scope=Scope.TEACH, answer=OwnProblemVersion)
def publish_version(caller: Caller, own_problem_id: uuid.UUID, number: int) -> OwnProblemVersion:
    """Have a version dealt that has passed the gates; what was dealt of another one stays as it is."""
    authoring.publish(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        version_id=_version_id(caller, own_problem_id, number),
    )
    return get_version(caller, own_problem_id, number)


@resource.post(f"{_VERSION}/restore", scope=Scope.TEACH, answer=OwnProblemVersion)
def restore_version(caller: Caller, own_problem_id: uuid.UUID, number: int) -> OwnProblemVersion:
    """Make the text of an earlier version the newest one."""
    stored = authoring.go_back(
        db(),
        parts().behind_bell,
        user_id=caller.id,
        version_id=_version_id(caller, own_problem_id, number),
    )
    return get_version(caller, own_problem_id, stored.number)


def _version_id(caller: Caller, own_problem_id: uuid.UUID, number: int) -> uuid.UUID:
    with db().reading() as session:
        return version_page(session, caller.id, own_problem_id, number).version.id
