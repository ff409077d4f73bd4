import datetime as dt

from app.domain.credit import Prerequisite, Rules, Times
from app.queries.assignments import assignment_page
from app.queries.extensions import extensions_page
from app.services.assignments import change_assignment, create_assignment
from app.services.extensions import extend
from app.services.grading import mark_waiting
from app.services.items import NewItem


def test_the_number_of_statements_does_not_grow_with_the_class(classroom, statements_of):
    db, teacher = classroom.db, classroom.instructor
    with db.reading() as session:
        now = db.now(session)
    rules = Rules(Times(due_at=now + dt.timedelta(hours=1)))
    change_assignment(
        db, user_id=teacher, assignment_id=classroom.assignment, title="Week 1", rules=rules
    )
    second = create_assignment(
        db,
        user_id=teacher,
        course_id=classroom.course,
        title="Week 2",
        items=[NewItem("backward-twice", 4, 3)],
        prerequisite=Prerequisite(classroom.assignment, 4),
    )

    def work(student):
        for position in (0, 1):
            classroom.submit(classroom.deal(position, student), student=student)
        extend(
            db,
            user_id=teacher,
            assignment_id=classroom.assignment,
            student_id=student,
            until=now + dt.timedelta(hours=2),
        )
        mark_waiting(db)

    def look():
        with db.reading() as session:
            for user in (teacher, classroom.student):
                for assignment in (classroom.assignment, second):
                    assignment_page(session, user, assignment)
            extensions_page(session, teacher, classroom.assignment)

    work(classroom.student)
    few = statements_of(look)
    for number in range(3):
        work(classroom.add_student(f"Student {number}"))

    assert statements_of(look) == few
