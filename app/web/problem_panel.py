"""What stands beside the text of a problem: some of its exercises and what the gates say, of a draft or a version."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.authoring import MOST_SEED, Refusal, Sample, inspecting, previewing
from app.domain.texts import say, say_many
from app.queries.own_problems import VersionPage
from app.queries.problem_drafts import Shown
from app.web.highlighting import highlighted


@dataclass(frozen=True)
class Panel:
    """What is shown beside a text.

    Attributes:
        draft_id: The draft that it is about; None where it is about a version.
        revision: The revision that it is about, 0 for a version.
        is_waiting: Whether a worker will tell more.
        is_old: Whether what is shown is about an earlier text or other seeds.
        refusal: Why the text cannot be used as it stands.
        parameters: The names of what is drawn anew for each student.
        misconceptions: What its answers are held to tell apart.
        samples: Variants with their highlighted programs.
        report: What the gates say.
        next_seed: The first of the seeds that follow; after the last they begin anew.
    """

    draft_id: uuid.UUID | None
    revision: int
    is_waiting: bool
    is_old: bool
    refusal: Refusal | None
    parameters: Sequence[str]
    misconceptions: Sequence[str]
    samples: Sequence[tuple[Sample, Markup]]
    report: Mapping[str, Any] | None
    next_seed: int

    seeds = previewing.SEEDS
    all_seeds = inspecting.SEEDS

    @property
    def said(self) -> str:
        """Say in a sentence how it stands."""
        if self.is_waiting or self.is_old:
            return say("A worker looks at your text.")
        if self.refusal is not None:
            return _place_of(self.refusal)
        if self.report is None:
            return ""
        failed = sum(not gate["passed"] for gate in self.report["gates"])
        if not failed:
            return say("It passes all six gates.")
        return say_many(
            "It runs, but %(num)s gate of six is not passed.",
            "It runs, but %(num)s gates of six are not passed.",
            failed,
        )


def panel_of_draft(shown: Shown) -> Panel:
    """Show what a worker has found out about a draft."""
    known, following = shown.preview, shown.first_seed + previewing.SHOWN
    return Panel(
        draft_id=shown.draft_id,
        revision=shown.revision,
        is_waiting=shown.is_waiting,
        is_old=known is not None and not shown.is_current,
        refusal=known.refusal if known else None,
        parameters=known.parameters if known else (),
        misconceptions=known.misconceptions if known else (),
        samples=_with_code(known.samples if known else ()),
        report=shown.report,
        next_seed=following if following <= MOST_SEED else 0,
    )


def panel_of_version(page: VersionPage) -> Panel:
    """Show what the check has found out about a version."""
    return Panel(
        draft_id=None,
        revision=0,
        is_waiting=page.report is None and page.version.state.is_waiting,
        is_old=False,
        refusal=page.refusal if page.report is None else None,
        parameters=(),
        misconceptions=(),
        samples=_with_code(page.samples),
        report=page.report,
        next_seed=len(page.samples),
    )


def _with_code(samples: Sequence[Sample]) -> list[tuple[Sample, Markup]]:
    return [(sample, highlighted(sample.code)) for sample in samples]


def _place_of(refusal: Refusal) -> str:
    if refusal.line is None:
        return say("Something in it must be mended first.")
    return say("Line %(line)s must be mended first.", line=refusal.line)
