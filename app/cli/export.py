"""`gradmark export`: a course in one file."""

import re
from pathlib import Path

import click

from app.cli.courses import find_course
from app.cli.new_file import free_name, written_whole
from app.cli.progress import shown
from app.cli.store import Acting, as_administrator, json_option, tell
from app.cli.which_store import require_schema
from app.errors import Unavailable
from app.services.course_files import export_course


@click.command()
@click.argument("course")
@click.argument("target", metavar="[FILE|FOLDER]", type=click.Path(path_type=Path), default=Path())
@json_option
@as_administrator
def export(acting: Acting, *, course: str, target: Path, as_json: bool) -> None:
    """Write COURSE, named by its id or its join code, to one file that `gradmark import` reads.

    In a folder, which is the current one where none is named, the file is named after the course and the time. It
    holds people, answers and grades: keep it safe. Passwords are not in it.
    """
    schema = require_schema(acting.db)
    row = find_course(acting, course)
    target = free_name(target, "zip", _words(row.title))
    try:
        with (
            written_whole(target) as part,
            part.open("wb") as file,
            shown("Exporting") as progress,
        ):
            done = export_course(
                acting.db,
                file,
                user_id=acting.user_id,
                course_id=row.id,
                schema=schema,
                progress=progress,
            )
    except OSError as error:
        raise Unavailable(f"The course could not be written: {error}.") from None
    described = {
        "file": str(target),
        "course": row.id,
        "title": row.title,
        "people": done.people,
        "rows": done.rows,
        "bytes": target.stat().st_size,
    }
    tell(described, f"{target} holds “{row.title}” with {done.people} people.", as_json=as_json)


def _words(title: str) -> str:
    """Return a title as a part of a file's name."""
    return re.sub(r"\W+", "-", title).strip("-").casefold() or "course"
