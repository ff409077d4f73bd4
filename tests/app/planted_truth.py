"""A truth whose digits stand nowhere else, planted wherever the store keeps one; and finding them in a response."""

import io
import re
import uuid
import zipfile
from collections.abc import Mapping

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import Database
from app.domain.submissions import SubmissionState
from app.models import (
    Assignment,
    Item,
    PoolVariant,
    ProblemVersion,
    Result,
    Submission,
    ToldRun,
    Variant,
)

TRUTH = 271828182845904.0
PREDICTED = 161803398874989.0
# As pages and files write numbers: to the last digit, to seven of them, and with an exponent. What happened 41.6180 s
# past a minute holds no truth.
_DIGITS = re.compile(
    rb"27182818|27182820|(?<!:[0-5])2[.,]7182|271,828|16180339|16180340|(?<!:[0-5])1[.,]6180|161,803"
)
_AROUND = 30


def plant(db: Database, ids: Mapping[str, object]) -> None:
    """Give the student's exercise a truth of the canary, unsolved and marked, and all that is made of a truth too."""
    variant_id, submission_id = ids["variant"], ids["submission"]
    assert isinstance(variant_id, uuid.UUID)
    with db.writing() as session:
        variant = session.get_one(Variant, variant_id)
        variant.truth = {key: [TRUTH, TRUTH] for key in variant.truth or {}}
        changes = {key: [PREDICTED, PREDICTED] for key in variant.truth}
        variant.predictions = {
            "listed": ["overwrites"],
            "answers": [{"codes": ["overwrites"], "changes": changes}],
        }
        session.get_one(Submission, submission_id).state = SubmissionState.MARKED
        result = session.get_one(Result, submission_id)
        result.score = 0.0
        result.marks = [{**mark, "verdict": "wrong", "note": ""} for mark in result.marks]
        session.add(ToldRun(variant_id=variant_id, beliefs="", told={"result": TRUTH}))
        version = session.scalars(
            select(ProblemVersion).where(ProblemVersion.problem_id == ids["own_problem"])
        ).first()
        assert version is not None
        version.samples = [{"truth": TRUTH}]
        session.add(
            PoolVariant(
                version_id=version.id,
                number=1,
                seed=1,
                code=variant.code,
                questions=variant.questions,
                rtol=variant.rtol,
                atol=variant.atol,
                legacy=False,
                truth=variant.truth,
            )
        )


def open_truth(db: Database, ids: Mapping[str, object], rules: Mapping[str, object]) -> None:
    """Set the fields of the assignment that say when its truth is shown."""
    with db.writing() as session:
        item = session.get_one(Item, ids["item"])
        assignment = session.get_one(Assignment, item.assignment_id)
        for name, value in rules.items():
            setattr(assignment, name, value)


def holds_truth(response: TestResponse) -> bool:
    """Tell whether a response has the canary's digits in its body, unpacked where it is packed, or in its headers."""
    return any(map(has_digits, [str(response.headers).encode(), *unpacked(response.data)]))


def has_digits(text: bytes) -> bool:
    """Tell whether the canary's digits stand anywhere in it."""
    return find_digits(text) is not None


def find_digits(text: bytes) -> str | None:
    """Return the canary's digits with what stands around them, or None where they do not stand in it."""
    found = _DIGITS.search(text)
    if found is None:
        return None
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND].decode(errors="replace")


def unpacked(body: bytes) -> list[bytes]:
    """Return all that a body holds; a workbook and a download are packed folders of files."""
    if not body.startswith(b"PK"):
        return [body]
    with zipfile.ZipFile(io.BytesIO(body)) as folder:
        return [folder.read(name) for name in folder.namelist()]
