"""Rules of regrades; what one keeps of before is as good as what stands now, for undoing brings it back."""

import math
from collections.abc import Iterator
from typing import Any

from app.domain.authoring import MOST_CHARACTERS
from app.domain.course_files.exercises import (
    check_diagnosis,
    check_marks,
    check_truth,
    read_questions,
)
from app.domain.regrading import RegradeState
from app.services.course_files.reading import Row
from app.services.course_files.rules.seen import Seen

_OF_VARIANT = {"questions", "rtol", "atol", "legacy", "truth", "predictions"}
_OF_RESULT = {"score", "marks", "diagnosis", "engine_version"}
_UNBEGUN = (RegradeState.PREVIEWING, RegradeState.READY, RegradeState.DISCARDED)


def of_regrade(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a regrade."""
    state = row["state"]
    if state.is_open and row["assignment_id"] in seen.open_regrades:
        yield "another regrade of its assignment has not ended"
    if state.is_open:
        seen.open_regrades.add(row["assignment_id"])
    if state not in _UNBEGUN and (row["mode"] is None or row["begun_at"] is None):
        yield "it was applied, and not said how or when"
    if any(len(row[name] or "") > MOST_CHARACTERS for name in ("answer", "code")):
        yield f"its answer or its program is longer than {MOST_CHARACTERS} characters"


def of_variant(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with what an exercise was before a regrade."""
    before = row["before"]
    if not isinstance(before, dict) or before.keys() != _OF_VARIANT:
        yield "what was before is none of an exercise"
        return
    questions = read_questions(before["questions"])
    check_truth(questions, before["truth"])
    asked = tuple(question.id for question in questions)
    seen.asked_before[row["regrade_id"], row["variant_id"]] = asked
    if not _is_number(before["rtol"]) or not _is_number(before["atol"]):
        yield "its tolerance before is no number"
    if not isinstance(before["legacy"], bool) or before["predictions"] is not None:
        yield "what was before cannot be read"


def of_result(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with what a result was before a regrade."""
    before, submission_id = row["before"], row["submission_id"]
    if row["is_applied"] != (before is not None):
        yield "what was before is kept where it is applied, and nowhere else"
    if before is None:
        return
    if not isinstance(before, dict) or before.keys() != _OF_RESULT:
        yield "what was before is no result"
        return
    key = row["regrade_id"], seen.variants[submission_id]
    asked = seen.asked_before.get(key, seen.asked_in(submission_id))
    check_marks(asked, before["marks"])
    check_diagnosis(asked, before["diagnosis"])
    if not _is_number(before["score"]) or before["score"] > 1:
        yield "its score before is none from 0 to 1"
    if not isinstance(before["engine_version"], str) or len(before["engine_version"]) > 40:
        yield "its engine's version before is none"


def _is_number(value: Any) -> bool:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and math.isfinite(value) and value >= 0
