"""The whole of Gradmark as `gradmark up` starts it: web, Celery worker, beat and broker."""

import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from app.db import Database
from app.domain.diagnosis import find_misconception, predict
from app.domain.marking import truth_text
from app.domain.problems import Variant as Exercise
from app.domain.problems import find_truth
from app.models import Submission, Variant
from tests.real_parts.process import Server


class Gradmark(Server):
    """Gradmark on a free port, with its data in a folder of its own."""

    name = "gradmark up"
    start_seconds = 90.0

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """The command of `make run`."""
        gradmark = Path(sys.executable).with_name("gradmark")
        return [str(gradmark), "up", "--data", str(self.folder / "data"), "--port", str(self.port)]

    def is_ready(self) -> bool:
        """Whether a submission would be marked."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as response:
                return response.status == 200
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    def store(self) -> Database:
        """Open its database, to look at what the pages do not show."""
        return Database(f"sqlite:///{self.folder / 'data' / 'gradmark.db'}")


def right_answers(gradmark: Gradmark, address: str) -> dict[str, str]:
    """Return what the engine finds for the exercise at this address, as one would type it."""
    answers = find_truth(dealt_at(gradmark, address))
    return {question: truth_text(truth) for question, truth in answers.items()}


def mistaken_answers(gradmark: Gradmark, address: str, code: str) -> dict[str, str]:
    """Return what somebody with this misconception answers to the exercise at this address."""
    believed = predict(dealt_at(gradmark, address), [find_misconception(code)])
    assert believed is not None
    return {question: truth_text(answer) for question, answer in believed.items()}


def dealt_at(gradmark: Gradmark, address: str) -> Exercise:
    """Return what was dealt at this address."""
    store = gradmark.store()
    try:
        with store.reading() as session:
            return session.get_one(Variant, variant_of(address)).as_dealt()
    finally:
        store.dispose()


def submissions_on(gradmark: Gradmark, address: str) -> int:
    """Return how many submissions are stored for the exercise at this address."""
    store = gradmark.store()
    try:
        with store.reading() as session:
            return session.scalars(
                select(func.count()).where(Submission.variant_id == variant_of(address))
            ).one()
    finally:
        store.dispose()


def variant_of(address: str) -> uuid.UUID:
    """Return the variant's id in an exercise's address."""
    return uuid.UUID(address.split("/variants/")[1].split("#", maxsplit=1)[0])
