"""What commands that look after people and courses share: the store, and the administrator in whose name they act."""

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from app.cli.seeds import Refused
from app.cli.which_store import data_option, find_url
from app.db import Database
from app.errors import InvalidInput
from app.queries.administration import administrator_of_email
from app.settings import Settings, read_settings

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@dataclass(frozen=True)
class Acting:
    """The store, the administrator who acts on it, and the address where people reach Gradmark."""

    db: Database
    user_id: UUID
    public_url: str


def open_store(data: Path | None) -> Database:
    """Open the store of a folder of `gradmark up`, or where none is named that of the settings.

    Raises:
        CannotStart: The folder holds no store.
        UnusableSettings: No folder is named, and the settings cannot be used.
    """
    return Database(find_url(data), pool_size=1)


def as_administrator(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an `Acting` as its first argument, from its options `--as` and `--data`."""

    @click.option(
        "--as",
        "administrator",
        required=True,
        metavar="EMAIL",
        help="The administrator in whose name it is done: gradmark admins list.",
    )
    @data_option
    @functools.wraps(command)
    def act(*, administrator: str, data: Path | None, **arguments: Any) -> None:
        public_url = (
            read_settings().public_url
            if data is None
            else Settings.model_fields["public_url"].default
        )
        db = open_store(data)
        try:
            with db.reading() as session:
                user_id = administrator_of_email(session, administrator)
            with _input_is_an_argument():
                command(Acting(db, user_id, public_url), **arguments)
        finally:
            db.dispose()

    return act


def tell(described: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Write one thing, as a JSON object or as the line that people read."""
    click.echo(json.dumps(described, ensure_ascii=False, default=str) if as_json else text)


@contextmanager
def _input_is_an_argument() -> Iterator[None]:
    """What was typed on a page is typed here as an argument."""
    try:
        yield
    except InvalidInput as error:
        raise Refused(" ".join(dict.fromkeys(error.fields.values())) or str(error)) from None
