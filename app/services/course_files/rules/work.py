"""Rules of what students did: their exercises, drafts and submissions, the results, and what was said about them."""

from collections.abc import Iterator

from app.domain.authoring import MOST_CHARACTERS
from app.domain.course_files.exercises import (
    check_answers,
    check_diagnosis,
    check_marks,
    check_truth,
    read_questions,
)
from app.domain.problems import SEEDS
from app.domain.submissions import SubmissionState
from app.services.course_files.reading import Row
from app.services.course_files.rules.seen import Seen


def of_variant(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with an exercise."""
    questions = read_questions(row["questions"])
    check_truth(questions, row["truth"])
    seen.problems.add(row["problem"])
    seen.owners[row["id"]] = row["user_id"]
    seen.asked[row["id"]] = tuple(question.id for question in questions)
    if row["item_id"] is None:
        yield "it belongs to no item"
    if not 0 <= row["seed"] < SEEDS or row["number"] < 1:
        yield "its seed or its number is out of range"
    if min(row["rtol"], row["atol"]) < 0:
        yield "its tolerance is negative"
    if len(row["code"]) > MOST_CHARACTERS:
        yield f"its program is longer than {MOST_CHARACTERS} characters"


def of_draft(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a draft."""
    asked = seen.asked[row["variant_id"]]
    check_answers(asked, row["answers"], whole=False)
    if row["to_hand_in"] is not None:
        check_answers(asked, row["to_hand_in"], whole=True)
    if row["counter"] < 0:
        yield "its counter is negative"


def of_submission(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a submission."""
    variant_id, state = row["variant_id"], row["state"]
    seen.variants[row["id"]] = variant_id
    if state is SubmissionState.MARKED:
        seen.without_result.add(row["id"])
    check_answers(seen.asked[variant_id], row["answers"], whole=True)
    if seen.owners[variant_id] != row["user_id"]:
        yield "it is not by whom its exercise is"
    if row["attempt"] < 1 or not row["idempotency_key"]:
        yield "its attempt or its key is missing"
    if state is SubmissionState.MARKING:
        yield "its state is none of queued, marked and failed"
    if (state is SubmissionState.FAILED) != (row["failure"] is not None):
        yield "what has failed has a reason, and nothing else has"


def of_result(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a result."""
    submission_id = row["submission_id"]
    if submission_id not in seen.without_result:
        yield "its submission is not marked"
    seen.without_result.discard(submission_id)
    asked = seen.asked_in(submission_id)
    check_marks(asked, row["marks"])
    check_diagnosis(asked, row["diagnosis"])
    if not 0 <= row["score"] <= 1:
        yield "a score is 0 to 1"


def of_comment(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a comment."""
    if not seen.is_by(row["submission_id"], row["user_id"]):
        yield "it is about a submission of somebody else"


def of_inquiry(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a question about an exercise."""
    check_answers(seen.asked[row["variant_id"]], row["typed"], whole=False)
    if seen.owners[row["variant_id"]] != row["student_id"]:
        yield "it is not by whom its exercise is"
    if not seen.is_by(row["submission_id"], row["student_id"]):
        yield "it is about a submission of somebody else"
    if not 0 <= row["seen_steps"] <= row["steps"]:
        yield "more of it was seen than there is"


def of_entry(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with an entry of a thread."""
    if row["number"] < 1:
        yield "entries are counted from 1"
