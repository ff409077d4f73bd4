"""The life of a version of a course's own problem, and the bounds of both."""

import re
import secrets
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Final

from app.domain.texts import Message, say

MOST_PROBLEMS: Final = 200
"""How many problems a course may have of its own, archived ones among them."""
MOST_VERSIONS: Final = 100
"""How many versions of one problem are kept."""
MOST_CHARACTERS: Final = 20_000
"""How long a problem file may be: a snippet of 10,000 characters, and as much again to describe it."""

MAX_TRIES: Final = 3
"""How often a worker may begin with one version: what ends three workers is no good to a fourth."""
TASK_SECONDS: Final = 35
"""After so long a worker's task gives up. A check computes for a second or so: this is for machines that are busy."""
LEASE_SECONDS: Final = 45
"""How long a worker owns what it has claimed; above the end of its task, so that the owner is surely gone."""

_SLUG_WORDS: Final = 60


class VersionState(StrEnum):
    """Where a version stands.

    `queued` waits to be checked, `checking` is with a worker; then it is `refused`, or `ready` to be published.
    `preparing` is to be published and waits for its pool of variants, or is with a worker; `published` is dealt. At
    most one version of a problem is published; when another takes its place, it is ready again.
    """

    QUEUED = "queued"
    CHECKING = "checking"
    REFUSED = "refused"
    READY = "ready"
    PREPARING = "preparing"
    PUBLISHED = "published"

    @property
    def is_waiting(self) -> bool:
        """Whether a worker will change it by itself."""
        return self in (VersionState.QUEUED, VersionState.CHECKING, VersionState.PREPARING)

    @property
    def word(self) -> Message:
        """Say where it stands."""
        return _WORDS[self]


_WORDS: Final[Mapping[VersionState, Message]] = {
    VersionState.QUEUED: say("Waits to be checked"),
    VersionState.CHECKING: say("Being checked"),
    VersionState.REFUSED: say("Needs mending"),
    VersionState.READY: say("Ready to be published"),
    VersionState.PREPARING: say("Being published"),
    VersionState.PUBLISHED: say("Published"),
}


def digest_of(text: str) -> str:
    """Name a text: the first 12 hex digits of its SHA-256, which is the version of the problem read from it."""
    return sha256(text.encode()).hexdigest()[:12]


def new_slug(name: str) -> str:
    """Make the slug of a new problem: words of its file's name, and 8 random hex digits.

    No file of the library is named so, and no course can guess another's.
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold().removesuffix(".py")).strip("-")
    return f"{words[:_SLUG_WORDS].strip('-') or 'problem'}-{secrets.token_hex(4)}"
