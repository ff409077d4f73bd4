"""What the routes of one application share."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from app.db import Database
from app.services.doorbell import Doorbell


@dataclass(frozen=True)
class Parts:
    """The store, the doorbells of marking and of courses' own problems, and the address of the broker behind them."""

    db: Database
    doorbell: Doorbell
    workshop_bell: Doorbell
    broker_url: str


def parts() -> Parts:
    """Return the parts of the application that serves this request."""
    return cast("Parts", current_app.extensions["gradmark"])


def db() -> Database:
    """Return the store of the application that serves this request."""
    return parts().db
