"""Who is an administrator, what they may, and the links they make for forgotten passwords."""

import pytest
from sqlalchemy import func, select, update

from app.db import database_now
from app.domain.administration import AdminStep
from app.domain.roles import Right, Role
from app.errors import InvalidCredentials, InvalidInput, NotFound
from app.models import AdminEvent, Enrollment, SignIn, SignInLink, User
from app.queries.accounts import account_of_token
from app.queries.administration import owner_of_link
from app.queries.membership import find_membership
from app.services.accounts import begin_guest, sign_in
from app.services.administrators import grant_administrator, revoke_administrator
from app.services.sign_in_links import make_sign_in_link, use_sign_in_link
from tests.app.people import add_account


@pytest.fixture
def database_url(fresh_sqlite):
    """What two clicks at once do to a link is tried on both databases, in test_using_a_link_at_once."""
    return fresh_sqlite


@pytest.fixture
def root(db):
    user_id = add_account(db, "root@example.org", "Root")
    grant_administrator(db, "root@example.org")
    return user_id


def steps(db):
    with db.reading() as session:
        rows = session.execute(
            select(AdminEvent.step, AdminEvent.actor_id, AdminEvent.about_id, AdminEvent.amount)
            .order_by(AdminEvent.created_at, AdminEvent.step)
            .where(AdminEvent.step != AdminStep.GRANTED)
        )
        return [tuple(row) for row in rows]


def test_the_command_line_gives_and_takes_and_says_whether_it_was_so_before(db):
    user = add_account(db, "ada@example.org")

    assert grant_administrator(db, " Ada@Example.org ")
    assert not grant_administrator(db, "ada@example.org")
    assert revoke_administrator(db, "ada@example.org")
    assert not revoke_administrator(db, "ada@example.org")

    with pytest.raises(NotFound):
        grant_administrator(db, "nobody@example.org")
    with db.reading() as session:
        events = session.execute(
            select(AdminEvent.step, AdminEvent.about_id).order_by(AdminEvent.created_at)
        ).all()
    assert [tuple(one) for one in events] == [
        (AdminStep.GRANTED, user),
        (AdminStep.REVOKED, user),
    ]


def test_an_administrator_acts_as_an_instructor_of_every_course_whatever_their_place_there(
    classroom, db, root
):
    def rights():
        with db.reading() as session:
            return find_membership(session, user_id=root, course_id=classroom.course).rights

    assert rights() == frozenset(Right)
    with db.writing() as session:
        session.add(Enrollment(course_id=classroom.course, user_id=root, role=Role.STUDENT))
    assert rights() == frozenset(Right)

    revoke_administrator(db, "root@example.org")

    assert rights() == frozenset()


def test_a_link_gives_its_owner_a_new_password_once_and_ends_every_other_sign_in(
    classroom, db, root
):
    student = classroom.student
    before = sign_in(db, email=email_of(db, student), password="correct horse")
    token = make_sign_in_link(db, user_id=root, person_id=student)

    signed_in = use_sign_in_link(db, token=token, password="another fine horse")

    with db.reading() as session:
        assert account_of_token(session, signed_in.token).id == student
        assert account_of_token(session, before.token) is None
    with pytest.raises(InvalidCredentials):
        sign_in(db, email=email_of(db, student), password="correct horse")
    assert sign_in(db, email=email_of(db, student), password="another fine horse")
    with pytest.raises(NotFound):
        use_sign_in_link(db, token=token, password="yet another horse")
    assert steps(db) == [
        (AdminStep.LINK_MADE, root, student, None),
        (AdminStep.LINK_USED, student, student, None),
    ]


def email_of(db, user_id):
    with db.reading() as session:
        return session.get_one(User, user_id).email


def test_only_a_digest_of_a_link_is_kept(db, root):
    token = make_sign_in_link(db, user_id=root, person_id=root)

    with db.reading() as session:
        kept = session.scalars(select(SignInLink.token_digest)).one()
        assert owner_of_link(session, token) == "Root"
        assert owner_of_link(session, kept) is None
    assert token not in kept


def test_a_password_that_cannot_be_used_leaves_the_link_as_good_as_it_was(db, root):
    token = make_sign_in_link(db, user_id=root, person_id=root)

    with pytest.raises(InvalidInput) as refused:
        use_sign_in_link(db, token=token, password="short")

    assert set(refused.value.fields) == {"password"}
    assert use_sign_in_link(db, token=token, password="long enough now").user_id == root


def test_a_link_that_was_replaced_or_is_too_old_opens_nothing(db, root):
    first = make_sign_in_link(db, user_id=root, person_id=root)
    second = make_sign_in_link(db, user_id=root, person_id=root)
    with pytest.raises(NotFound):
        use_sign_in_link(db, token=first, password="long enough now")
    with db.writing() as session:
        session.execute(update(SignInLink).values(expires_at=database_now(-1)))

    with pytest.raises(NotFound):
        use_sign_in_link(db, token=second, password="long enough now")
    with db.reading() as session:
        assert owner_of_link(session, second) is None
        assert session.scalars(select(func.count()).select_from(SignIn)).one() == 0


def test_only_administrators_make_links_and_only_for_accounts_with_an_address(db, root):
    member, guest = add_account(db), begin_guest(db).user_id
    for user, person in ((member, root), (member, member), (root, guest)):
        with pytest.raises(NotFound):
            make_sign_in_link(db, user_id=user, person_id=person)
    assert steps(db) == []
