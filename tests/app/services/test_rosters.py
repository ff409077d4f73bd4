"""Taking over a roster: exactly what the dry run has shown, once, and never against what was set by hand."""

import pytest
from sqlalchemy import func, select

from app.domain.roles import Joined, Role
from app.domain.roster import Outcome
from app.errors import InvalidInput, NotFound
from app.models import Course, Enrollment, FormerMember, PendingEnrollment, User
from app.services.courses import create_course
from app.services.members import change_role, join_course, leave_course, remove_member
from app.services.rosters import check_roster, import_roster
from tests.app.people import add_account


class Office:
    """A course and the roster that its registrar sends."""

    def __init__(self, db):
        self.db = db
        self.grace = add_account(db, "grace@example.org", "Grace")
        self.course = create_course(db, user_id=self.grace, title="Gradients")

    def check(self, *lines, user=None):
        return check_roster(
            self.db,
            user_id=user or self.grace,
            course_id=self.course,
            text="\n".join(["email,name,role", *lines]),
        )

    def take_over(self, *lines, confirmed=None, user=None):
        return import_roster(
            self.db,
            user_id=user or self.grace,
            course_id=self.course,
            text="\n".join(["email,name,role", *lines]),
            confirmed=confirmed or self.check(*lines).digest,
        )

    def add(self, email, role=Role.STUDENT, *, by_hand=False):
        user = add_account(self.db, email)
        with self.db.writing() as session:
            session.add(
                Enrollment(course_id=self.course, user_id=user, role=role, role_set_by_hand=by_hand)
            )
        return user

    def state(self):
        """Return everything that a roster may change."""
        with self.db.reading() as session:
            enrolled = session.execute(
                select(User.email, Enrollment.role, Enrollment.joined, Enrollment.role_set_by_hand)
                .join(Enrollment, Enrollment.user_id == User.id)
                .where(Enrollment.course_id == self.course)
                .order_by(User.email)
            ).all()
            former = session.execute(
                select(User.email, FormerMember.by_themselves).join(
                    FormerMember, FormerMember.user_id == User.id
                )
            ).all()
            expected = session.execute(
                select(PendingEnrollment.email, PendingEnrollment.name).order_by(
                    PendingEnrollment.email
                )
            ).all()
        return [tuple(row) for rows in (enrolled, former, expected) for row in rows]


@pytest.fixture
def office(db):
    return Office(db)


def outcomes(check):
    return [line.outcome for line in check.lines]


def test_a_dry_run_tells_and_does_nothing(office):
    add_account(office.db, "ada@example.org")
    before = office.state()

    check = office.check("ada@example.org,Ada,", "emmy@example.org,Emmy,student", "nobody,,")

    assert outcomes(check) == [Outcome.NEW, Outcome.NEW, Outcome.REFUSED]
    assert (check.changes, check.is_applied) == (True, False)
    assert office.state() == before


def test_everybody_ends_where_the_dry_run_said(office):
    add_account(office.db, "new@example.org")
    office.add("promoted@example.org")
    office.add("kept@example.org", Role.GRADER, by_hand=True)
    leave_course(office.db, user_id=office.add("back@example.org"), course_id=office.course)
    lines = [
        "new@example.org,New,",
        "promoted@example.org,,grader",
        "kept@example.org,,student",
        "back@example.org,,",
        "emmy@example.org,Emmy,",
        "grace@example.org,,student",
        "stranger@example.org,,grader",
        "wrong",
    ]

    done = office.take_over(*lines)

    assert done.is_applied
    assert outcomes(done) == [
        Outcome.ADDED,
        Outcome.ROLE_CHANGED,
        Outcome.ROLE_KEPT,
        Outcome.RETURNED,
        Outcome.INVITED,
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.REFUSED,
    ]
    assert office.state() == [
        ("back@example.org", Role.STUDENT, Joined.ROSTER, False),
        ("grace@example.org", Role.INSTRUCTOR, Joined.CREATOR, False),
        ("kept@example.org", Role.GRADER, Joined.CODE, True),
        ("new@example.org", Role.STUDENT, Joined.ROSTER, False),
        ("promoted@example.org", Role.GRADER, Joined.CODE, False),
        ("emmy@example.org", "Emmy"),
    ]


def test_importing_again_changes_nothing(office):
    add_account(office.db, "ada@example.org")
    office.add("blaise@example.org")
    lines = ["ada@example.org,Ada,", "blaise@example.org,,grader", "emmy@example.org,Emmy,"]
    office.take_over(*lines)
    first = office.state()

    again = office.check(*lines)
    assert not again.changes
    assert office.take_over(*lines).is_applied
    assert office.state() == first


def test_what_was_set_by_hand_after_an_import_survives_the_next(office):
    lines = [f"{name}@example.org,," for name in ("ada", "blaise", "carl")]
    ada, blaise, _carl = (add_account(office.db, line.split(",")[0]) for line in lines)
    office.take_over(*lines)
    by_grace = {"user_id": office.grace, "course_id": office.course}
    change_role(office.db, **by_grace, member_id=ada, role="grader")
    remove_member(office.db, **by_grace, member_id=blaise)
    by_hand = office.state()

    done = office.take_over(*(f"{line}student" for line in lines))

    assert outcomes(done) == [Outcome.ROLE_KEPT, Outcome.REFUSED, Outcome.UNCHANGED]
    assert office.state() == by_hand


def test_nothing_is_done_when_it_would_be_something_else_by_now(office):
    lines = ["ada@example.org,Ada,", "emmy@example.org,Emmy,"]
    emmy = office.add("emmy@example.org")
    seen = office.check(*lines)
    leave_course(office.db, user_id=emmy, course_id=office.course)
    add_account(office.db, "ada@example.org")
    before = office.state()

    moved = office.take_over(*lines, confirmed=seen.digest)

    assert not moved.is_applied
    assert outcomes(moved) == [Outcome.NEW, Outcome.RETURNED]
    assert office.state() == before
    assert office.take_over(*lines, confirmed=moved.digest).is_applied


def test_somebody_who_signs_up_after_the_dry_run_becomes_a_student_all_the_same(office):
    seen = office.check("emmy@example.org,Emmy,")
    add_account(office.db, "emmy@example.org")

    done = office.take_over("emmy@example.org,Emmy,", confirmed=seen.digest)

    assert outcomes(done) == [Outcome.ADDED]
    assert ("emmy@example.org", Role.STUDENT, Joined.ROSTER, False) in office.state()


def test_a_dry_run_reads_the_same_whether_or_not_an_address_has_an_account(office):
    before = office.check("emmy@example.org,Emmy,")
    add_account(office.db, "emmy@example.org")

    assert office.check("emmy@example.org,Emmy,") == before


def test_a_text_that_was_changed_after_the_dry_run_is_not_taken_over(office):
    seen = office.check("ada@example.org,Ada,")

    moved = office.take_over("eve@example.org,Eve,", confirmed=seen.digest)

    assert not moved.is_applied
    assert office.state() == [("grace@example.org", Role.INSTRUCTOR, Joined.CREATOR, False)]


def test_the_second_of_two_clicks_finds_it_done(office):
    lines = ["ada@example.org,Ada,"]
    seen = office.check(*lines)

    for _click in range(2):
        assert office.take_over(*lines, confirmed=seen.digest).is_applied
    with office.db.reading() as session:
        assert session.scalars(select(func.count()).select_from(PendingEnrollment)).one() == 1


def test_a_name_is_shown_only_of_who_is_in_the_course(office):
    add_account(office.db, "private@example.org", "A private name")
    office.add("member@example.org")

    lines = office.check("private@example.org,,", "member@example.org,,").lines
    assert [line.name for line in lines] == ["", "Ada"]


def test_the_same_address_is_expected_in_two_courses_apart(office):
    other = create_course(office.db, user_id=office.grace, title="Another")
    office.take_over("emmy@example.org,Emmy,")

    check = check_roster(
        office.db, user_id=office.grace, course_id=other, text="email\nemmy@example.org\n"
    )
    assert outcomes(check) == [Outcome.NEW]


def test_a_student_can_neither_look_nor_import(office):
    with office.db.reading() as session:
        code = session.get_one(Course, office.course).join_code
    student = add_account(office.db)
    join_course(office.db, user_id=student, join_code=code)

    with pytest.raises(NotFound):
        office.check("ada@example.org,,", user=student)
    with pytest.raises(NotFound):
        office.take_over("ada@example.org,,", user=student)


def test_an_unreadable_roster_is_refused_whole(office):
    with pytest.raises(InvalidInput) as refusal:
        check_roster(office.db, user_id=office.grace, course_id=office.course, text="no heading")
    assert set(refusal.value.fields) == {"roster"}


def test_five_thousand_people_take_a_handful_of_statements(office, statements_of):
    lines = [f"s{number}@example.org,Student {number}," for number in range(5_000)]
    with office.db.writing() as session:
        session.add_all(
            User(display_name="S", email=f"s{number}@example.org", password_hash="-")
            for number in range(2_500)
        )
    seen = office.check(*lines)
    few = statements_of(lambda: office.check("ada@example.org,,"))

    assert statements_of(lambda: office.check(*lines)) == few
    done = office.take_over(*lines, confirmed=seen.digest)
    assert (done.count(Outcome.ADDED), done.count(Outcome.INVITED)) == (2_500, 2_500)
    with office.db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Enrollment)).one() == 2_501
