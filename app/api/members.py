"""The people of a course: listing, roles, extra time, removing, joining and leaving."""

import uuid

from app.api.callers import Caller
from app.api.courses import get_course
from app.api.operations import Resource
from app.api.paging import Page, page_of
from app.api.shapes.courses import Course
from app.api.shapes.members import (
    ExtraTime,
    Invitation,
    JoinCode,
    Member,
    MemberDetail,
    NewRole,
    PeopleQuery,
)
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries.members import Person, letters, member_page, people_of
from app.services import accommodations, members

resource = Resource("Members", "Who is in a course, who was, and whom its roster expects.")

_LIST = "/courses/<uuid:course_id>/members"
_ONE = f"{_LIST}/<uuid:member_id>"


@resource.post("/courses/join", scope=Scope.SUBMIT, answer=Course)
def join_course(caller: Caller, body: JoinCode) -> Course:
    """Become a student of the course with this join code; who is in it already stays what they are."""
    with parts().limits.code_tries(caller.id):
        course_id = members.join_course(db(), user_id=caller.id, join_code=body.join_code)
    return get_course(caller, course_id)


@resource.post("/courses/<uuid:course_id>/leave", scope=Scope.SUBMIT)
def leave_course(caller: Caller, course_id: uuid.UUID) -> None:
    """Leave a course; what was done in it is kept."""
    members.leave_course(db(), user_id=caller.id, course_id=course_id)


@resource.get(_LIST, answer=Page[Member])
def list_members(caller: Caller, course_id: uuid.UUID, query: PeopleQuery) -> Page[Member]:
    """List the people of a course by name: its members, or those who left or are expected."""
    with db().reading() as session:
        people = people_of(session, user_id=caller.id, course_id=course_id, show=query.show)
    return page_of(people, query, place=_place, entry=Member.model_validate)


def _place(person: Person) -> str:
    return f"{letters(person.name or person.email)} {person.email} {person.user_id}"


@resource.get(_ONE, answer=MemberDetail)
def get_member(caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID) -> MemberDetail:
    """Show one member or former member."""
    with db().reading() as session:
        page = member_page(session, user_id=caller.id, course_id=course_id, member_id=member_id)
    return MemberDetail.of(
        page.person,
        is_former=page.is_former,
        submissions=page.submissions,
        extra_percent=page.extra_percent,
    )


@resource.put(f"{_ONE}/role", scope=Scope.TEACH, answer=MemberDetail)
def set_role(
    caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID, body: NewRole
) -> MemberDetail:
    """Give a member another role; the last instructor keeps theirs. Who gives up their own right to see it may not."""
    shown = get_member(caller, course_id, member_id)
    members.change_role(
        db(), user_id=caller.id, course_id=course_id, member_id=member_id, role=body.role
    )
    return shown.model_copy(update={"role": body.role, "role_set_by_hand": True})


@resource.put(f"{_ONE}/extra-time", scope=Scope.TEACH, answer=MemberDetail)
def set_extra_time(
    caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID, body: ExtraTime
) -> MemberDetail:
    """Give a member extra time in every assignment with a time limit that they start from now on."""
    accommodations.set_extra_time(
        db(), user_id=caller.id, course_id=course_id, member_id=member_id, percent=body.percent
    )
    return get_member(caller, course_id, member_id)


@resource.delete(_ONE, scope=Scope.TEACH)
def remove_member(caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Take a member out of a course; their work is kept. Neither join code nor roster brings them back."""
    members.remove_member(db(), user_id=caller.id, course_id=course_id, member_id=member_id)


@resource.post(f"{_ONE}/return", scope=Scope.TEACH, answer=MemberDetail)
def bring_back(caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID) -> MemberDetail:
    """Give a former member their place again, with the role they had."""
    members.bring_back(db(), user_id=caller.id, course_id=course_id, member_id=member_id)
    return get_member(caller, course_id, member_id)


@resource.post("/courses/<uuid:course_id>/expected/withdraw", scope=Scope.TEACH)
def withdraw_invitation(caller: Caller, course_id: uuid.UUID, body: Invitation) -> None:
    """Expect somebody no longer who was on the roster and has no account yet."""
    members.withdraw_invitation(db(), user_id=caller.id, course_id=course_id, email=body.email)
