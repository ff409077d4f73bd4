"""Clicks on the same button at the same moment, on both databases."""

import threading
import uuid

from sqlalchemy import select

from app.models import Inquiry, InquiryEntry
from tests.app.desk import Desk


def test_clicks_at_the_same_moment_are_one_and_answers_get_a_number_each(classroom):
    desk = Desk(classroom)
    inquiry = uuid.uuid4()
    at_once([lambda: desk.ask(inquiry=inquiry)] * 3)
    assert desk.count(Inquiry) == 1

    at_once([lambda: desk.say(inquiry)] * 4)

    with desk.db.reading() as session:
        numbers = session.scalars(select(InquiryEntry.number).order_by(InquiryEntry.number)).all()
    assert numbers == [1, 2, 3, 4, 5]
    assert desk.row(inquiry).steps == 5


def at_once(jobs):
    faults = []

    def run(job):
        try:
            job()
        except Exception as error:  # noqa: BLE001 - the test shows it
            faults.append(error)

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
