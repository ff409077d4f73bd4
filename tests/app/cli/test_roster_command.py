"""`gradmark roster`, as an administrator types it."""

import json
import uuid

import pytest
from sqlalchemy import select

from app.domain.changes import Action
from app.domain.roles import Role
from app.models import Change, Enrollment, PendingEnrollment
from app.services.courses import create_course
from tests.app.people import add_account

ROSTER = """\
email,name,section
ada@example.org,Ada,1
new@example.org,Newcomer,2
not an address,Nobody,2
"""


@pytest.fixture
def course(desk):
    teacher = add_account(desk.db, "grace@example.org", "Grace")
    return str(create_course(desk.db, user_id=teacher, title="Gradients"))


@pytest.fixture
def ada(desk):
    return add_account(desk.db, "ada@example.org", "Ada")


@pytest.fixture
def write(tmp_path):
    def file(text):
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def people(desk):
    with desk.db.reading() as session:
        members = session.scalars(select(Enrollment.user_id)).all()
        return set(members), set(session.scalars(select(PendingEnrollment.email)))


def test_a_dry_run_tells_each_line_and_does_nothing(desk, course, ada, write):
    before = people(desk)

    run = desk.run("roster", "check", course, write(ROSTER))
    as_json = json.loads(desk.run("roster", "check", course, write(ROSTER), "--json").stdout)

    assert run.exit_code == 1  # a line was refused
    first, second, third, unused, total = run.stdout.splitlines()
    # Whether an address has an account is not told before it is done.
    assert first.partition("org: ")[2] == second.partition("org: ")[2]
    assert third == "line 4: not an address: refused: this is not an e-mail address"
    assert "section" in unused
    assert total.startswith("Nothing has happened yet: 2 new")
    assert [(one["line"], one["outcome"]) for one in as_json["lines"]] == [
        (2, "new"),
        (3, "new"),
        (4, "refused"),
    ]
    assert (as_json["applied"], as_json["unused"]) == (False, ["section"])
    assert people(desk) == before


def test_an_import_does_what_the_lines_say_in_the_administrators_name(desk, course, ada, write):
    run = desk.run("roster", "import", course, write(ROSTER))

    assert run.exit_code == 1  # a line was refused; the others went on
    assert "line 2: ada@example.org: added" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("Done: 1 added, 1 invited")
    members, expected = people(desk)
    assert (ada in members, expected) == (True, {"new@example.org"})
    with desk.db.reading() as session:
        changes = session.execute(select(Change.action, Change.by_id)).all()
        assert {tuple(one) for one in changes} == {
            (Action.JOINED, desk.root),
            (Action.INVITED, desk.root),
        }
    # Again, with the line mended, from standard input: nothing to do is well done.
    text = ROSTER.replace("not an address", "ada@example.org").replace("Nobody", "")
    again = desk.run("roster", "import", course, "-", "--json", stdin=text.encode())
    outcomes = [one["outcome"] for one in json.loads(again.stdout)["lines"]]
    assert outcomes == ["unchanged", "still_expected", "refused"]
    assert people(desk) == (members, expected)


def test_an_export_can_be_imported_elsewhere(desk, course, ada, write, tmp_path):
    desk.run("roster", "import", course, write(ROSTER))
    with desk.db.writing() as session:
        session.get_one(Enrollment, (uuid.UUID(course), ada)).role = Role.GRADER
    file = tmp_path / "out.csv"

    assert desk.run("roster", "export", course, str(file)).exit_code == 0
    listed = desk.read("roster", "export", course)

    assert [(one["email"], one["role"], one["account"]) for one in listed] == [
        ("ada@example.org", "grader", True),
        ("grace@example.org", "instructor", True),
        ("new@example.org", "student", False),
    ]
    assert desk.run("roster", "export", course).stdout_bytes == file.read_bytes()
    (same,) = desk.read("roster", "check", course, str(file))
    assert [one["outcome"] for one in same["lines"]] == [
        "unchanged",
        "unchanged",
        "still_expected",
    ]


@pytest.mark.parametrize("command", ["check", "import", "export"])
def test_a_course_that_is_not_there_is_refused(desk, write, command):
    arguments = () if command == "export" else (write(ROSTER),)
    assert "NOTACODE" in desk.refusal("roster", command, "NOTACODE", *arguments)
    assert "COURSE" in desk.wrong("roster", command)


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_file_that_is_no_roster_is_a_wrong_argument(desk, course, write, command):
    before = people(desk)

    assert "nowhere.csv" in desk.wrong("roster", command, course, "nowhere.csv")
    said = desk.wrong("roster", command, course, write("Ada,Grace\n"))

    assert "first line must name the columns" in said
    assert people(desk) == before
