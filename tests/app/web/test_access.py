"""Who may do what: every endpoint for everybody, as one table. A new endpoint that is not in it fails a test.

Everybody tries everything. Who may not, is told that there is nothing, in the very words of what does not exist, and
the store stays as it was; strangers are asked to sign in, whether or not it exists.
"""

import io
import shutil
import sqlite3
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import migrations
from app.db import Database
from app.domain.roles import Role
from app.models import Enrollment, PendingEnrollment, Submission
from app.services.courses import create_course
from app.services.grading import mark_waiting
from app.services.members import change_role, remove_member
from app.settings import Settings
from app.web import create_app
from tests.app.classroom import RecordingDoorbell, make_classroom
from tests.app.web.browsing import Browser
from tests.app.web.conftest import NO_BROKER, SECRET

NOT_FOUND_MARK = "There is nothing here, or it is not yours to see."

# The student's work is what the table is about; a classmate is another student of the same course, a former member a
# student who was removed, an outsider instructs another course, a guest practises without an account.
PEOPLE = (
    "stranger",
    "guest",
    "outsider",
    "former",
    "classmate",
    "student",
    "grader",
    "instructor",
)
EVERYBODY = set(PEOPLE)
ACCOUNTS = EVERYBODY - {"stranger", "guest"}
MEMBERS = {"classmate", "student", "grader", "instructor"}
TEACHERS = {"grader", "instructor"}
INSTRUCTORS = {"instructor"}
OWNER = {"student"}

ROSTER = {"text": "email\nnew@example.org\n", "digest": "of no plan"}

# (method, address): who may.
ACCESS: dict[tuple[str, str], set[str]] = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/static/{filename}"): EVERYBODY,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/sign-up"): EVERYBODY,
    ("POST", "/sign-up"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    ("GET", "/practice"): EVERYBODY,
    ("POST", "/practice/{topic}"): EVERYBODY,
    ("POST", "/practice/problems/{problem}"): EVERYBODY,
    ("POST", "/preview"): EVERYBODY,
    ("POST", "/join"): ACCOUNTS,
    ("POST", "/courses"): ACCOUNTS,
    ("GET", "/courses/{course}"): MEMBERS,
    # A second click on the button comes from who has left already.
    ("POST", "/courses/{course}/leave"): MEMBERS | {"former"},
    ("GET", "/courses/{course}/settings"): INSTRUCTORS,
    ("POST", "/courses/{course}/title"): INSTRUCTORS,
    ("POST", "/courses/{course}/copy"): INSTRUCTORS,
    ("POST", "/courses/{course}/archive"): INSTRUCTORS,
    ("POST", "/courses/{course}/restore"): INSTRUCTORS,
    ("POST", "/courses/{course}/joining"): INSTRUCTORS,
    ("POST", "/courses/{course}/join-code"): INSTRUCTORS,
    ("GET", "/courses/{course}/members"): INSTRUCTORS,
    ("GET", "/courses/{course}/members/{member}"): INSTRUCTORS,
    ("POST", "/courses/{course}/members/{member}/role"): INSTRUCTORS,
    ("POST", "/courses/{course}/members/{member}/remove"): INSTRUCTORS,
    ("POST", "/courses/{course}/members/{member}/return"): INSTRUCTORS,
    ("POST", "/courses/{course}/expected/withdraw"): INSTRUCTORS,
    ("GET", "/courses/{course}/roster"): INSTRUCTORS,
    ("POST", "/courses/{course}/roster"): INSTRUCTORS,
    ("POST", "/courses/{course}/roster/import"): INSTRUCTORS,
    ("GET", "/courses/{course}/roster.csv"): INSTRUCTORS,
    ("GET", "/courses/{course}/assignments/new"): INSTRUCTORS,
    ("POST", "/courses/{course}/assignments/new"): INSTRUCTORS,
    ("POST", "/courses/{course}/time-zone"): INSTRUCTORS,
    ("POST", "/courses/{course}/assignments/timeline"): INSTRUCTORS,
    ("GET", "/assignments/{assignment}"): MEMBERS,
    ("GET", "/assignments/{assignment}/edit"): INSTRUCTORS,
    ("POST", "/assignments/{assignment}/edit"): INSTRUCTORS,
    ("GET", "/assignments/{assignment}/extensions"): INSTRUCTORS,
    ("POST", "/assignments/{assignment}/extensions"): INSTRUCTORS,
    ("POST", "/assignments/{assignment}/extensions/{member}/withdraw"): INSTRUCTORS,
    ("GET", "/assignments/{assignment}/dashboard"): TEACHERS,
    ("GET", "/assignments/{assignment}/dashboard.csv"): TEACHERS,
    ("GET", "/assignments/{assignment}/dashboard.xlsx"): TEACHERS,
    ("GET", "/assignments/{assignment}/mistakes"): TEACHERS,
    ("GET", "/items/{item}/dashboard"): TEACHERS,
    ("GET", "/items/{item}/dashboard.csv"): TEACHERS,
    ("GET", "/items/{item}/dashboard.xlsx"): TEACHERS,
    ("POST", "/items/{item}"): MEMBERS,
    ("GET", "/variants/{variant}"): OWNER | TEACHERS,
    ("POST", "/variants/{variant}"): OWNER,
    # What the student asks for here is refused as well, but as theirs: answers are shown in practice only.
    ("POST", "/variants/{variant}/reveal"): OWNER,
    # Its student because it is solved: see test_explanations.
    ("GET", "/variants/{variant}/explanation"): OWNER | TEACHERS,
    ("GET", "/submissions/{submission}"): OWNER | TEACHERS,
    ("GET", "/submissions/{submission}/status"): OWNER | TEACHERS,
    ("POST", "/submissions/{submission}/requeue"): TEACHERS,
}

# What a form must hold to be taken at all, by the end of its address.
TYPED: dict[str, dict[str, str]] = {
    "/join": {"join_code": "not a code"},
    "/courses": {"title": "Mine"},
    "/title": {"title": "Mine"},
    "/copy": {"copy-title": "Mine"},
    "/joining": {"open": "no"},
    "/time-zone": {"time_zone": "Asia/Tokyo"},
    "/edit": {"title": "Mine"},
    "/role": {"role": "grader"},
    "/withdraw": {"email": "expected@example.org"},
    "/roster": ROSTER,
    "/import": ROSTER,
    "/assignments/new": {
        "title": "Mine",
        "pick.backward-twice": "on",
        "points.backward-twice": "1",
        "attempts.backward-twice": "1",
    },
    "/sign-up": {"email": "not an address"},
    "/variants/{variant}": {"key": "a sheet's own"},
}
# Answers below 400 say that it was done; these say that it was heard and could not be.
HEARD = {
    ("POST", "/sign-in"): 422,
    ("POST", "/sign-up"): 422,
    ("POST", "/join"): 422,
    ("POST", "/assignments/{assignment}/extensions"): 422,
    ("POST", "/courses/{course}/roster/import"): 409,
    ("POST", "/variants/{variant}"): 422,
    ("POST", "/variants/{variant}/reveal"): 409,
    ("GET", "/readyz"): 503,
}


@dataclass
class World:
    """A course and everybody around it, in a file that each test takes a copy of."""

    file: Path
    ids: dict[str, object]
    join_code: str
    cookies: dict[str, str] = field(default_factory=dict)

    def visit(self, folder: Path) -> "Visit":
        """Take a copy of the store and open the application on it."""
        return Visit(self, Path(shutil.copy(self.file, folder / f"{uuid.uuid4().hex}.db")))


class Visit:
    """The application on one copy of the store, with everybody signed in."""

    def __init__(self, world: World, file: Path) -> None:
        self.world, self.file = world, file
        self.app = make_app(file)

    def browser(self, who: str) -> Browser:
        """Open somebody's browser."""
        browser = Browser(self.app)
        if who in self.world.cookies:
            browser.client.set_cookie("gradmark", self.world.cookies[who])
        return browser

    def ask(self, who: str, method: str, pattern: str, **other_ids: object):
        """Let somebody ask for an address of the table."""
        address = pattern.format(**{**self.world.ids, **other_ids})
        if method == "GET":
            return self.browser(who).get(address)
        typed = next((data for end, data in TYPED.items() if pattern.endswith(end)), {})
        return self.browser(who).post(address, typed)

    def content(self) -> list[str]:
        """Return everything that the store holds."""
        store = sqlite3.connect(self.file)
        try:
            return list(store.iterdump())
        finally:
            store.close()


def make_app(file: Path) -> Flask:
    settings = Settings(
        secret_key=SECRET, database_url=f"sqlite:///{file}", broker_url=NO_BROKER, web_threads=1
    )
    return create_app(settings, RecordingDoorbell())


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    file = tmp_path_factory.mktemp("world") / "gradmark.db"
    migrations.upgrade(f"sqlite:///{file}")
    db = Database(f"sqlite:///{file}")
    room = make_classroom(db, RecordingDoorbell())
    people = {name: room.add_student(name) for name in ("classmate", "former", "grader")}
    people |= {"student": room.student, "instructor": room.instructor}
    change_role(
        db,
        user_id=room.instructor,
        course_id=room.course,
        member_id=people["grader"],
        role=Role.GRADER,
    )
    # Without another instructor, the one at the browser could neither leave nor go.
    second = room.add_student("Second")
    with db.writing() as session:
        session.get_one(Enrollment, (room.course, second)).role = Role.INSTRUCTOR
        session.add(PendingEnrollment(course_id=room.course, email="expected@example.org"))
    remove_member(db, user_id=second, course_id=room.course, member_id=people["former"])
    people["outsider"] = room.add_student("outsider")
    remove_member(db, user_id=second, course_id=room.course, member_id=people["outsider"])
    with db.writing() as session:
        from app.models import FormerMember

        session.delete(session.get_one(FormerMember, (room.course, people["outsider"])))
    # An instructor elsewhere has no more rights here than anybody else.
    create_course(db, user_id=people["outsider"], title="Another course")
    variant = room.deal()
    submission = room.submit(variant).submission_id
    mark_waiting(db)
    with db.writing() as session:
        session.get_one(Submission, submission).state = "failed"
    app = make_app(file)
    ids = {
        "course": room.course,
        "member": people["classmate"],
        "assignment": room.assignment,
        "item": room.items[0],
        "variant": variant,
        "submission": submission,
        "topic": "zeroing",
        "problem": "backward-twice",
        "filename": "app.css",
    }
    made = World(file, ids, room.join_code)
    for name, user_id in people.items():
        made.cookies[name] = cookie_of(Browser(app).sign_in(db, user_id))
    guest = Browser(app)
    guest.practise()
    made.cookies["guest"] = cookie_of(guest)
    db.dispose()
    app.extensions["gradmark"].db.dispose()
    # Into the file itself, so that a copy of it is whole.
    with sqlite3.connect(file) as store:
        store.execute("pragma wal_checkpoint(truncate)")
    store.close()
    return made


def cookie_of(browser: Browser) -> str:
    return browser.client.get_cookie("gradmark").value


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 303 and response.location.startswith("/sign-in?next=/")


@pytest.mark.parametrize(("method", "pattern"), ACCESS)
def test_only_who_may_can(world, tmp_path, method, pattern):
    may = ACCESS[method, pattern]
    refused = world.visit(tmp_path)
    for who in sorted(EVERYBODY - may):
        before = refused.content()
        response = refused.ask(who, method, pattern)
        assert refused.content() == before, who
        needs_account = who == "stranger" or (who == "guest" and response.status_code == 303)
        if needs_account:
            assert is_sent_to_sign_in(response), who
        else:
            assert response.status_code == 404, who
            assert NOT_FOUND_MARK in response.text, who
    visit = refused
    for who in sorted(may):
        if method == "POST":
            visit = world.visit(tmp_path)
        response = visit.ask(who, method, pattern)
        assert not is_sent_to_sign_in(response), who
        expected = HEARD.get((method, pattern))
        if expected is None:
            assert response.status_code < 400, (who, response.status_code)
        else:
            assert response.status_code == expected, (who, response.status_code)


def test_every_endpoint_is_in_the_table(world, tmp_path):
    app = world.visit(tmp_path).app
    there = {
        (method, as_pattern(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }

    assert there == set(ACCESS)


def as_pattern(rule: str) -> str:
    """Write a rule as the table does: <uuid:course_id> as {course}, <topic> as {topic}."""
    for converter in ("uuid:", "path:"):
        rule = rule.replace(f"<{converter}", "<")
    return rule.replace("_id>", ">").replace("<", "{").replace(">", "}")


WITH_IDS = [key for key in ACCESS if "{" in key[1] and ACCESS[key] != EVERYBODY]


@pytest.mark.parametrize("who", ["stranger", "outsider", "student"])
def test_what_is_not_theirs_and_what_does_not_exist_read_the_same(world, tmp_path, who):
    visit = world.visit(tmp_path)

    def shown(response):
        return response.status_code, [
            line
            for line in response.text.splitlines()
            if "csrf" not in line and "Request <code>" not in line and "next=" not in line
        ]

    for method, pattern in WITH_IDS:
        if who in ACCESS[method, pattern]:
            continue
        nowhere = {name: uuid.uuid4() for name in world.ids}
        assert shown(visit.ask(who, method, pattern)) == shown(
            visit.ask(who, method, pattern, **nowhere)
        ), pattern


def test_a_member_of_another_course_is_not_reached_through_ones_own(world, tmp_path):
    visit = world.visit(tmp_path)
    db = visit.app.extensions["gradmark"].db
    with db.reading() as session:
        other = session.scalars(
            select(Enrollment).where(Enrollment.course_id != world.ids["course"])
        ).one()
    for method, pattern in WITH_IDS:
        if "{member}" in pattern:
            response = visit.ask("instructor", method, pattern, member=other.user_id)
            assert response.status_code == 404, pattern


def test_a_teacher_sees_a_students_exercise_without_a_form_to_answer_it(world, tmp_path):
    visit = world.visit(tmp_path)
    for who in TEACHERS:
        page = visit.ask(who, "GET", "/variants/{variant}").text

        assert "answers-form" not in page
        assert 'id="submit"' not in page


def test_the_join_code_is_for_instructors(world, tmp_path):
    visit = world.visit(tmp_path)
    for pattern in (
        "/courses/{course}",
        "/assignments/{assignment}",
        "/assignments/{assignment}/dashboard",
    ):
        for who in MEMBERS - INSTRUCTORS:
            assert world.join_code not in visit.ask(who, "GET", pattern).text, (who, pattern)
    assert world.join_code in visit.ask("instructor", "GET", "/courses/{course}").text


def test_addresses_of_members_are_for_instructors(world, tmp_path):
    visit = world.visit(tmp_path)
    for method, pattern in ACCESS:
        if method == "GET":
            for who in EVERYBODY - INSTRUCTORS:
                page = whole(visit.ask(who, method, pattern))
                assert b"grace@example.org" not in page, (who, pattern)
                assert b"expected@example.org" not in page, (who, pattern)


def whole(response) -> bytes:
    """Return all that a response holds; a workbook is a packed folder of files."""
    if not response.data.startswith(b"PK"):
        return response.data
    with zipfile.ZipFile(io.BytesIO(response.data)) as folder:
        return b"".join(map(folder.read, folder.namelist()))
