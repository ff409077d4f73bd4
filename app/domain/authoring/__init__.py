"""A course's own problems: the states of a version, how texts are proposed and inspected, and the pool for dealing."""

from app.domain.authoring.cleaning import clean, clean_draft
from app.domain.authoring.comparing import Change, ComparedLine, compare
from app.domain.authoring.drafts import (
    MOST_DRAFTS,
    MOST_SEED,
    PREVIEW_LEASE_SECONDS,
    PREVIEW_TRIES,
    draft_id_of,
)
from app.domain.authoring.example import EXAMPLE, TEMPLATE
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
    "MOST_DRAFTS",
    "MOST_PROBLEMS",
    "MOST_SEED",
    "MOST_VERSIONS",
    "POOL",
    "PREVIEW_LEASE_SECONDS",
    "PREVIEW_TRIES",
    "TASK_SECONDS",
    "TEMPLATE",
    "Change",
    "ComparedLine",
    "Inspected",
    "NoProposal",
    "Preview",
    "Proposal",
    "Refusal",
    "Sample",
    "VersionState",
    "clean",
    "clean_draft",
    "compare",
    "digest_of",
    "draft_id_of",
    "inspect",
    "make_pool",
    "new_slug",
    "preview",
    "propose",
    "stored_report",
]
