"""The library of problems, for who makes assignments, and practice for everybody."""

import uuid

from sqlalchemy.orm import Session

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of
from app.api.shapes.library import OfferedProblem, PracticePath, ProblemFile
from app.api.shapes.work import Exercise
from app.api.work import get_exercise
from app.domain.api_tokens import Scope
from app.domain.problems import find_problem, text_of
from app.domain.roles import Right
from app.parts import db
from app.queries.membership import find_membership
from app.queries.practice import practice_path
from app.queries.problems import library_picks, own_picks
from app.services.dealing import deal_problem, deal_topic

resource = Resource(
    "Library and practice", "The problems that come with Gradmark, in assignments and for practice."
)


@resource.get("/courses/<uuid:course_id>/library", answer=Page[OfferedProblem])
def list_offered_problems(
    caller: Caller, course_id: uuid.UUID, query: PageQuery
) -> Page[OfferedProblem]:
    """List the problems that an item of a course may take: the library's, and the course's own that are published."""
    with db().reading() as session:
        _require_author(session, caller, course_id)
        rows = (*own_picks(session, course_id), *library_picks())
    return page_of(rows, query, place=lambda row: row.slug, entry=OfferedProblem.model_validate)


@resource.get("/courses/<uuid:course_id>/library/<string:slug>", answer=ProblemFile)
def get_library_problem(caller: Caller, course_id: uuid.UUID, slug: str) -> ProblemFile:
    """Show the file of a problem of the library, to who writes problems for a course."""
    with db().reading() as session:
        _require_author(session, caller, course_id)
    return ProblemFile(slug=slug, text=text_of(find_problem(slug)))


@resource.get("/practice", answer=PracticePath)
def get_practice(caller: Caller) -> PracticePath:
    """Show the topics with their problems, and what you have solved."""
    with db().reading() as session:
        return PracticePath.of(practice_path(session, caller.id))


@resource.post("/practice/topics/<string:topic>/begin", scope=Scope.SUBMIT, answer=Exercise)
def practise_topic(caller: Caller, topic: str) -> Exercise:
    """Deal yourself a fresh exercise of a topic, of another problem than last time where there is one."""
    return get_exercise(caller, deal_topic(db(), user_id=caller.id, topic=topic))


@resource.post("/practice/problems/<string:slug>/begin", scope=Scope.SUBMIT, answer=Exercise)
def practise_problem(caller: Caller, slug: str) -> Exercise:
    """Deal yourself a fresh exercise of one problem of the library."""
    return get_exercise(caller, deal_problem(db(), user_id=caller.id, slug=slug))


def _require_author(session: Session, caller: Caller, course_id: uuid.UUID) -> None:
    find_membership(session, user_id=caller.id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
