"""Questions of students about an exercise: asking, answering, closing, and the lists of them."""

import uuid

from sqlalchemy.orm import Session

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, page_from, place_of, read_place
from app.api.shapes.inquiries import (
    Inquiry,
    InquiryCard,
    InquiryEntry,
    InquiryFilter,
    NewInquiry,
    NewReply,
    SeenEntries,
)
from app.domain.api_tokens import Scope
from app.domain.inquiries import InquiryStep
from app.parts import db
from app.queries.inquiries import (
    Asked,
    InquiryThread,
    asked_by,
    asked_in,
    asked_in_practice,
    inquiries_before,
    inquiry_thread,
)
from app.services import inquiries

resource = Resource(
    "Questions about exercises", "What students ask about an exercise, and what they are answered."
)

_ONE = "/inquiries/<uuid:inquiry_id>"


@resource.get("/me/inquiries", answer=Page[InquiryCard])
def list_own_inquiries(caller: Caller, query: InquiryFilter) -> Page[InquiryCard]:
    """List what you have asked, in all your courses and in practice."""
    with db().reading() as session:
        return _list(session, asked_by(caller.id), query)


@resource.get("/courses/<uuid:course_id>/inquiries", answer=Page[InquiryCard])
def list_course_inquiries(
    caller: Caller, course_id: uuid.UUID, query: InquiryFilter
) -> Page[InquiryCard]:
    """List what a course's students ask, to who answers them."""
    with db().reading() as session:
        asked = asked_in(session, user_id=caller.id, course_id=course_id)
        return _list(session, asked, query)


@resource.get("/admin/inquiries", scope=Scope.ADMINISTER, answer=Page[InquiryCard])
def list_practice_inquiries(caller: Caller, query: InquiryFilter) -> Page[InquiryCard]:
    """List what is asked about practice, which administrators answer."""
    with db().reading() as session:
        return _list(session, asked_in_practice(session, user_id=caller.id), query)


@resource.post(
    "/exercises/<uuid:variant_id>/inquiries", scope=Scope.SUBMIT, answer=Inquiry, status=201
)
def ask_about_exercise(caller: Caller, variant_id: uuid.UUID, body: NewInquiry) -> Inquiry:
    """Ask about an exercise of yours; your newest submission is attached."""
    inquiry_id = inquiries.ask(
        db(),
        user_id=caller.id,
        variant_id=variant_id,
        inquiry_id=caller.made_id,
        kind=body.kind,
        text=body.text,
        typed=body.answers,
    )
    return get_inquiry(caller, inquiry_id)


@resource.get(_ONE, answer=Inquiry)
def get_inquiry(caller: Caller, inquiry_id: uuid.UUID) -> Inquiry:
    """Show a thread to its student, or to who answers it."""
    with db().reading() as session:
        thread = inquiry_thread(session, user_id=caller.id, inquiry_id=inquiry_id)
    return _thread(thread)


@resource.post(f"{_ONE}/replies", scope=Scope.SUBMIT, answer=Inquiry, status=201)
def reply_to_inquiry(caller: Caller, inquiry_id: uuid.UUID, body: NewReply) -> Inquiry:
    """Say something in a thread, as its student or as a teacher; a closed one opens again by it."""
    inquiries.reply(
        db(),
        user_id=caller.id,
        inquiry_id=inquiry_id,
        entry_id=caller.made_id,
        text=body.text,
    )
    return get_inquiry(caller, inquiry_id)


@resource.post(f"{_ONE}/close", scope=Scope.SUBMIT, answer=Inquiry)
def close_inquiry(caller: Caller, inquiry_id: uuid.UUID) -> Inquiry:
    """Close a thread that is settled, as its student or as a teacher."""
    return _step(caller, inquiry_id, InquiryStep.CLOSED)


@resource.post(f"{_ONE}/reopen", scope=Scope.SUBMIT, answer=Inquiry)
def reopen_inquiry(caller: Caller, inquiry_id: uuid.UUID) -> Inquiry:
    """Open a closed thread again."""
    return _step(caller, inquiry_id, InquiryStep.REOPENED)


@resource.put(f"{_ONE}/seen", scope=Scope.SUBMIT)
def mark_inquiry_seen(caller: Caller, inquiry_id: uuid.UUID, body: SeenEntries) -> None:
    """Note up to which entry you have seen the answers to your question."""
    inquiries.mark_seen(db(), user_id=caller.id, inquiry_id=inquiry_id, steps=body.entries)


def _step(caller: Caller, inquiry_id: uuid.UUID, step: InquiryStep) -> Inquiry:
    inquiries.take_step(db(), user_id=caller.id, inquiry_id=inquiry_id, step=step)
    return get_inquiry(caller, inquiry_id)


def _list(session: Session, asked: Asked, query: InquiryFilter) -> Page[InquiryCard]:
    rows = inquiries_before(
        session,
        asked,
        query.state,
        before=None if query.cursor is None else read_place(query.cursor),
        limit=query.limit + 1,
    )
    return page_from(
        rows,
        query,
        place=lambda row: place_of(row.moved_at, row.id),
        entry=InquiryCard.model_validate,
    )


def _thread(thread: InquiryThread) -> Inquiry:
    return Inquiry(
        **dict(InquiryCard.model_validate(thread.row)),
        exercise_id=thread.variant_id,
        submission_id=thread.submission_id,
        course_id=thread.course_id,
        assignment_id=thread.assignment_id,
        answers=dict(thread.typed),
        entries=[InquiryEntry.model_validate(one) for one in thread.entries],
        may_write=thread.may_write,
    )
