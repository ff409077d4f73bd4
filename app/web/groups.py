"""The groups of a course's assignments: their weights, what is dropped, and which assignment is in which."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domain.gradebook import GroupFields
from app.domain.texts import Message, say
from app.errors import InvalidInput
from app.queries.groups import GroupsPage, groups_page
from app.services.grouping import GroupChange, set_groups
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("groups", __name__)

_NEW_ROWS = (say("First new group"), say("Second new group"))


@dataclass(frozen=True)
class Line:
    """A group's line of the form.

    Attributes:
        id: The group's, or that which a new one will have.
        legend: What a new one is called until it has a name.
        fields: What stands in its inputs.
    """

    id: str
    legend: Message | None
    title: str = ""
    weight: str = "1"
    drop: str = "0"
    is_removed: bool = False


@pages.get("/courses/<uuid:course_id>/gradebook/groups")
def groups(course_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the groups."""
    page = _find(course_id)
    lines = [
        Line(str(group.id), None, group.title, f"{group.weight:g}", str(group.drop_lowest))
        for group in page.groups
    ]
    lines += [Line(str(uuid.uuid4()), legend) for legend in _NEW_ROWS]
    places = {str(one.id): str(one.group_id) for one in page.assignments if one.group_id}
    return _show(page, lines, places, {})


@pages.post("/courses/<uuid:course_id>/gradebook/groups")
def save(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give the course these groups."""
    page = _find(course_id)
    lines = _read_lines(request.form, {str(group.id) for group in page.groups})
    kept = [line for line in lines if not line.is_removed and not _is_blank(line)]
    chosen = {str(one.id): request.form.get(f"group-of.{one.id}", "") for one in page.assignments}
    try:
        set_groups(
            db(),
            user_id=member().id,
            course_id=course_id,
            groups=[GroupChange(uuid.UUID(line.id), _fields(line)) for line in kept],
            places={
                uuid.UUID(assignment): uuid.UUID(group)
                for assignment, group in chosen.items()
                if group in {line.id for line in kept}
            },
        )
    except InvalidInput as error:
        return _show(page, lines, chosen, _at_lines(error.fields, kept)), status_of(error)
    leave_notice("groups_saved")
    return redirect(url_for(".groups", course_id=course_id), 303)


def _find(course_id: uuid.UUID) -> GroupsPage:
    with db().reading() as session:
        return groups_page(session, member().id, course_id)


def _read_lines(typed: MultiDict[str, str], known: set[str]) -> list[Line]:
    ids = [one for one in typed.getlist("group") if _is_id(one)]
    fresh = iter(_NEW_ROWS)
    return [
        Line(
            id=one,
            legend=None if one in known else next(fresh, _NEW_ROWS[-1]),
            title=" ".join(typed.get(f"title.{one}", "").split()),
            weight=typed.get(f"weight.{one}", "").strip(),
            drop=typed.get(f"drop.{one}", "").strip(),
            is_removed=f"remove.{one}" in typed,
        )
        for one in dict.fromkeys(ids)
    ]


def _is_blank(line: Line) -> bool:
    return line.legend is not None and not line.title


def _fields(line: Line) -> GroupFields:
    weight: float | None
    try:
        weight = float(line.weight.replace(",", "."))
    except ValueError:
        weight = None
    digits = line.drop if line.drop.isascii() and line.drop.isdigit() and len(line.drop) < 4 else ""
    return GroupFields(line.title, weight, int(digits) if digits else None)


def _at_lines(errors: Mapping[str, str], kept: list[Line]) -> dict[str, str]:
    """Name the fields of groups by the groups' ids, as the form does."""
    found = {}
    for field, message in errors.items():
        name, _, number = field.partition(".")
        found[f"{name}.{kept[int(number)].id}" if number else field] = message
    return found


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _show(
    page: GroupsPage, lines: list[Line], places: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    return render_template("groups.html", page=page, lines=lines, places=places, errors=errors)
