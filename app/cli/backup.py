"""`gradmark backup` and `gradmark restore`: the whole store in one file, and back again."""

import json
from pathlib import Path

import click

import migrations
from app.cli.backups import (
    BackupFailed,
    NoBackup,
    find_store,
    look_into,
    require_backup_for,
)
from app.cli.new_file import free_name, written_whole
from app.cli.progress import shown
from app.cli.seeds import Refused
from app.cli.which_store import data_option, find_url

_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.command()
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@data_option
@_json_option
def backup(target: Path, data: Path | None, *, as_json: bool) -> None:
    """Write all that the database holds to one file, while Gradmark runs.

    In a folder, the file is named after the time. A file that is there already is never overwritten. Keep
    it safe: whoever has it can read everybody's answers, grades and password hashes.
    """
    target = free_name(target, "backup")
    url = find_url(data)
    contents = look_into(url)
    if contents.revision is None:
        raise BackupFailed("There is no Gradmark in this database yet: nothing to back up.")
    try:
        with written_whole(target) as part, shown("Backing up") as progress:
            find_store(url).save(part, progress)
    except OSError as error:
        raise BackupFailed(f"The backup could not be written: {error}.") from None
    done = {"file": str(target), "bytes": target.stat().st_size, "schema": contents.revision}
    click.echo(json.dumps(done) if as_json else f"{target} holds the backup.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace-everything",
    is_flag=True,
    help="Yes, what the database holds now shall be gone.",
)
@data_option
@_json_option
def restore(file: Path, data: Path | None, *, replace_everything: bool, as_json: bool) -> None:
    """Put a backup in the place of all that the database holds.

    Stop web, worker and beat first. A backup of an older release is brought to this release's schema; one of a
    newer release is refused. Where it fails, the database is as it was.
    """
    if not file.is_file():
        raise Refused(f"{file} is no file; give the path of a backup.")
    url = find_url(data)
    store = find_store(url)
    try:
        require_backup_for(store, file)
        revision = store.revision_in(file)
    except NoBackup as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    if revision is None:
        raise Refused(f"{file} holds no Gradmark.")
    _require_known(revision, f"{file} was made by")
    _require_replaceable(url, replace_everything=replace_everything)
    with shown("Restoring") as progress:
        store.put_back(file, progress)
    users = look_into(url).users
    done = {
        "file": str(file),
        "schema_before": revision,
        "schema": migrations.head(),
        "users": users,
    }
    click.echo(
        json.dumps(done) if as_json else f"The database holds what {file} holds: {users} accounts."
    )


def _require_known(revision: str, whose: str) -> None:
    if not migrations.knows(revision):
        raise BackupFailed(
            f"{whose} a newer release of Gradmark (schema {revision}; this one knows up to "
            f"{migrations.head()}). Install that release, then restore with it."
        )


def _require_replaceable(url: str, *, replace_everything: bool) -> None:
    contents = look_into(url)
    if contents.revision is not None:
        _require_known(contents.revision, "The database was last used by")
    if contents.users and not replace_everything:
        raise BackupFailed(
            f"The database holds {contents.users} accounts, and all of it would be gone. "
            "Back it up first; then repeat with --replace-everything."
        )
