"""Bounds of texts that are not saved yet, and how one is named."""

import uuid
from typing import Final

MOST_DRAFTS: Final = 20
"""How many new problems a teacher may have begun in a course without saving them."""
MOST_SEED: Final = 10_000
"""The last seed from which variants are shown while a text is written."""
PREVIEW_TRIES: Final = 2
"""How often a worker begins with one preview: somebody waits, and what ended two workers ends a third."""
PREVIEW_LEASE_SECONDS: Final = 15
"""How long a worker owns a preview; above the end of its task, so that the owner is surely gone."""


def draft_id_of(problem_id: uuid.UUID, user_id: uuid.UUID) -> uuid.UUID:
    """Name a teacher's unsaved text of a problem, so that all their windows write the same one."""
    return uuid.uuid5(problem_id, user_id.hex)
