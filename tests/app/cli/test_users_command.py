"""`gradmark users`, as an administrator types it."""

import secrets

import pytest
from sqlalchemy import select

from app.domain.administration import AdminStep
from app.domain.roles import Joined, Role
from app.models import AdminEvent, Enrollment, User
from app.queries.administration import owner_of_link
from app.services.courses import create_course
from tests.app.cli.test_service_commands import gradmark
from tests.app.people import add_account


@pytest.fixture
def ada(desk):
    return add_account(desk.db, "ada@example.org", "Ada Lovelace")


def events(desk):
    with desk.db.reading() as session:
        rows = session.execute(
            select(AdminEvent.step, AdminEvent.actor_id, AdminEvent.about_id).where(
                AdminEvent.actor_id.is_not(None)
            )
        )
        return [tuple(row) for row in rows]


def test_everybody_is_listed_by_name_over_all_pages_and_a_search_narrows_it(desk, ada):
    for number in range(60):
        add_account(desk.db, f"b{number}@example.org", f"Babbage {number:02}")

    everybody = desk.read("users", "list")
    assert len(everybody) == 62
    assert [one["name"] for one in everybody] == sorted(one["name"] for one in everybody)
    (found,) = desk.read("users", "list", "--search", "LOVE ada@")
    assert (found["id"], found["administrator"], found["courses"]) == (str(ada), False, 0)
    assert desk.run("users", "list", "--search", "ada").stdout == "ada@example.org  Ada Lovelace\n"


def test_a_person_is_shown_with_their_courses_and_an_open_link(desk, ada):
    course = create_course(desk.db, user_id=ada, title="Gradients")
    desk.run("users", "sign-in-link", "ada@example.org")

    (shown,) = desk.read("users", "show", "Ada@Example.org")
    written = desk.run("users", "show", "ada@example.org").stdout

    assert shown["memberships"] == [{"id": str(course), "title": "Gradients", "role": "instructor"}]
    assert shown["link_until"] is not None
    for words in ("Ada Lovelace", "instructor", str(course), "link for a new password is open"):
        assert words in written


def test_a_link_for_a_forgotten_password_opens_its_owners_account_and_stands_in_the_trail(
    desk, ada
):
    (made,) = desk.read("users", "sign-in-link", "ada@example.org")

    address, _, token = made["link"].rpartition("/")
    assert (address, made["hours"]) == ("http://127.0.0.1:8000/sign-in/link", 24)
    with desk.db.reading() as session:
        assert owner_of_link(session, token) == "Ada Lovelace"
    assert events(desk) == [(AdminStep.LINK_MADE, desk.root, ada)]
    line = desk.run("users", "sign-in-link", "ada@example.org").stdout
    assert line.startswith("http://127.0.0.1:8000/sign-in/link/")


def test_an_account_goes_only_when_its_address_is_typed_twice(desk, ada):
    create_course(desk.db, user_id=ada, title="Alone")
    for typed in ((), ("--confirm", "another@example.org")):
        said = desk.wrong("users", "delete", "ada@example.org", *typed)
        for words in (
            "Nothing was deleted",
            "0 submissions",
            "0 tokens",
            "Alone",
            "--confirm ada@example.org",
        ):
            assert words in said
    with desk.db.reading() as session:
        assert session.get(User, ada) is not None

    (gone,) = desk.read("users", "delete", "ada@example.org", "--confirm", "ADA@example.org")

    assert gone == {"email": "ada@example.org", "deleted": True}
    with desk.db.reading() as session:
        assert session.get(User, ada) is None
    # Whose account it was is deleted with it.
    assert events(desk) == [(AdminStep.ERASED, desk.root, None)]


def test_neither_an_administrator_nor_the_only_teacher_of_others_is_deleted(desk, ada):
    course = create_course(desk.db, user_id=ada, title="Gradients")
    with desk.db.writing() as session:
        session.add(
            Enrollment(course_id=course, user_id=desk.root, role=Role.STUDENT, joined=Joined.CODE)
        )

    for email, words in (
        ("ada@example.org", "only instructor of “Gradients”"),
        ("root@example.org", "is an administrator"),
    ):
        assert words in desk.refusal("users", "delete", email, "--confirm", email)
    with desk.db.reading() as session:
        assert len(session.scalars(select(User)).all()) == 2
    assert events(desk) == []


@pytest.mark.parametrize("command", ["show", "sign-in-link", "delete"])
def test_an_address_without_account_is_refused(desk, command):
    assert "nobody@example.org" in desk.refusal("users", command, "nobody@example.org")


@pytest.mark.parametrize("command", ["show", "sign-in-link", "delete"])
def test_a_command_about_a_person_needs_an_address(desk, command):
    assert "EMAIL" in desk.wrong("users", command)


def test_a_list_has_no_other_options(desk):
    assert "--nonsense" in desk.wrong("users", "list", "--nonsense")


def test_only_an_administrator_acts(desk, ada):
    for email in ("ada@example.org", "nobody@example.org"):
        said = desk.refusal("users", "list", email=email)
        assert said == f"'{email}' is no administrator's address."


def test_a_shell_sees_one_line_and_the_status(desk):
    folder = ("--data", str(desk.folder))
    refused = gradmark("users", "list", "--as", "nobody@example.org", *folder)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    unnamed = gradmark("users", "list", *folder)
    assert (unnamed.returncode, unnamed.stdout) == (2, "")
    assert "--as" in unnamed.stderr.splitlines()[-1]
    settings = {
        "secret_key": secrets.token_hex(),
        "database_url": f"sqlite:///{desk.folder / 'gradmark.db'}",
        "broker_url": f"redis://:{secrets.token_hex()}@broker",
        "public_url": "https://gradmark.example.org",
    }
    link = gradmark(
        "users", "sign-in-link", "--as", "root@example.org", "root@example.org", **settings
    )
    assert link.stdout.startswith("https://gradmark.example.org/sign-in/link/")
