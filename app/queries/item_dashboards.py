"""The dashboard of one item: its figures, and its scores by how variants are built and by seed."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.item_analysis import (
    Activity,
    ItemStatistics,
    Structure,
    Summary,
    activity,
    structure_of,
    summarise,
)
from app.domain.roles import Right
from app.errors import NotFound
from app.models import Item, Variant
from app.queries.beliefs import BeliefRow, belief_rows
from app.queries.class_exercises import Beat, Key, stored_key
from app.queries.class_work import ClassWork, class_work, taught_assignment


@dataclass(frozen=True)
class StructureRow:
    """The variants that are built alike; None for those whose run is too long to be looked at."""

    structure: Structure | None
    dealt: int
    scores: Summary


@dataclass(frozen=True)
class SeedRow:
    """The variants of one seed and one version of the problem's file."""

    seed: int
    version: str
    dealt: int
    scores: Summary


@dataclass(frozen=True)
class ItemDashboard:
    """Everything that an item's dashboard shows.

    Attributes:
        id: The item.
        position: Its place in the assignment.
        title: Its title.
        problem: The slug of its problem.
        points: Its points.
        max_attempts: How many attempts a student has.
        assignment_id: The assignment.
        assignment_title: Its title.
        course_id: The course.
        course_title: Its title.
        rights: What the reader may do.
        neighbours: Every item of the assignment: id, position and title.
        class_size: How many students are in the course.
        figures: The item's figures.
        activity: When submissions to it arrived.
        beliefs: The misconceptions behind wrong answers to it.
        structures: Scores by how variants are built.
        seeds: Scores by seed, the lowest mean first.
    """

    id: uuid.UUID
    position: int
    title: str
    problem: str
    points: float
    max_attempts: int
    assignment_id: uuid.UUID
    assignment_title: str
    course_id: uuid.UUID
    course_title: str
    rights: frozenset[Right]
    neighbours: tuple[tuple[uuid.UUID, int, str], ...]
    class_size: int
    figures: ItemStatistics
    activity: Activity
    beliefs: tuple[BeliefRow, ...]
    structures: tuple[StructureRow, ...]
    seeds: tuple[SeedRow, ...]


def item_dashboard(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, beat: Beat | None = None
) -> ItemDashboard:
    """Return an item's dashboard for one of its course's teachers.

    Args:
        session: Reads.
        user_id: Who asks.
        item_id: The item.
        beat: The beat of its assignment, where it was asked for just before.

    Raises:
        NotFound: The user may see the work of no course with such an item.
    """
    assignment_id = assignment_of(session, item_id)
    taught = taught_assignment(session, user_id, assignment_id)
    work = class_work(session, taught.assignment, beat)
    place = [item.id for item in work.items].index(item_id)
    item = work.items[place]
    structures, seeds = _groups(session, work, place)
    return ItemDashboard(
        id=item.id,
        position=item.position,
        title=item.title,
        problem=item.problem,
        points=item.points,
        max_attempts=item.max_attempts,
        assignment_id=taught.assignment.id,
        assignment_title=taught.assignment.title,
        course_id=taught.course.id,
        course_title=taught.course.title,
        rights=taught.rights,
        neighbours=tuple((one.id, one.position, one.title) for one in work.items),
        class_size=len(work.students),
        figures=work.figures.items[place],
        activity=activity(one.at for one in work.sent if one.item_id == item_id),
        beliefs=belief_rows(work, item_id),
        structures=structures,
        seeds=seeds,
    )


def assignment_of(session: Session, item_id: uuid.UUID) -> uuid.UUID:
    """Return the assignment of an item.

    Raises:
        NotFound: There is no such item.
    """
    found = session.scalars(select(Item.assignment_id).where(Item.id == item_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _groups(
    session: Session, work: ClassWork, place: int
) -> tuple[tuple[StructureRow, ...], tuple[SeedRow, ...]]:
    dealt = session.execute(
        select(
            stored_key(Variant.id), Variant.seed, Variant.version, Variant.code, Variant.legacy
        ).where(Variant.item_id == work.items[place].id)
    )
    best = _best(work)
    opened = {one.key for one in work.opened}
    by_structure: dict[Structure | None, list[Key]] = {}
    by_seed: dict[tuple[int, str], list[Key]] = {}
    for variant, seed, version, code, legacy in dealt:
        if variant in opened:
            by_structure.setdefault(structure_of(code, legacy=legacy), []).append(variant)
            by_seed.setdefault((seed, version), []).append(variant)
    structures = [
        StructureRow(structure, len(group), _scores(group, best))
        for structure, group in by_structure.items()
    ]
    seeds = [
        SeedRow(seed, version, len(group), _scores(group, best))
        for (seed, version), group in by_seed.items()
    ]
    structures.sort(key=_by_structure)
    seeds.sort(key=_by_mean)
    return tuple(structures), tuple(seeds)


def _best(work: ClassWork) -> dict[Key, float]:
    best: dict[Key, float] = {}
    for sent in work.sent:
        if sent.score is not None:
            best[sent.variant] = max(sent.score, best.get(sent.variant, 0.0))
    return best


def _scores(variants: Iterable[Key], best: Mapping[Key, float]) -> Summary:
    return summarise(best[one] for one in variants if one in best)


def _by_structure(row: StructureRow) -> tuple[bool, Structure]:
    return row.structure is None, row.structure or Structure(0, 0, broadcasts=False)


def _by_mean(row: SeedRow) -> tuple[bool, float, int]:
    mean = row.scores.mean.value
    return mean is None, mean or 0.0, row.seed
