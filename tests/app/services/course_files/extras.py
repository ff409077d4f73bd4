"""What a made-up term leaves out of a course, so that a file of it holds a row of every part."""

import uuid

from sqlalchemy import select, update

from app.db import Database
from app.domain.credit import Prerequisite
from app.domain.marking import truth_text
from app.domain.regrading import Mode
from app.domain.roles import Role
from app.domain.sittings import Conduct
from app.domain.submissions import SubmissionState
from app.models import Assignment, Enrollment, Item, OwnProblem, Result, Submission, Variant
from app.services.accommodations import set_extra_time
from app.services.assignments import create_assignment
from app.services.authoring import add_version
from app.services.dealing import deal_item
from app.services.drafts import keep_draft
from app.services.extensions import extend
from app.services.items import NewItem
from app.services.members import remove_member
from app.services.regrading import Order, apply_regrade, order_regrade
from app.services.rosters import check_roster, import_roster
from app.services.sittings import start_sitting
from app.services.submissions import submit
from tests.app.classroom import RecordingDoorbell
from tests.app.regrades import work

ROSTER = "email,name\nnewton@example.org,Isaac Newton\n"


def add_extras(db: Database, course_id: uuid.UUID) -> None:
    """Let a course's own problem be dealt, answered and mended, somebody be removed, another be expected, and so on."""
    with db.reading() as session:
        members = select(Enrollment.user_id).where(Enrollment.course_id == course_id)
        (teacher,) = session.scalars(members.where(Enrollment.role == Role.INSTRUCTOR))
        first, second, third, *_ = session.scalars(
            members.where(Enrollment.role == Role.STUDENT).order_by(Enrollment.user_id)
        )
        problem = session.scalars(select(OwnProblem).where(OwnProblem.course_id == course_id)).one()
        needed = session.scalars(
            select(Assignment.id)
            .where(Assignment.course_id == course_id)
            .order_by(Assignment.due_at)
            .limit(1)
        ).one()
    items = [NewItem(problem.slug, points=3, max_attempts=2)]
    own = create_assignment(db, user_id=teacher, course_id=course_id, title="Our own", items=items)
    create_assignment(
        db,
        user_id=teacher,
        course_id=course_id,
        title="After that",
        items=items,
        prerequisite=Prerequisite(needed, 1),
    )
    clocked = create_assignment(
        db,
        user_id=teacher,
        course_id=course_id,
        title="By the clock",
        items=items,
        conduct=Conduct(minutes=40),
    )
    extend(db, user_id=teacher, assignment_id=clocked, student_id=first, until=None, minutes=10)
    start_sitting(db, user_id=first, assignment_id=clocked)
    with db.reading() as session:
        item_id = session.scalars(select(Assignment).where(Assignment.id == own)).one().items[0].id
    for student, state in ((first, SubmissionState.QUEUED), (second, SubmissionState.MARKING)):
        _submit(db, student, deal_item(db, user_id=student, item_id=item_id), state)
    variant = deal_item(db, user_id=third, item_id=item_id)
    keep_draft(db, user_id=third, variant_id=variant, answers={"a_grad": "[1, "}, counter=4)
    set_extra_time(db, user_id=teacher, course_id=course_id, member_id=first, percent=25)
    remove_member(db, user_id=teacher, course_id=course_id, member_id=second)
    planned = check_roster(db, user_id=teacher, course_id=course_id, text=ROSTER)
    import_roster(db, user_id=teacher, course_id=course_id, text=ROSTER, confirmed=planned.digest)
    _regrade(db, teacher, needed)
    add_version(
        db,
        RecordingDoorbell(),
        user_id=teacher,
        problem_id=problem.id,
        text="import os\n",
    )


def _regrade(db: Database, teacher: uuid.UUID, assignment_id: uuid.UUID) -> None:
    """Give everybody full marks for an item with an exercise whose right answers were found wrong."""
    with db.writing() as session:
        variant = session.scalars(
            select(Variant)
            .join(Item, Item.id == Variant.item_id)
            .join(Submission, Submission.variant_id == Variant.id)
            .join(Result, Result.submission_id == Submission.id)
            .where(Item.assignment_id == assignment_id, Result.score < 1)
            .order_by(Variant.id)
            .limit(1)
        ).one()
        variant.truth = dict.fromkeys(variant.truth or {}, 12345.0)
    regrade_id, nobody = uuid.uuid4(), RecordingDoorbell()
    order = Order(regrade_id, "The item was unclear.", variant.item_id, full=True)
    order_regrade(db, nobody, user_id=teacher, assignment_id=assignment_id, order=order)
    work(db)
    apply_regrade(db, nobody, user_id=teacher, regrade_id=regrade_id, mode=Mode.REPLACE)
    work(db)


def _submit(
    db: Database, student: uuid.UUID, variant_id: uuid.UUID, state: SubmissionState
) -> None:
    with db.reading() as session:
        truth = session.get_one(Variant, variant_id).truth
    assert truth is not None
    receipt = submit(
        db,
        RecordingDoorbell(),
        user_id=student,
        variant_id=variant_id,
        answers={question: truth_text(answer) for question, answer in truth.items()},
        idempotency_key=uuid.uuid4().hex,
    )
    with db.writing() as session:
        session.execute(
            update(Submission).where(Submission.id == receipt.submission_id).values(state=state)
        )
