"""A class of some size in the world's course, and all that a term leaves behind of it."""

import uuid

from sqlalchemy import insert, select

from app.domain.inquiries import InquiryKind
from app.domain.roles import Joined, Role
from app.models import (
    Accommodation,
    AssignmentOverride,
    Comment,
    Enrollment,
    Extension,
    FormerMember,
    Inquiry,
    Item,
    ItemOverride,
    PendingEnrollment,
    SittingRow,
    Variant,
)
from tests.app.class_at_work import MONDAY, ONCE, QUESTIONS, Class, Try
from tests.app.classroom import Classroom, RecordingDoorbell
from tests.app.web.access.world import Visit


def fill(visit: Visit, students: int) -> None:
    """Give the course so many students who do all sorts of work, and its student more work of their own."""
    room = classroom_of(visit)
    a_class = Class(room)
    a_class.grow(students, positions=range(len(room.items)))
    for position in range(1, 2 + students // 10):
        a_class.work(room.student, position, Try(0, 2, ("overwrites",)), Try(1, 5))
    with room.db.writing() as session:
        everybody = session.scalars(
            select(Enrollment.user_id).where(
                Enrollment.course_id == room.course, Enrollment.role == Role.STUDENT
            )
        ).all()
        session.execute(
            insert(Extension),
            [
                {"assignment_id": room.assignment, "user_id": user_id, "until": MONDAY}
                for user_id in everybody
            ],
        )
        session.execute(insert(Variant), [practised(room.student) for _ in range(students)])
        session.add_all(
            PendingEnrollment(course_id=room.course, email=f"expected{number}@example.org")
            for number in range(students)
        )
    look_after(room)
    gone = a_class.join(*(f"Gone {number}" for number in range(students)))
    with room.db.writing() as session:
        for user_id in gone:
            session.delete(session.get_one(Enrollment, (room.course, user_id)))
            session.add(
                FormerMember(
                    course_id=room.course,
                    user_id=user_id,
                    role=Role.STUDENT,
                    joined=Joined.CODE,
                    role_set_by_hand=False,
                    by_themselves=True,
                    joined_at=MONDAY,
                )
            )


def look_after(room: Classroom) -> None:
    """Let a teacher set points, comment and give time, and students ask, once for each exercise of each of them."""
    by = {"by_id": room.instructor, "created_at": MONDAY}
    with room.db.writing() as session:
        dealt = session.execute(
            select(Variant.id, Variant.user_id, Variant.item_id)
            .join(Enrollment, Enrollment.user_id == Variant.user_id)
            .where(Variant.item_id.in_(room.items), Enrollment.role == Role.STUDENT)
        ).all()
        students = sorted({one.user_id for one in dealt})
        rows = {
            ItemOverride: [
                {"item_id": one.item_id, "user_id": one.user_id, "points": 1, "reason": "r", **by}
                for one in dealt
            ],
            AssignmentOverride: [
                {"assignment_id": room.assignment, "user_id": one, "points": 2, "reason": "r", **by}
                for one in students
            ],
            Comment: [
                {
                    "id": uuid.uuid4(),
                    "item_id": one.item_id,
                    "user_id": one.user_id,
                    "text": "t",
                    **by,
                }
                for one in dealt
            ],
            Accommodation: [
                {"course_id": room.course, "user_id": one, "extra_percent": 25} for one in students
            ],
            SittingRow: [
                {
                    "assignment_id": room.assignment,
                    "user_id": one,
                    "started_at": MONDAY,
                    "minutes": 9,
                }
                for one in students
            ],
            Inquiry: [
                {
                    "id": uuid.uuid4(),
                    "variant_id": one.id,
                    "student_id": one.user_id,
                    "course_id": room.course,
                    "kind": InquiryKind.QUESTION,
                    "typed": {},
                    "moved_at": MONDAY,
                }
                for one in dealt
            ],
        }
        for model, made in rows.items():
            session.execute(insert(model), made)


def practised(student: uuid.UUID) -> dict[str, object]:
    """A practice exercise that somebody opened."""
    return {
        "id": uuid.uuid4(),
        "user_id": student,
        "problem": "backward-twice",
        "version": "v",
        "seed": 1,
        "code": ONCE,
        "questions": QUESTIONS,
        "rtol": 1e-3,
        "atol": 1e-6,
    }


def classroom_of(visit: Visit) -> Classroom:
    db, ids = visit.app.extensions["gradmark"].db, visit.world.ids
    with db.reading() as session:
        items = session.scalars(
            select(Item.id).where(Item.assignment_id == ids["assignment"]).order_by(Item.position)
        ).all()
        student = session.get_one(Variant, ids["variant"]).user_id
        instructor = session.scalars(
            select(Enrollment.user_id).where(
                Enrollment.course_id == ids["course"], Enrollment.role == Role.INSTRUCTOR
            )
        ).first()
    return Classroom(
        db=db,
        doorbell=RecordingDoorbell(),
        instructor=instructor,
        course=ids["course"],
        join_code=visit.world.join_code,
        assignment=ids["assignment"],
        items=list(items),
        student=student,
    )
