import uuid

import pytest
from sqlalchemy import select

from app.domain.changes import Action, Family
from app.domain.roles import Role
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Change, Course, Enrollment, Submission
from app.queries.changes import CHANGES_ON_A_PAGE, WantedChanges, changes_page
from app.services.changes import record_change, record_many
from app.services.courses import (
    archive_course,
    create_course,
    rename_course,
    restore_course,
    set_time_zone,
)
from app.services.members import (
    bring_back,
    change_role,
    join_course,
    leave_course,
    remove_member,
)
from app.services.rosters import check_roster, import_roster
from app.services.submissions import requeue
from tests.app.class_at_work import Class, Try
from tests.app.people import add_account


@pytest.fixture
def database_url(fresh_sqlite):
    """What could race here is held on both databases by the tests of overriding."""
    return fresh_sqlite


@pytest.fixture
def trail(classroom):
    """Return what was recorded since the last look: action, who, whom, before and after."""
    seen = [0]

    def look():
        with classroom.db.reading() as session:
            rows = session.scalars(
                select(Change).where(Change.id > seen[0]).order_by(Change.id)
            ).all()
        seen[0] = max([seen[0], *(row.id for row in rows)])
        return [(row.action, row.by_id, row.student_id, row.before, row.after) for row in rows]

    look()
    return look


def asked(room, **wanted):
    with room.db.reading() as session:
        return changes_page(session, room.instructor, room.course, WantedChanges(**wanted))


def test_who_joins_leaves_and_is_removed_is_recorded(classroom, trail):
    db, course, teacher = classroom.db, classroom.course, classroom.instructor
    ada = add_account(db)
    join_course(db, user_id=ada, join_code=classroom.join_code)
    join_course(db, user_id=ada, join_code=classroom.join_code)
    leave_course(db, user_id=ada, course_id=course)
    leave_course(db, user_id=ada, course_id=course)
    join_course(db, user_id=ada, join_code=classroom.join_code)
    remove_member(db, user_id=teacher, course_id=course, member_id=ada)
    bring_back(db, user_id=teacher, course_id=course, member_id=ada)
    change_role(db, user_id=teacher, course_id=course, member_id=ada, role=Role.GRADER)

    assert trail() == [
        (Action.JOINED, ada, ada, {}, {"by": "code"}),
        (Action.LEFT, ada, ada, {}, {}),
        (Action.RETURNED, ada, ada, {}, {"by": "code"}),
        (Action.REMOVED, teacher, ada, {}, {}),
        (Action.RETURNED, teacher, ada, {}, {"role": "student"}),
        (Action.ROLE, teacher, ada, {"role": "student"}, {"role": "grader"}),
    ]


def test_a_roster_is_recorded_person_by_person_and_the_expected_only_counted(classroom, trail):
    ada = add_account(classroom.db, "ada@example.org")
    text = "email\nada@example.org\nnew@example.org\nnewer@example.org\n"
    options = {"user_id": classroom.instructor, "course_id": classroom.course, "text": text}
    confirmed = check_roster(classroom.db, **options).digest
    for _ in range(2):
        import_roster(classroom.db, **options, confirmed=confirmed)

    assert trail() == [
        (Action.JOINED, classroom.instructor, ada, {}, {"by": "roster"}),
        (Action.INVITED, classroom.instructor, None, {}, {"people": 2}),
    ]


def test_a_course_that_is_renamed_or_archived_is_recorded_once(classroom, trail):
    course = {"user_id": classroom.instructor, "course_id": classroom.course}
    for _ in range(2):
        rename_course(classroom.db, **course, title="Gradients, spring")
        set_time_zone(classroom.db, **course, time_zone="Asia/Tokyo")
        archive_course(classroom.db, **course)
    for _ in range(2):
        restore_course(classroom.db, **course)

    assert [step[3:] for step in trail()] == [
        ({"title": "Gradients"}, {"title": "Gradients, spring"}),
        ({"time_zone": "UTC"}, {"time_zone": "Asia/Tokyo"}),
        ({"archived": False}, {"archived": True}),
        ({"archived": True}, {"archived": False}),
    ]


def test_a_submission_that_is_queued_again_is_recorded(classroom, trail):
    (sent,) = Class(classroom).work(classroom.student, 0, Try(0))
    with classroom.db.writing() as session:
        session.get_one(Submission, sent).state = SubmissionState.FAILED
    requeue(classroom.db, classroom.doorbell, user_id=classroom.instructor, submission_id=sent)

    assert trail() == [
        (Action.REQUEUED, classroom.instructor, classroom.student, {}, {"attempt": 1})
    ]


def test_what_is_refused_leaves_no_trace(classroom, trail):
    with pytest.raises(NotFound):
        rename_course(
            classroom.db, user_id=classroom.student, course_id=classroom.course, title="Mine"
        )

    assert trail() == []


def test_the_trail_is_read_newest_first_by_what_it_is_about_by_whom_and_whom(classroom):
    db, course, teacher = classroom.db, classroom.course, classroom.instructor
    ada = classroom.add_student("Ada L.")
    rename_course(db, user_id=teacher, course_id=course, title="Gradients, spring")
    change_role(db, user_id=teacher, course_id=course, member_id=ada, role=Role.GRADER)

    everything = asked(classroom)
    assert [row.action for row in everything.rows[:2]] == [Action.ROLE, Action.COURSE]
    assert (everything.rows[0].by, everything.rows[0].student) == ("Grace", "Ada L.")
    assert everything.people[teacher] == "Grace"

    assert {row.action for row in asked(classroom, family=Family.PEOPLE).rows} == {
        Action.JOINED,
        Action.ROLE,
    }
    assert {row.action for row in asked(classroom, by_id=ada).rows} == {Action.JOINED}
    about = asked(classroom, student_id=ada)
    assert [row.action for row in about.rows] == [Action.ROLE, Action.JOINED]
    assert about.student == "Ada L."
    assert asked(classroom, student_id=uuid.uuid4()).rows == ()


def test_the_name_of_somebody_who_is_not_in_the_trail_is_not_told(classroom):
    stranger = add_account(classroom.db, name="Emmy")
    elsewhere = create_course(classroom.db, user_id=stranger, title="Another course")
    with classroom.db.writing() as session:
        record_change(
            session, Action.LEFT, course_id=elsewhere, by_id=stranger, student_id=stranger
        )

    assert asked(classroom, student_id=stranger).student is None


def test_pages_hold_every_change_once(classroom):
    with classroom.db.writing() as session:
        session.query(Change).delete()
        for number in range(CHANGES_ON_A_PAGE + 1):
            record_change(
                session,
                Action.COURSE,
                course_id=classroom.course,
                by_id=classroom.instructor,
                after={"title": str(number)},
            )
    pages = [asked(classroom, page=number) for number in (1, 2, 99)]

    assert [page.wanted.page for page in pages] == [1, 2, 2]
    shown = [row.after["title"] for page in pages[:2] for row in page.rows]
    assert shown == [str(number) for number in range(CHANGES_ON_A_PAGE, -1, -1)]


def test_a_whole_class_is_recorded_in_one_statement(classroom, statements):
    people = [add_account(classroom.db) for _ in range(20)]
    statements.clear()
    with classroom.db.writing() as session:
        record_many(
            session,
            Action.JOINED,
            course_id=classroom.course,
            by_id=classroom.instructor,
            student_ids=people,
            after={"by": "roster"},
        )

    assert sum("INSERT" in statement for statement in statements) == 1
    assert asked(classroom).found >= 20


def test_only_instructors_of_the_course_read_it(classroom):
    grader = classroom.add_student("Grader")
    with classroom.db.writing() as session:
        session.get_one(Enrollment, (classroom.course, grader)).role = Role.GRADER
        title = session.get_one(Course, classroom.course).title
    assert asked(classroom).course.title == title
    for nobody in (grader, classroom.student, add_account(classroom.db)):
        with pytest.raises(NotFound), classroom.db.reading() as session:
            changes_page(session, nobody, classroom.course, WantedChanges())
