"""Joining, leaving, roles, removing and coming back; what is kept, and what nobody may do."""

import datetime as dt
import threading
import uuid

import pytest

from app.domain.roles import Joined, Role
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Course, Enrollment, FormerMember, PendingEnrollment
from app.queries.courses import course_page
from app.queries.exercises import exercise
from app.queries.members import Show, Wanted, member_page, members_page
from app.services.accounts import sign_in, sign_up
from app.services.courses import create_course, locked_course
from app.services.grading import mark_waiting
from app.services.members import (
    bring_back,
    change_role,
    enroll_expected,
    join_course,
    leave_course,
    remove_member,
    withdraw_invitation,
)
from tests.app.people import add_account

PASSWORD = "correct horse"


class Team:
    """A course with two instructors and a student."""

    def __init__(self, db):
        self.db = db
        self.grace = add_account(db, "grace@example.org", "Grace")
        self.course = create_course(db, user_id=self.grace, title="Gradients")
        with db.reading() as session:
            self.code = session.get_one(Course, self.course).join_code
        self.hal, self.ada = add_account(db, name="Hal"), add_account(db, "ada@example.org", "Ada")
        self.join(self.hal)
        self.join(self.ada)
        self.change(self.grace, self.hal, Role.INSTRUCTOR)

    def join(self, user):
        return join_course(self.db, user_id=user, join_code=self.code)

    def change(self, by, member, role):
        change_role(self.db, user_id=by, course_id=self.course, member_id=member, role=role)

    def remove(self, by, member):
        remove_member(self.db, user_id=by, course_id=self.course, member_id=member)

    def leave(self, user):
        leave_course(self.db, user_id=user, course_id=self.course)

    def enrollment(self, user):
        with self.db.reading() as session:
            return session.get(Enrollment, (self.course, user))

    def people(self, **wanted):
        with self.db.reading() as session:
            return members_page(
                session, user_id=self.grace, course_id=self.course, wanted=Wanted(**wanted)
            )

    def expect(self, email, name=""):
        with self.db.writing() as session:
            session.add(PendingEnrollment(course_id=self.course, email=email, name=name))


@pytest.fixture
def team(db):
    return Team(db)


def test_a_grader_sees_the_work_and_changes_nothing(classroom):
    db, grader = classroom.db, add_account(classroom.db)
    receipt = classroom.submit(classroom.deal())
    join_course(db, user_id=grader, join_code=classroom.join_code)
    change_role(
        db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        member_id=grader,
        role=Role.GRADER,
    )

    with db.reading() as session:
        assert exercise(session, grader, classroom.deal()).student_id == classroom.student
        assert course_page(session, grader, classroom.course).join_code is None
        with pytest.raises(NotFound):
            members_page(session, user_id=grader, course_id=classroom.course, wanted=Wanted())
    for act in (
        lambda: change_role(
            db, user_id=grader, course_id=classroom.course, member_id=grader, role="instructor"
        ),
        lambda: remove_member(
            db, user_id=grader, course_id=classroom.course, member_id=classroom.student
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert receipt.attempt == 1


def test_a_role_that_is_changed_counts_at_once_and_is_marked_as_set_by_hand(team):
    team.change(team.grace, team.ada, Role.GRADER)

    enrollment = team.enrollment(team.ada)
    assert (enrollment.role, enrollment.role_set_by_hand) == (Role.GRADER, True)


def test_saving_the_role_that_somebody_has_sets_nothing_by_hand(team):
    team.change(team.grace, team.ada, Role.STUDENT)

    assert not team.enrollment(team.ada).role_set_by_hand


@pytest.mark.parametrize("role", ["", "admin", "Instructor"])
def test_an_unknown_role_is_refused(team, role):
    with pytest.raises(InvalidInput):
        team.change(team.grace, team.ada, role)


def test_the_last_instructor_can_neither_leave_nor_be_demoted_nor_removed(team):
    team.change(team.grace, team.hal, Role.GRADER)

    for act in (
        lambda: team.leave(team.grace),
        lambda: team.change(team.grace, team.grace, Role.STUDENT),
        lambda: team.remove(team.grace, team.grace),
    ):
        with pytest.raises(Conflict, match="last instructor"):
            act()
    assert team.enrollment(team.grace).role is Role.INSTRUCTOR


class Waiting:
    """Somebody whose click meets a transaction that is not finished yet."""

    def __init__(self, act):
        self.refusals = []
        self._act = act
        self._thread = threading.Thread(target=self._go)
        self._thread.start()
        self._thread.join(0.3)
        self.has_to_wait = self._thread.is_alive()

    def _go(self):
        try:
            self._act()
        except (Conflict, NotFound) as refusal:
            self.refusals.append(type(refusal))

    def ends(self):
        self._thread.join()
        return self.refusals


def test_of_two_instructors_who_leave_at_once_one_stays(team):
    with team.db.writing() as session:
        locked_course(session, team.course)
        session.delete(session.get_one(Enrollment, (team.course, team.hal)))
        session.flush()
        grace = Waiting(lambda: team.leave(team.grace))

    assert grace.has_to_wait
    assert grace.ends() == [Conflict]
    assert team.enrollment(team.grace).role is Role.INSTRUCTOR


def test_who_loses_the_right_while_waiting_has_lost_it(team):
    with team.db.writing() as session:
        locked_course(session, team.course)
        session.get_one(Enrollment, (team.course, team.hal)).role = Role.STUDENT
        session.flush()
        hal = Waiting(lambda: team.change(team.hal, team.grace, Role.STUDENT))

    assert hal.has_to_wait
    assert hal.ends() == [NotFound]
    assert team.enrollment(team.grace).role is Role.INSTRUCTOR


def test_who_leaves_comes_back_with_the_code_as_a_student(team):
    team.change(team.grace, team.ada, Role.GRADER)
    team.leave(team.ada)
    team.leave(team.ada)
    assert team.enrollment(team.ada) is None

    team.join(team.ada)

    assert team.enrollment(team.ada).role is Role.STUDENT
    assert team.people(show=Show.FORMER).found == 0


def test_who_was_removed_does_not_come_back_with_the_code(team):
    team.remove(team.grace, team.ada)

    with pytest.raises(InvalidInput, match="You were removed"):
        team.join(team.ada)
    assert team.enrollment(team.ada) is None


def test_removing_who_has_left_keeps_them_out(team):
    team.leave(team.ada)
    team.remove(team.grace, team.ada)

    with pytest.raises(InvalidInput, match="You were removed"):
        team.join(team.ada)


def test_who_is_brought_back_has_the_place_they_had(team):
    team.change(team.grace, team.ada, Role.GRADER)
    before = team.enrollment(team.ada)
    team.remove(team.grace, team.ada)
    team.remove(team.grace, team.ada)
    for _click in range(2):
        bring_back(team.db, user_id=team.grace, course_id=team.course, member_id=team.ada)

    after = team.enrollment(team.ada)
    assert (after.role, after.joined, after.role_set_by_hand, after.created_at) == (
        before.role,
        before.joined,
        True,
        before.created_at,
    )


def test_a_removed_students_work_is_kept_and_theirs_again(classroom):
    db, variant = classroom.db, classroom.deal()
    classroom.submit(variant)
    mark_waiting(db)
    where = {"course_id": classroom.course, "member_id": classroom.student}
    remove_member(db, user_id=classroom.instructor, **where)

    with pytest.raises(CourseClosed, match="no longer in this course"):
        classroom.submit(variant, classroom.wrong_answers(variant))
    with pytest.raises(NotFound):
        classroom.deal(1)
    with db.reading() as session:
        page = member_page(session, user_id=classroom.instructor, **where)
        assert (page.is_former, page.submissions) == (True, 1)
        # What they did themselves stays theirs to read.
        assert exercise(session, classroom.student, variant).attempts_used == 1

    bring_back(db, user_id=classroom.instructor, **where)
    assert classroom.deal() == variant
    with db.reading() as session:
        card = course_page(session, classroom.student, classroom.course).assignments[0]
    assert card.earned == 4.0


def test_nobody_who_was_never_there_is_removed_or_brought_back(team):
    for act in (remove_member, bring_back):
        with pytest.raises(NotFound):
            act(team.db, user_id=team.grace, course_id=team.course, member_id=uuid.uuid4())
    with pytest.raises(NotFound):
        team.leave(add_account(team.db))


def test_who_signs_up_with_an_expected_address_becomes_a_student_joined_by_roster(team):
    team.expect("emmy@example.org", "Emmy Noether")

    emmy = sign_up(
        team.db, email=" Emmy@Example.org ", display_name="Emmy", password=PASSWORD
    ).user_id

    enrollment = team.enrollment(emmy)
    assert (enrollment.role, enrollment.joined) == (Role.STUDENT, Joined.ROSTER)
    assert team.people(show=Show.EXPECTED).found == 0


def test_an_address_that_is_withdrawn_is_expected_no_longer(team):
    team.expect("emmy@example.org")
    for _click in range(2):
        withdraw_invitation(
            team.db, user_id=team.grace, course_id=team.course, email="emmy@example.org"
        )

    emmy = sign_up(
        team.db, email="emmy@example.org", display_name="Emmy", password=PASSWORD
    ).user_id
    assert team.enrollment(emmy) is None


def test_who_had_signed_up_a_moment_before_they_were_expected_is_enrolled_when_they_sign_in(team):
    address = {"email": "emmy@example.org", "password": PASSWORD}
    emmy = sign_up(team.db, display_name="Emmy", **address).user_id
    team.expect("emmy@example.org")

    sign_in(team.db, **address)

    assert team.enrollment(emmy).joined is Joined.ROSTER


def test_what_is_expected_brings_back_nobody_and_takes_no_role_away(team):
    for user, email in ((team.hal, "hal@example.org"), (team.ada, "ada@example.org")):
        team.expect(email)
        with team.db.writing() as session:
            if user == team.ada:
                session.delete(session.get_one(Enrollment, (team.course, user)))
                session.add(former(team.course, user))
                session.flush()
            enroll_expected(session, user_id=user, email=email)

    assert team.enrollment(team.hal).role is Role.INSTRUCTOR
    assert team.enrollment(team.ada) is None


def former(course, user):
    return FormerMember(
        course_id=course,
        user_id=user,
        role=Role.STUDENT,
        joined=Joined.CODE,
        role_set_by_hand=False,
        by_themselves=False,
        joined_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
