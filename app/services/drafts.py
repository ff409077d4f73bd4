"""Keeping answers while they are typed. A draft is never an attempt, and what it holds need not be readable."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CTE, Connection, Table, bindparam, case, exists, select, update
from sqlalchemy.orm import Session

from app.db import INSERT, Database, database_now, dialect_of
from app.domain.marking import check_answers
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Draft, Item, Variant
from app.queries.attempts import Ground, find_ground
from app.services.courses import require_open
from app.services.opening import require_submitting

MOST_CHARACTERS = 20_000
_HIGHEST_COUNTER = 2**31 - 1


@dataclass(frozen=True)
class Kept:
    """What became of a draft.

    Attributes:
        counter: The counter of what is kept now.
        is_newest: It is the one that was sent; else a newer one from elsewhere is kept in its place.
    """

    counter: int
    is_newest: bool


def keep_draft(
    db: Database,
    *,
    user_id: uuid.UUID,
    variant_id: uuid.UUID,
    answers: Mapping[str, str],
    counter: int,
) -> Kept:
    """Keep what stands in a variant's form, unless something newer is kept already.

    Args:
        db: The store.
        user_id: Who types.
        variant_id: Their variant.
        answers: What stands there, by question id.
        counter: Rises with every change; the highest wins.

    Raises:
        InvalidInput: A text is longer than any answer, or the counter is none.
        NotOpen: The assignment takes no answers right now.
        Conflict: The variant's answers were shown already, or the course is archived.
        NotFound: No such variant of this user.
    """
    if not 0 < counter <= _HIGHEST_COUNTER:
        raise InvalidInput(say("Reload the page."), {"draft": say("Reload the page.")})
    with db.reading() as session:
        ground = find_ground(session, user_id=user_id, variant_id=variant_id)
    look_at = _require_open_form(ground)
    given = {one.id: answers.get(one.id, "") for one in ground.questions}
    if any(len(text) > MOST_CHARACTERS for text in given.values()):
        message = say("Shorten the answer to %(most)s characters.", most=MOST_CHARACTERS)
        raise InvalidInput(message, {"draft": message})
    kept = {"answers": given, "counter": counter, "look_at": look_at}
    if not any(text.strip() for text in given.values()):
        # Who empties the form wants nothing handed in.
        kept["to_hand_in"] = None
    elif not check_answers(ground.questions, given):
        kept["to_hand_in"] = given
    with db.writing() as session:
        return _write(session, variant_id, kept)


def supersede_draft(
    connection: Connection, *, variant_id: uuid.UUID, given: Mapping[str, str], counter: int
) -> None:
    """Put what was submitted in the draft's place, in the submission's transaction.

    Nothing of it is left to be handed in, and what is still on its way from before the click is old.

    Args:
        connection: Writes.
        variant_id: The variant.
        given: What was submitted.
        counter: The draft's at the click, 0 where the browser keeps none.
    """
    statement = _SUPERSEDE[connection.dialect.name] if counter > 0 else _SUPERSEDE_KEPT
    connection.execute(statement, superseding(variant_id, given, counter))


def superseding(
    variant_id: uuid.UUID, given: Mapping[str, str], counter: int
) -> Mapping[str, object]:
    """Return what the statement of `superseding_where` is executed with."""
    at = {"draft_counter": min(counter, _HIGHEST_COUNTER)} if counter > 0 else {}
    return {"draft_of": variant_id, "draft_answers": dict(given), **at}


def superseding_where(stored: CTE, *, kept_in_browser: bool) -> Any:
    """Return what does the same as `supersede_draft` as a part of PostgreSQL's statement that stores a submission.

    Args:
        stored: The part that stores; where it stored nothing, the draft stays as it is.
        kept_in_browser: The browser keeps a draft.
    """
    if not kept_in_browser:
        return _SUPERSEDE_KEPT.where(exists(select(stored)))
    row = select(_VARIANT, _TYPED, _COUNTER, database_now()).select_from(stored)
    names = ["variant_id", "answers", "counter", "saved_at"]
    return _put_in_place(INSERT["postgresql"](_DRAFTS).from_select(names, row))


def look_again(
    session: Session, assignment_id: uuid.UUID, user_id: uuid.UUID | None = None
) -> None:
    """Let the sweep ask anew when drafts are handed in: to be called where that may have become earlier.

    Args:
        session: Writes.
        assignment_id: The assignment whose rules, or whose students' times, were changed.
        user_id: The one student whom it concerns, None for all.
    """
    variants = (
        select(Variant.id)
        .join(Item, Item.id == Variant.item_id)
        .where(Item.assignment_id == assignment_id)
    )
    if user_id is not None:
        variants = variants.where(Variant.user_id == user_id)
    session.execute(
        update(Draft)
        .where(Draft.variant_id.in_(variants), Draft.to_hand_in.is_not(None))
        .values(look_at=database_now())
        .execution_options(synchronize_session=False)
    )


def _require_open_form(ground: Ground) -> dt.datetime | None:
    """Return when the draft may be handed in, None for never; raise where nothing is typed any more."""
    if ground.revealed_at is not None:
        raise Conflict(
            say("The answers of this exercise were shown already. Take another exercise.")
        )
    at = ground.at
    if at is None:
        return None
    if at.membership is None:
        raise NotFound
    require_open(at.membership)
    require_submitting(at.membership, at.own, ground.now)
    if Right.SEE_WORK in at.membership.rights or not at.conduct.hands_in:
        return None
    return at.own.settled_at


def _write(session: Session, variant_id: uuid.UUID, kept: Mapping[str, object]) -> Kept:
    row = INSERT[dialect_of(session)](Draft).values(
        variant_id=variant_id, saved_at=database_now(), **kept
    )
    written = session.execute(
        row.on_conflict_do_update(
            index_elements=["variant_id"],
            set_={name: row.excluded[name] for name in ("saved_at", *kept)},
            where=Draft.counter < row.excluded.counter,
        ).returning(Draft.counter)
    ).one_or_none()
    if written is not None:
        return Kept(written.counter, is_newest=True)
    stored = session.get_one(Draft, variant_id)
    # Two devices may have come to the same number; the same request twice says the same.
    is_same = (stored.counter, stored.answers) == (kept["counter"], kept["answers"])
    return Kept(stored.counter, is_newest=is_same)


def _put_in_place(row: Any) -> Any:
    sent = row.excluded
    return row.on_conflict_do_update(
        index_elements=["variant_id"],
        set_={
            "answers": sent.answers,
            "saved_at": sent.saved_at,
            "to_hand_in": None,
            "look_at": None,
            "counter": case(
                (_DRAFTS.c.counter < sent.counter, sent.counter), else_=_DRAFTS.c.counter
            ),
        },
    )


_DRAFTS = cast("Table", Draft.__table__)
_VARIANT = bindparam("draft_of", type_=_DRAFTS.c.variant_id.type)
_TYPED = bindparam("draft_answers", type_=_DRAFTS.c.answers.type)
_COUNTER = bindparam("draft_counter", type_=_DRAFTS.c.counter.type)
# Ready made: every submission says one of them.
_SUPERSEDE = {
    dialect: _put_in_place(
        insert(_DRAFTS).values(
            variant_id=_VARIANT, answers=_TYPED, counter=_COUNTER, saved_at=database_now()
        )
    )
    for dialect, insert in INSERT.items()
}
_SUPERSEDE_KEPT = (
    update(_DRAFTS)
    .where(_DRAFTS.c.variant_id == _VARIANT)
    .values(answers=_TYPED, to_hand_in=None, look_at=None, saved_at=database_now())
)
