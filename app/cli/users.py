"""`gradmark users`: everybody with an account."""

from collections.abc import Iterator
from typing import Any

import click

from app.cli.seeds import Refused
from app.cli.store import Acting, as_administrator, json_option, tell
from app.domain.administration import LINK_LASTS, LINK_PATH
from app.domain.emails import normal_email
from app.queries.administration import PersonPage, PersonRow, all_people, person_of_email
from app.queries.erasure import Erasure, erasure
from app.services.erasing import erase_person
from app.services.sign_in_links import make_sign_in_link


@click.group()
def users() -> None:
    """Look after the people who have an account."""


@users.command("list")
@click.option("--search", default="", help="Words of the name or the address.")
@json_option
@as_administrator
def list_(acting: Acting, *, search: str, as_json: bool) -> None:
    """List everybody with an account, by name."""
    for row in _everybody(acting, search):
        tell(_described(row), f"{row.email}  {row.name}", as_json=as_json)


@users.command()
@click.argument("email")
@json_option
@as_administrator
def show(acting: Acting, *, email: str, as_json: bool) -> None:
    """Show the owner of EMAIL, with their courses."""
    page = _find(acting, email)
    courses = [
        {"id": course_id, "title": title, "role": role} for course_id, title, role in page.courses
    ]
    described = {
        **_described(page.row),
        "memberships": courses,
        "link_until": page.link_until and page.link_until.isoformat(),
    }
    tell(described, "\n".join(_written(page)), as_json=as_json)


@users.command("sign-in-link")
@click.argument("email")
@json_option
@as_administrator
def sign_in_link(acting: Acting, *, email: str, as_json: bool) -> None:
    """Make the link with which the owner of EMAIL, who forgot their password, chooses a new one.

    It works once and for a day. Whoever has it chooses the password: hand it over in person.
    """
    row = _find(acting, email).row
    token = make_sign_in_link(acting.db, user_id=acting.user_id, person_id=row.id)
    link = f"{acting.public_url.rstrip('/')}{LINK_PATH}{token}"
    hours = int(LINK_LASTS.total_seconds()) // 3600
    tell({"email": row.email, "link": link, "hours": hours}, link, as_json=as_json)


@users.command()
@click.argument("email")
@click.option(
    "--confirm", metavar="EMAIL", help="The same address again; without it, nothing is deleted."
)
@json_option
@as_administrator
def delete(acting: Acting, *, email: str, confirm: str | None, as_json: bool) -> None:
    """Delete the account of EMAIL for good, with all work and results that are its owner's.

    Without --confirm, it says what would go.
    """
    row = _find(acting, email).row
    if confirm is None or normal_email(confirm) != row.email:
        with acting.db.reading() as session:
            goes = erasure(session, row.id)
        raise Refused(
            f"Nothing was deleted. {_what_goes(row, goes)} would go for good: repeat with --confirm {row.email}"
        )
    erase_person(acting.db, user_id=acting.user_id, person_id=row.id)
    tell({"email": row.email, "deleted": True}, f"{row.email} is deleted.", as_json=as_json)


def _everybody(acting: Acting, search: str) -> Iterator[PersonRow]:
    page, pages = 1, 1
    with acting.db.reading() as session:
        while page <= pages:
            found = all_people(session, user_id=acting.user_id, search=search, page=page)
            yield from found.rows
            page, pages = page + 1, found.pages


def _find(acting: Acting, email: str) -> PersonPage:
    with acting.db.reading() as session:
        return person_of_email(session, user_id=acting.user_id, email=email)


def _described(row: PersonRow) -> dict[str, Any]:
    return {
        "email": row.email,
        "name": row.name,
        "id": row.id,
        "administrator": row.is_administrator,
        "courses": row.courses,
        "since": row.created_at.isoformat(),
    }


def _written(page: PersonPage) -> Iterator[str]:
    row = page.row
    yield f"{row.email}  {row.name}{', an administrator' if row.is_administrator else ''}"
    yield f"since {row.created_at:%Y-%m-%d}, id {row.id}"
    for course_id, title, role in page.courses:
        yield f"  {role:<10}  {course_id}  {title}"
    if page.link_until is not None:
        yield f"A link for a new password is open until {page.link_until:%Y-%m-%d %H:%M} UTC."


def _what_goes(row: PersonRow, goes: Erasure) -> str:
    courses = "".join(f", the course “{one.title}”" for one in goes.goes)
    work = f"{goes.exercises} exercises, {goes.submissions} submissions, {goes.tokens} tokens"
    return f"{row.name} with {work}{courses}"
