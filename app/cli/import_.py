"""`gradmark import`: a course from a file of `gradmark export`."""

import sys
from collections.abc import Iterator
from typing import IO, Any

import click

import migrations
from app.cli.progress import shown
from app.cli.seeds import Refused
from app.cli.store import Acting, as_administrator, json_option, tell
from app.cli.which_store import require_schema
from app.domain.course_files import NoCourseFile, RefusedCourseFile
from app.services.course_files import Imported, import_course

_REFUSED = 1


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
@as_administrator
def import_(acting: Acting, *, file: IO[bytes], dry_run: bool, as_json: bool) -> None:
    """Take over a course from FILE, which `gradmark export` wrote, with its people and all of their work.

    People are found by their e-mail addresses. Who has no account here gets one without a password: hand them a link
    of `gradmark users sign-in-link`. Scores are taken over as the file says: import only what you trust.

    Where anything stands in the way, it is told line by line, nothing is imported, and the exit status is 1.
    """
    require_schema(acting.db)
    try:
        with shown("Checking" if dry_run else "Importing") as progress:
            done = import_course(
                acting.db,
                file,
                user_id=acting.user_id,
                knows_schema=migrations.knows,
                progress=progress,
                is_dry_run=dry_run,
            )
    except NoCourseFile as error:
        raise Refused(f"{file.name} cannot be imported. {error}") from None
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error}.") from None
    except RefusedCourseFile as error:
        _report(error, as_json=as_json)
        sys.exit(_REFUSED)
    tell(_described(done), "\n".join(_written(done)), as_json=as_json)


def _report(error: RefusedCourseFile, *, as_json: bool) -> None:
    faults = [{"place": fault.place, "reason": fault.reason} for fault in error.faults]
    lines = [f"{fault.place}: {fault.reason}." for fault in error.faults]
    text = "\n".join([*lines, str(error)])
    tell({"imported": False, "faults": faults}, text, as_json=as_json)


def _described(done: Imported) -> dict[str, Any]:
    return {
        "imported": done.is_done,
        "course": done.course_id,
        "title": done.title,
        "rows": done.rows,
        "found": done.found,
        "made": done.made,
        "notes": done.notes,
    }


def _written(done: Imported) -> Iterator[str]:
    for email in done.found:
        yield f"{email}: has an account here"
    for email in done.made:
        yield f"{email}: {'has' if done.is_done else 'gets'} a new account, without a password"
    yield from done.notes
    if not done.is_done:
        yield f"Nothing has happened yet: “{done.title}” can be imported."
        return
    yield f"“{done.title}” is imported: {done.course_id}"
    if done.made:
        yield "For each new account, make a link: gradmark users sign-in-link"
