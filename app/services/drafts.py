"""Keeping answers while they are typed. A draft is never an attempt, and what it holds need not be readable."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.marking import check_answers
from app.domain.problems import Question
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import Conflict, InvalidInput
from app.models import Assignment, Draft, Item, Variant
from app.queries.membership import find_membership
from app.queries.own_times import find_own_times
from app.services.courses import require_open
from app.services.opening import require_submitting
from app.services.own_variants import find_own_variant

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
        variant = find_own_variant(session, user_id=user_id, variant_id=variant_id)
        look_at = _require_open_form(db, session, variant)
    questions = [Question.from_json(question) for question in variant.questions]
    given = {one.id: answers.get(one.id, "") for one in questions}
    if any(len(text) > MOST_CHARACTERS for text in given.values()):
        message = say("Shorten the answer to %(most)s characters.", most=MOST_CHARACTERS)
        raise InvalidInput(message, {"draft": message})
    kept = {"answers": given, "counter": counter, "look_at": look_at}
    if not any(text.strip() for text in given.values()):
        # Who empties the form wants nothing handed in.
        kept["to_hand_in"] = None
    elif not check_answers(questions, given):
        kept["to_hand_in"] = given
    with db.writing() as session:
        return _write(db, session, variant_id, kept)


def supersede_draft(
    session: Session, *, variant_id: uuid.UUID, given: Mapping[str, str], counter: int
) -> None:
    """Put what was submitted in the draft's place, in the submission's transaction.

    Nothing of it is left to be handed in, and what is still on its way from before the click is old.

    Args:
        session: Writes.
        variant_id: The variant.
        given: What was submitted.
        counter: The draft's at the click, 0 where the browser keeps none.
    """
    values = {"answers": dict(given), "to_hand_in": None, "look_at": None}
    if counter > 0:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        row = (sqlite.insert if is_sqlite else postgresql.insert)(Draft).values(
            variant_id=variant_id,
            counter=min(counter, _HIGHEST_COUNTER),
            saved_at=database_now(),
            **values,
        )
        sent = row.excluded
        session.execute(
            row.on_conflict_do_update(
                index_elements=["variant_id"],
                set_={
                    **{
                        name: sent[name]
                        for name in ("answers", "saved_at", "to_hand_in", "look_at")
                    },
                    "counter": case(
                        (Draft.counter < sent.counter, sent.counter), else_=Draft.counter
                    ),
                },
            )
        )
    else:
        session.execute(
            update(Draft)
            .where(Draft.variant_id == variant_id)
            .values(**values, saved_at=database_now())
        )


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


def _require_open_form(db: Database, session: Session, variant: Variant) -> dt.datetime | None:
    """Return when the draft may be handed in, None for never; raise where nothing is typed any more."""
    if variant.revealed_at is not None:
        raise Conflict(
            say("The answers of this exercise were shown already. Take another exercise.")
        )
    if variant.item_id is None:
        return None
    assignment = session.scalars(
        select(Assignment)
        .join(Item, Item.assignment_id == Assignment.id)
        .where(Item.id == variant.item_id)
    ).one()
    membership = find_membership(session, user_id=variant.user_id, course_id=assignment.course_id)
    require_open(membership)
    own = find_own_times(session, assignment, variant.user_id)
    require_submitting(membership, own, db.now(session))
    if Right.SEE_WORK in membership.rights or not assignment.conduct.hands_in:
        return None
    return own.settled_at


def _write(
    db: Database, session: Session, variant_id: uuid.UUID, kept: Mapping[str, object]
) -> Kept:
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    row = insert(Draft).values(variant_id=variant_id, saved_at=database_now(), **kept)
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
