"""A student with an exercise, and what is asked about it."""

import uuid

from sqlalchemy import func, select

from app.models import Inquiry
from app.queries.inquiries import inquiry_thread
from app.services.inquiries import ask, reply, take_step


class Desk:
    """A student with an exercise, and what is asked about it."""

    def __init__(self, room):
        self.room, self.db = room, room.db
        self.variant = room.deal()

    def ask(self, user=None, variant=None, inquiry=None, kind="wrong", text="Is it?", typed=None):
        return ask(
            self.db,
            user_id=user or self.room.student,
            variant_id=variant or self.variant,
            inquiry_id=inquiry or uuid.uuid4(),
            kind=kind,
            text=text,
            typed=typed or {},
        )

    def say(self, inquiry, text="So it is.", user=None, entry=None):
        reply(
            self.db,
            user_id=user or self.room.instructor,
            inquiry_id=inquiry,
            entry_id=entry or uuid.uuid4(),
            text=text,
        )

    def step(self, inquiry, step, user=None):
        take_step(self.db, user_id=user or self.room.instructor, inquiry_id=inquiry, step=step)

    def row(self, inquiry):
        with self.db.reading() as session:
            return session.get_one(Inquiry, inquiry)

    def thread(self, inquiry, user=None):
        with self.db.reading() as session:
            return inquiry_thread(session, user_id=user or self.room.student, inquiry_id=inquiry)

    def count(self, table):
        with self.db.reading() as session:
            return session.scalars(select(func.count()).select_from(table)).one()
