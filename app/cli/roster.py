"""`gradmark roster`: the list of people of a course, as a CSV file."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

import click

from app.cli.courses import find_course
from app.cli.store import Acting, as_administrator, json_option
from app.domain.roster import Outcome, PlannedLine, Refusal, decode
from app.errors import Conflict
from app.queries.members import Person, roster_of
from app.services.rosters import RosterCheck, check_roster, import_roster

REFUSED_LINES: Final = 1
"""The exit status where a line of the roster was refused."""


@click.group()
def roster() -> None:
    """Take over a course's roster, or write it out; COURSE is the id or the join code of one.

    The file has a heading line with a column email, and where wanted name and role; - reads standard input.
    """


@roster.command()
@click.argument("course")
@click.argument("file", type=click.File("rb"))
@json_option
@as_administrator
def check(acting: Acting, *, course: str, file: IO[bytes], as_json: bool) -> None:
    """Say line by line what an import of FILE would do, and do nothing.

    The exit status is 1 where a line is refused.
    """
    course_id = find_course(acting, course).id
    text = decode(file.read())
    found = check_roster(acting.db, user_id=acting.user_id, course_id=course_id, text=text)
    _report(found, as_json=as_json)


@roster.command("import")
@click.argument("course")
@click.argument("file", type=click.File("rb"))
@json_option
@as_administrator
def import_(acting: Acting, *, course: str, file: IO[bytes], as_json: bool) -> None:
    """Take over the people of FILE, and say line by line what was done.

    Refused lines change nothing, and the others go on; the exit status is 1 then.
    """
    course_id = find_course(acting, course).id
    text = decode(file.read())
    planned = check_roster(acting.db, user_id=acting.user_id, course_id=course_id, text=text)
    done = import_roster(
        acting.db,
        user_id=acting.user_id,
        course_id=course_id,
        text=text,
        confirmed=planned.digest,
    )
    if not done.is_applied:
        raise Conflict("Nothing was imported: the course was changed meanwhile. Try again.")
    _report(done, as_json=as_json)


@roster.command()
@click.argument("course")
@click.argument("file", type=click.File("wb", lazy=True), default="-")
@json_option
@as_administrator
def export(acting: Acting, *, course: str, file: IO[bytes], as_json: bool) -> None:
    """Write a course's people as CSV to FILE or standard output, in the columns that an import reads."""
    course_id = find_course(acting, course).id
    with acting.db.reading() as session:
        people = roster_of(session, user_id=acting.user_id, course_id=course_id)
    if as_json:
        content = "".join(f"{json.dumps(_described(one))}\n" for one in people).encode()
    else:
        # Here, and not above: the other commands need not wait for the pages.
        from app.web.rosters import roster_table  # noqa: PLC0415
        from app.web.spreadsheets import write_csv  # noqa: PLC0415

        content = write_csv(roster_table(people))
    file.write(content)


def _described(one: Person) -> Mapping[str, Any]:
    return {
        "email": one.email,
        "name": one.name,
        "role": one.role or "student",
        "account": one.user_id is not None,
        "joined": one.joined,
        "since": one.since.isoformat(),
    }


def _report(found: RosterCheck, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_told(found), ensure_ascii=False))
    else:
        click.echo("\n".join(_written(found)))
    if found.count(Outcome.REFUSED):
        sys.exit(REFUSED_LINES)


def _told(found: RosterCheck) -> Mapping[str, Any]:
    return {
        "applied": found.is_applied,
        "lines": [
            {
                "line": line.entry.number,
                "email": line.entry.email,
                "name": line.name,
                "outcome": line.outcome,
                "role": line.role,
                "before": line.before,
                "refusal": line.refusal,
            }
            for line in found.lines
        ],
        "unused": found.unused,
    }


def _written(found: RosterCheck) -> Iterator[str]:
    for line in found.lines:
        yield f"line {line.entry.number}: {line.entry.email or '-'}: {_explained(line)}"
    if found.unused:
        yield f"Columns that were passed over: {', '.join(found.unused)}."
    counts = ((found.count(outcome), outcome) for outcome in Outcome)
    total = ", ".join(f"{count} {_COUNTED[outcome]}" for count, outcome in counts if count)
    yield f"{'Done' if found.is_applied else 'Nothing has happened yet'}: {total}."


def _explained(line: PlannedLine) -> str:
    if line.refusal is not None:
        repeats = f" (line {line.entry.repeats})" if line.entry.repeats else ""
        return f"refused: {_REFUSALS[line.refusal]}{repeats}"
    if line.outcome is Outcome.ROLE_CHANGED:
        return f"{line.before} becomes {line.role}"
    return _COUNTED[line.outcome]


_COUNTED: Final[Mapping[Outcome, str]] = {
    Outcome.ADDED: "added",
    Outcome.NEW: "new, at once or upon signing up",
    Outcome.RETURNED: "back again",
    Outcome.INVITED: "invited, until they sign up",
    Outcome.ROLE_CHANGED: "with another role",
    Outcome.UNCHANGED: "unchanged",
    Outcome.ROLE_KEPT: "unchanged, as a teacher set the role by hand",
    Outcome.STILL_EXPECTED: "invited already",
    Outcome.REFUSED: "refused",
}
_REFUSALS: Final[Mapping[Refusal, str]] = {
    Refusal.BAD_EMAIL: "this is not an e-mail address",
    Refusal.BAD_NAME: "the name is longer than 80 characters, or holds some that cannot be seen",
    Refusal.UNKNOWN_ROLE: "write student, grader or instructor as the role, or leave it empty",
    Refusal.WRONG_CELLS: "it has not as many cells as the first line has columns",
    Refusal.DUPLICATE: "the same address stands in an earlier line, which counts",
    Refusal.NOT_A_MEMBER: "a newcomer becomes a student; change the role once they are in",
    Refusal.INSTRUCTOR_STAYS: "is an instructor; only the members page takes that away",
    Refusal.REMOVED: "was removed by a teacher; bring them back on the members page",
}
