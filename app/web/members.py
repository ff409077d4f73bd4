"""The people of a course: the list, one of them, roles, removing and bringing back."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.roles import Role
from app.domain.texts import say
from app.errors import InvalidInput
from app.queries.members import Wanted, member_page, members_page
from app.services import accommodations, members
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("members", __name__)

_LIST = "/courses/<uuid:course_id>/members"
_ONE = f"{_LIST}/<uuid:member_id>"


@pages.get(_LIST)
def people(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a page of the list, or while somebody types a search only the list itself."""
    known, wanted = member(), Wanted.read(request.args)
    with db().reading() as session:
        page = members_page(session, user_id=known.id, course_id=course_id, wanted=wanted)
    template = "_people.html" if "HX-Request" in request.headers else "members.html"
    return render_template(template, page=page)


@pages.get(_ONE)
def person(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Show one member, with what can be changed about their place."""
    known = member()
    with db().reading() as session:
        page = member_page(session, user_id=known.id, course_id=course_id, member_id=member_id)
    return render_template("member.html", page=page, roles=Role)


@pages.post(f"{_ONE}/role")
def change_role(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Give a member another role; who has given up their own right to be here goes to the course."""
    known = member()
    role = request.form.get("role", "")
    members.change_role(db(), user_id=known.id, course_id=course_id, member_id=member_id, role=role)
    leave_notice("role_changed")
    if member_id == known.id and role != Role.INSTRUCTOR:
        return redirect(url_for("courses.course", course_id=course_id), 303)
    return redirect(url_for(".person", course_id=course_id, member_id=member_id), 303)


@pages.post(f"{_ONE}/extra-time")
def set_extra_time(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Give a member extra time wherever the time is limited, or take it back."""
    known, typed = member(), request.form.get("percent", "").strip()
    try:
        accommodations.set_extra_time(
            db(),
            user_id=known.id,
            course_id=course_id,
            member_id=member_id,
            percent=_percent(typed),
        )
    except InvalidInput as error:
        with db().reading() as session:
            page = member_page(session, user_id=known.id, course_id=course_id, member_id=member_id)
        wrong = {"typed_percent": typed, "percent_error": error.fields["percent"]}
        return render_template("member.html", page=page, roles=Role, **wrong), status_of(error)
    leave_notice("extra_time_set")
    return redirect(url_for(".person", course_id=course_id, member_id=member_id), 303)


def _percent(text: str) -> int:
    try:
        return int(text or 0)
    except ValueError:
        message = say("Type a whole number of percent, for instance 25.")
        raise InvalidInput(message, {"percent": message}) from None


@pages.post(f"{_ONE}/remove")
def remove(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take a member out of the course; the list offers to bring them back."""
    known = member()
    members.remove_member(db(), user_id=known.id, course_id=course_id, member_id=member_id)
    leave_notice("removed", course=str(course_id), member=str(member_id))
    return redirect(url_for(".people", course_id=course_id), 303)


@pages.post(f"{_ONE}/return")
def bring_back(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Give a former member their place again."""
    members.bring_back(db(), user_id=member().id, course_id=course_id, member_id=member_id)
    leave_notice("brought_back")
    return redirect(url_for(".person", course_id=course_id, member_id=member_id), 303)


@pages.post("/courses/<uuid:course_id>/expected/withdraw")
def withdraw(course_id: uuid.UUID) -> ResponseReturnValue:
    """Expect somebody no longer who has no account yet."""
    email = request.form.get("email", "")
    members.withdraw_invitation(db(), user_id=member().id, course_id=course_id, email=email)
    leave_notice("withdrawn")
    return redirect(url_for(".people", course_id=course_id, show="expected"), 303)
