"""What administrators can do that is kept in their trail."""

import datetime as dt
from enum import StrEnum
from typing import Final

LINK_LASTS: Final = dt.timedelta(hours=24)
"""How long a link for a forgotten password opens anything."""

LINK_PATH: Final = "/sign-in/link/"
"""Where such a link leads; its token follows."""


class AdminStep(StrEnum):
    """One thing that was done."""

    GRANTED = "granted"
    """Somebody was made an administrator, on the command line."""
    REVOKED = "revoked"
    """Somebody is an administrator no longer, by the command line."""
    LINK_MADE = "link_made"
    """A link was made for somebody who forgot their password."""
    LINK_USED = "link_used"
    """They chose a new password with it."""
    REQUEUED = "requeued"
    """All failed submissions were queued again."""
    ERASED = "erased"
    """An account was deleted for its owner, on the command line; whose it was is deleted with it."""
    IMPORTED = "imported"
    """A course was imported from a file, on the command line."""
