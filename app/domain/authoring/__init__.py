"""A course's own problems: the states of a version, how texts are proposed and inspected, and the pool for dealing."""

from app.domain.authoring.example import EXAMPLE
from app.domain.authoring.inspecting import Inspected, inspect
from app.domain.authoring.pooling import POOL, make_pool
from app.domain.authoring.previewing import Preview, preview
from app.domain.authoring.proposing import NoProposal, Proposal, propose
from app.domain.authoring.refusal import Refusal
from app.domain.authoring.sample import Sample
from app.domain.authoring.stored_report import stored_report
from app.domain.authoring.versions import (
    LEASE_SECONDS,
    MAX_TRIES,
    MOST_CHARACTERS,
    MOST_PROBLEMS,
    MOST_VERSIONS,
    TASK_SECONDS,
    VersionState,
    digest_of,
    new_slug,
)

__all__ = [
    "EXAMPLE",
    "LEASE_SECONDS",
    "MAX_TRIES",
    "MOST_CHARACTERS",
    "MOST_PROBLEMS",
    "MOST_VERSIONS",
    "POOL",
    "TASK_SECONDS",
    "Inspected",
    "NoProposal",
    "Preview",
    "Proposal",
    "Refusal",
    "Sample",
    "VersionState",
    "digest_of",
    "inspect",
    "make_pool",
    "new_slug",
    "preview",
    "propose",
    "stored_report",
]
