"""What the routes of one application share."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.db import Database
from app.services.doorbell import Doorbell


@dataclass(frozen=True)
class Parts:
    """The store, the doorbells from the most urgent to the least, and the address of the broker behind them.

    `doorbell` is rung for marking, `prepare_bell` for what somebody waits for on a page, `behind_bell` for long work.
    """

    db: Database
    doorbell: Doorbell
    prepare_bell: Doorbell
    behind_bell: Doorbell
    broker_url: str


def parts() -> Parts:
    """Return the parts of the application that serves this request."""
    return cast("Parts", current_app.extensions["gradmark"])


def db() -> Database:
    """Return the store of the application that serves this request."""
    return parts().db
