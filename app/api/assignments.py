"""Assignments: listing, making, their rules and their items."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, page_of
from app.api.shapes.assignments import (
    Assignment,
    AssignmentCard,
    AssignmentRules,
    ItemChange,
    ItemOrder,
    NewAssignment,
    NewItem,
    RulesChange,
)
from app.api.versions import Unchanged
from app.domain.api_tokens import Scope
from app.domain.roles import Right
from app.errors import Conflict, NotFound
from app.parts import db
from app.queries.assignments import assignment_page
from app.queries.courses import course_page
from app.services import arranging, assignments
from app.services.items import NewItem as ItemToMake

resource = Resource("Assignments", "What a class is to do, by which rules, and of which items.")

_ONE = "/assignments/<uuid:assignment_id>"


@resource.get("/courses/<uuid:course_id>/assignments", answer=Page[AssignmentCard])
def list_assignments(
    caller: Caller, course_id: uuid.UUID, query: PageQuery
) -> Page[AssignmentCard]:
    """List a course's assignments in the order in which they were made."""
    with db().reading() as session:
        cards = course_page(session, caller.id, course_id).assignments
    # Assignments are never taken away, so the number of one stays.
    return page_of(
        list(enumerate(cards)),
        query,
        place=lambda numbered: f"{numbered[0]:06}",
        entry=lambda numbered: AssignmentCard.of(numbered[1]),
    )


@resource.post(
    "/courses/<uuid:course_id>/assignments", scope=Scope.TEACH, answer=Assignment, status=201
)
def create_assignment(caller: Caller, course_id: uuid.UUID, body: NewAssignment) -> Assignment:
    """Make an assignment of problems, by its rules; what is left out is as the page of a new one has it."""
    assignment_id = assignments.create_assignment(
        db(),
        user_id=caller.id,
        course_id=course_id,
        assignment_id=caller.made_id,
        items=[_made(one) for one in body.items],
        **body.as_set(),
    )
    return get_assignment(caller, assignment_id)


@resource.get(_ONE, answer=Assignment)
def get_assignment(caller: Caller, assignment_id: uuid.UUID) -> Assignment:
    """Show an assignment to a member of its course, with where they stand."""
    with db().reading() as session:
        return Assignment.of(assignment_page(session, caller.id, assignment_id))


@resource.get(f"{_ONE}/rules", answer=AssignmentRules)
def get_rules(caller: Caller, assignment_id: uuid.UUID) -> AssignmentRules:
    """Show what is set about an assignment, to who may change it."""
    with db().reading() as session:
        page = assignment_page(session, caller.id, assignment_id)
    if Right.EDIT_ASSIGNMENTS not in page.rights:
        raise NotFound
    return AssignmentRules.of(page)


@resource.patch(f"{_ONE}/rules", scope=Scope.TEACH, answer=AssignmentRules, guarded_by=get_rules)
def change_rules(
    caller: Caller, assignment_id: uuid.UUID, body: RulesChange, unchanged: Unchanged
) -> AssignmentRules:
    """Change the title and the rules of an assignment; they hold for what was submitted already as well.

    Send the ETag of the rules that you read as If-Match, so that nobody's change is lost.
    """
    read = get_rules(caller, assignment_id)

    def still_as_read() -> None:
        unchanged()
        if get_rules(caller, assignment_id) != read:
            raise Conflict("Somebody changed it at the same moment. Send it again.")

    assignments.change_assignment(
        db(),
        user_id=caller.id,
        assignment_id=assignment_id,
        unchanged=still_as_read,
        **read.changed_by(body).as_set(),
    )
    return get_rules(caller, assignment_id)


@resource.post(f"{_ONE}/items", scope=Scope.TEACH, answer=Assignment, status=201)
def add_item(caller: Caller, assignment_id: uuid.UUID, body: NewItem) -> Assignment:
    """Add a problem at the end of an assignment."""
    new = _made(body, caller.made_id)
    arranging.add_item(db(), user_id=caller.id, assignment_id=assignment_id, item=new)
    return get_assignment(caller, assignment_id)


@resource.put(f"{_ONE}/items/order", scope=Scope.TEACH, answer=Assignment)
def order_items(caller: Caller, assignment_id: uuid.UUID, body: ItemOrder) -> Assignment:
    """Put the items of an assignment into another order."""
    arranging.order_items(
        db(), user_id=caller.id, assignment_id=assignment_id, item_ids=body.item_ids
    )
    return get_assignment(caller, assignment_id)


@resource.patch(f"{_ONE}/items/<uuid:item_id>", scope=Scope.TEACH, answer=Assignment)
def change_item(
    caller: Caller, assignment_id: uuid.UUID, item_id: uuid.UUID, body: ItemChange
) -> Assignment:
    """Give an item other points or attempts; what was submitted is worth what they say from then on."""
    arranging.change_item(
        db(),
        user_id=caller.id,
        assignment_id=assignment_id,
        item_id=item_id,
        points=body.points,
        max_attempts=body.max_attempts,
    )
    return get_assignment(caller, assignment_id)


@resource.delete(f"{_ONE}/items/<uuid:item_id>", scope=Scope.TEACH)
def remove_item(caller: Caller, assignment_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Take an item out that nobody has begun; one that is gone stays so."""
    arranging.remove_item(db(), user_id=caller.id, assignment_id=assignment_id, item_id=item_id)


def _made(item: NewItem, item_id: uuid.UUID | None = None) -> ItemToMake:
    return ItemToMake(item.problem, item.points, item.max_attempts, item_id)
