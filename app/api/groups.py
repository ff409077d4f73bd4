"""The groups in which a course's assignments count."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.problems import INVALID, Fault, Refusal
from app.api.shapes.gradebook import AssignmentsGroup, AssignmentsGroups
from app.api.versions import Unchanged
from app.domain.api_tokens import Scope
from app.domain.gradebook import GroupFields
from app.parts import db
from app.queries.groups import groups_page
from app.services.grouping import GroupChange, set_groups

resource = Resource(
    "Groups of assignments", "Which assignments count together, and how much each group counts."
)


@resource.get("/courses/<uuid:course_id>/groups", answer=AssignmentsGroups)
def get_groups(caller: Caller, course_id: uuid.UUID) -> AssignmentsGroups:
    """Show the groups of a course's assignments to who may set them."""
    with db().reading() as session:
        page = groups_page(session, caller.id, course_id)
    return AssignmentsGroups(
        groups=[
            AssignmentsGroup(
                title=group.title,
                weight=group.weight,
                drop_lowest=group.drop_lowest,
                assignments=[one.id for one in page.assignments if one.group_id == group.id],
            )
            for group in page.groups
        ]
    )


@resource.put(
    "/courses/<uuid:course_id>/groups",
    scope=Scope.TEACH,
    answer=AssignmentsGroups,
    guarded_by=get_groups,
)
def put_groups(
    caller: Caller, course_id: uuid.UUID, body: AssignmentsGroups, unchanged: Unchanged
) -> AssignmentsGroups:
    """Give a course these groups and no others; without any, all points count alike."""
    with db().reading() as session:
        page = groups_page(session, caller.id, course_id)
    # A group is known by its title: with another one, it is another group.
    known = {group.title.casefold(): group.id for group in page.groups}
    titles = [" ".join(group.title.split()) for group in body.groups]
    ids = [known.get(title.casefold()) or uuid.uuid4() for title in titles]
    set_groups(
        db(),
        user_id=caller.id,
        course_id=course_id,
        groups=[
            GroupChange(id, GroupFields(title, group.weight, group.drop_lowest))
            for id, title, group in zip(ids, titles, body.groups, strict=True)
        ],
        places=_places(ids, body.groups),
        unchanged=unchanged,
    )
    return get_groups(caller, course_id)


def _places(ids: list[uuid.UUID], groups: list[AssignmentsGroup]) -> dict[uuid.UUID, uuid.UUID]:
    places: dict[uuid.UUID, uuid.UUID] = {}
    for number, (id, group) in enumerate(zip(ids, groups, strict=True)):
        for place, assignment in enumerate(group.assignments):
            if assignment in places:
                fault = Fault(
                    field=f"groups.{number}.assignments.{place}",
                    detail="Name each assignment once: it counts in one group at most.",
                )
                raise Refusal(INVALID, "An assignment stands here twice.", [fault])
            places[assignment] = id
    return places
