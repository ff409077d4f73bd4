"""A student's own work: beginning items, drafts, submitting, results, and what they ever sent."""

import uuid
from functools import partial

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, newest_first
from app.api.shapes.work import (
    DraftToKeep,
    Exercise,
    KeptDraft,
    NewSubmission,
    PastSubmission,
    Progress,
    Submission,
)
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries.exercises import exercise, submission_page
from app.queries.history import sent_before
from app.queries.progress import progress_page
from app.services.dealing import deal_item, deal_next
from app.services.drafts import keep_draft
from app.services.submissions import requeue, submit

resource = Resource("Work", "Exercises, submissions and results.")

_ONE = "/exercises/<uuid:variant_id>"


@resource.post("/items/<uuid:item_id>/begin", scope=Scope.SUBMIT, answer=Exercise)
def begin_item(caller: Caller, item_id: uuid.UUID) -> Exercise:
    """Begin an item: you are dealt an exercise of your own, and the same one when you ask again."""
    return get_exercise(caller, deal_item(db(), user_id=caller.id, item_id=item_id))


@resource.post("/items/<uuid:item_id>/next", scope=Scope.SUBMIT, answer=Exercise)
def next_exercise(caller: Caller, item_id: uuid.UUID) -> Exercise:
    """Go on with an item whose attempts are each made at a new exercise, once the last one had its attempt."""
    return get_exercise(caller, deal_next(db(), user_id=caller.id, item_id=item_id))


@resource.get(_ONE, answer=Exercise)
def get_exercise(caller: Caller, variant_id: uuid.UUID) -> Exercise:
    """Show an exercise with its submissions, to its student or a teacher of the course."""
    with db().reading() as session:
        return Exercise.of(exercise(session, caller.id, variant_id))


@resource.put(f"{_ONE}/draft", scope=Scope.SUBMIT, answer=KeptDraft)
def put_draft(caller: Caller, variant_id: uuid.UUID, body: DraftToKeep) -> KeptDraft:
    """Keep what is typed; where the rules hand in drafts at closing time, this is what is handed in."""
    kept = keep_draft(
        db(),
        user_id=caller.id,
        variant_id=variant_id,
        answers=body.answers,
        counter=body.counter,
    )
    return KeptDraft.model_validate(kept)


@resource.post(f"{_ONE}/submissions", scope=Scope.SUBMIT, answer=Submission, status=201)
def create_submission(caller: Caller, variant_id: uuid.UUID, body: NewSubmission) -> Submission:
    """Submit answers. They are stored and will be marked exactly once, or shown as failed with a reason.

    What cannot be read is refused and costs no attempt. Ask for the submission until its state is marked or failed.
    """
    receipt = submit(
        db(),
        parts().doorbell,
        user_id=caller.id,
        variant_id=variant_id,
        answers=body.answers,
        idempotency_key=str(caller.made_id),
        draft_counter=body.draft_counter,
    )
    return get_submission(caller, receipt.submission_id)


@resource.get("/submissions/<uuid:submission_id>", answer=Submission)
def get_submission(caller: Caller, submission_id: uuid.UUID) -> Submission:
    """Show a submission to its student or a teacher of the course."""
    with db().reading() as session:
        return Submission.of(submission_page(session, caller.id, submission_id)[1])


@resource.post("/submissions/<uuid:submission_id>/requeue", scope=Scope.TEACH, answer=Submission)
def requeue_submission(caller: Caller, submission_id: uuid.UUID) -> Submission:
    """Queue a submission again that could not be marked, as a teacher."""
    requeue(db(), parts().doorbell, user_id=caller.id, submission_id=submission_id)
    return get_submission(caller, submission_id)


@resource.get("/me/submissions", answer=Page[PastSubmission])
def list_own_submissions(caller: Caller, query: PageQuery) -> Page[PastSubmission]:
    """List everything that you ever submitted, the newest first."""
    with db().reading() as session:
        read = partial(sent_before, session, caller.id)
        return newest_first(query, read, PastSubmission.model_validate)


@resource.get("/me/progress", answer=Progress)
def get_progress(caller: Caller) -> Progress:
    """Show how far you have come, topic by topic, and which misconceptions you have left behind."""
    with db().reading() as session:
        return Progress.of(progress_page(session, caller.id))
