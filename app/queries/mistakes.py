"""The wrong submissions of a class that show a misconception, page by page."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.diagnosis import Misconception
from app.domain.item_analysis import NOT_DIAGNOSED, UNRECOGNISED
from app.errors import NotFound
from app.models import Item
from app.queries.beliefs import (
    Showing,
    WrongSubmission,
    find_belief,
    showings,
    wrong_submissions,
)
from app.queries.class_work import ClassWork, class_work, taught_assignment

ON_A_PAGE = 100


@dataclass(frozen=True)
class MistakesItem:
    """The item that a list of mistakes is about."""

    id: uuid.UUID
    position: int
    title: str


@dataclass(frozen=True)
class MistakesPage:
    """Wrong submissions that a misconception explains best, the newest first.

    Attributes:
        assignment_id: The assignment.
        assignment_title: Its title.
        course_id: The course.
        course_title: Its title.
        code: The misconception's code, or what stands in its place; None for every wrong submission.
        misconception: What is believed, where a misconception is asked for.
        item: The item, None for all.
        rows: The submissions of this page.
        total: How many there are on all pages.
        students: How many students made them.
        number: Which page this is, from 1.
        pages: How many there are.
    """

    assignment_id: uuid.UUID
    assignment_title: str
    course_id: uuid.UUID
    course_title: str
    code: str | None
    misconception: Misconception | None
    item: MistakesItem | None
    rows: tuple[Showing, ...]
    total: int
    students: int
    number: int
    pages: int


def mistakes_page(
    session: Session,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    *,
    code: str | None = None,
    item_id: uuid.UUID | None = None,
    page: int | None = 1,
) -> MistakesPage:
    """Return the wrong submissions to an assignment, for one of its course's teachers.

    Args:
        session: Where to read.
        user_id: Who asks.
        assignment_id: The assignment.
        code: What must explain them best; None for whatever does.
        item_id: The item; None for all.
        page: Which page, from 1; None for all at once.

    Raises:
        NotFound: The user may see the work of no course with such an assignment, the item is none
            of its own, or nothing is known by this code.
    """
    taught = taught_assignment(session, user_id, assignment_id)
    misconception = _find_misconception(code)
    work = class_work(session, taught.assignment)
    item = _find_item(work.items, item_id)
    found = wrong_submissions(work, code or None, item_id)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    number = min(max(1, page or 1), pages)
    first = (number - 1) * ON_A_PAGE
    some = found if page is None else found[first : first + ON_A_PAGE]
    return MistakesPage(
        assignment_id=taught.assignment.id,
        assignment_title=taught.assignment.title,
        course_id=taught.course.id,
        course_title=taught.course.title,
        code=code or None,
        misconception=misconception,
        item=item,
        rows=showings(session, work, some),
        total=len(found),
        students=len({one.sent.user_id for one in found}),
        number=number,
        pages=pages,
    )


def mistakes_of(
    session: Session,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    *,
    code: str | None,
    item_id: uuid.UUID | None,
) -> tuple[ClassWork, tuple[WrongSubmission, ...]]:
    """Return all wrong submissions, the newest first, and the work that they are part of; otherwise as the page.

    Raises:
        NotFound: As for `mistakes_page`.
    """
    taught = taught_assignment(session, user_id, assignment_id)
    _find_misconception(code)
    work = class_work(session, taught.assignment)
    _find_item(work.items, item_id)
    return work, wrong_submissions(work, code or None, item_id)


def _find_misconception(code: str | None) -> Misconception | None:
    misconception = find_belief(code) if code else None
    if code and misconception is None and code not in (UNRECOGNISED, NOT_DIAGNOSED):
        raise NotFound
    return misconception


def _find_item(items: tuple[Item, ...], item_id: uuid.UUID | None) -> MistakesItem | None:
    for item in items:
        if item.id == item_id:
            return MistakesItem(item.id, item.position, item.title)
    if item_id is not None:
        raise NotFound
    return None
