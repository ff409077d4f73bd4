"""A course and everybody around it, in a file that each test takes a copy of."""

import contextlib
import shutil
import sqlite3
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

import migrations
from app.db import Database
from app.domain.api_tokens import Scope
from app.domain.authoring import EXAMPLE, VersionState
from app.domain.roles import Role
from app.models import (
    Enrollment,
    FormerMember,
    PendingEnrollment,
    ProblemVersion,
    Submission,
    User,
)
from app.services.accounts import sign_up
from app.services.api_tokens import make_token
from app.services.authoring import add_problem
from app.services.commenting import comment
from app.services.courses import create_course
from app.services.dealing import deal_item
from app.services.grading import mark_waiting
from app.services.inquiries import ask
from app.services.members import change_role, remove_member
from app.services.previewing import show_waiting
from app.services.problem_drafts import start_draft
from app.services.regrading import accept_answer
from app.services.sign_in_links import make_sign_in_link
from app.settings import Settings
from app.site import create_app
from tests.app.classroom import Classroom, RecordingDoorbell, make_classroom
from tests.app.own_problems import assign
from tests.app.regrades import submit_and_mark, work
from tests.app.web.access.table import ACCESS
from tests.app.web.browsing import Browser
from tests.app.web.conftest import NO_BROKER, SECRET


@dataclass
class World:
    """The store's file, the ids that the table's patterns name, and everybody's signed-in cookie and form token."""

    file: Path
    ids: dict[str, object]
    join_code: str
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def visit(self, folder: Path) -> "Visit":
        """Take a copy of the store and open the application on it."""
        return Visit(self, Path(shutil.copy(self.file, folder / f"{uuid.uuid4().hex}.db")))


class Visit:
    """The application on one copy of the store, with everybody signed in."""

    def __init__(self, world: World, file: Path) -> None:
        self.world, self.file = world, file
        self.app = make_app(file)
        self._stored: tuple[bytes, bytes] | None = None
        self._content: list[str] = []

    def start_anew(self) -> None:
        """Put everything in the store back to what the world was made with, and count from nothing again."""
        parts = self.app.extensions["gradmark"]
        parts.limits._own.storage.reset()
        parts.db.dispose()
        for end in ("-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copy(self.world.file, self.file)

    def browser(self, who: str) -> Browser:
        """Open somebody's browser."""
        browser = Browser(self.app)
        browser.client.set_cookie("gradmark", self.world.cookies[who])
        return browser

    def ask(self, who: str, method: str, pattern: str, **other_ids: object) -> TestResponse:
        """Let somebody ask for an address of the table."""
        address = pattern.format(**{**self.world.ids, **other_ids})
        browser = self.browser(who)
        if method == "GET":
            return browser.get(address)
        typed = ACCESS[method, pattern].typed
        return browser.client.post(address, data={"csrf_token": self.world.tokens[who], **typed})

    def content(self) -> list[str]:
        """Return everything that the store holds; it is read anew only where a byte of it has changed."""
        log = self.file.with_name(f"{self.file.name}-wal")
        stored = self.file.read_bytes(), log.read_bytes() if log.exists() else b""
        if stored != self._stored:
            with contextlib.closing(sqlite3.connect(self.file)) as store:
                self._stored, self._content = stored, list(store.iterdump())
        return self._content


def make_app(file: Path) -> Flask:
    settings = Settings(
        secret_key=SECRET, database_url=f"sqlite:///{file}", broker_url=NO_BROKER, web_threads=1
    )
    return create_app(settings, RecordingDoorbell())


def make_world(file: Path) -> World:
    """Make the course, let its student work, and sign everybody in."""
    migrations.upgrade(f"sqlite:///{file}")
    db = Database(f"sqlite:///{file}")
    room = make_classroom(db, RecordingDoorbell())
    people = add_people(room)
    ids = add_work(room) | {"member": people["classmate"], "person": people["classmate"]}
    ids["token"] = make_sign_in_link(
        db, user_id=people["administrator"], person_id=people["classmate"]
    )
    ids["api_token"] = uuid.uuid4()
    make_token(
        db,
        user_id=room.instructor,
        name="Gradients",
        scopes=list(Scope),
        days=30,
        token_id=ids["api_token"],
    )
    world = World(file, ids, room.join_code)
    app = make_app(file)
    browsers = {name: Browser(app).sign_in(db, user_id) for name, user_id in people.items()}
    browsers |= {"guest": Browser(app), "stranger": Browser(app)}
    browsers["guest"].practise()
    for name, browser in browsers.items():
        world.tokens[name] = browser.token()
        world.cookies[name] = browser.client.get_cookie("gradmark").value
    db.dispose()
    app.extensions["gradmark"].db.dispose()
    # Into the file itself, so that a copy of it is whole.
    with sqlite3.connect(file) as store:
        store.execute("pragma wal_checkpoint(truncate)")
    store.close()
    return world


def add_people(room: Classroom) -> dict[str, uuid.UUID]:
    """Give the course everybody of the table who has an account."""
    db, course = room.db, room.course
    people = {name: room.add_student(name) for name in ("classmate", "former", "grader")}
    people |= {"student": room.student, "instructor": room.instructor}
    change_role(
        db,
        user_id=room.instructor,
        course_id=course,
        member_id=people["grader"],
        role=Role.GRADER,
    )
    # Without another instructor, the one at the browser could neither leave nor go.
    second = room.add_student("Second")
    with db.writing() as session:
        session.get_one(Enrollment, (course, second)).role = Role.INSTRUCTOR
        session.add(PendingEnrollment(course_id=course, email="expected@example.org"))
    remove_member(db, user_id=second, course_id=course, member_id=people["former"])
    people["outsider"] = room.add_student("outsider")
    remove_member(db, user_id=second, course_id=course, member_id=people["outsider"])
    with db.writing() as session:
        session.delete(session.get_one(FormerMember, (course, people["outsider"])))
    # An instructor elsewhere has no more rights here than anybody else.
    create_course(db, user_id=people["outsider"], title="Another course")
    people["administrator"] = add_administrator(db)
    return people


def add_administrator(db: Database) -> uuid.UUID:
    """Make an account that is in no course and looks after all of them."""
    user_id = sign_up(
        db, email="root@example.org", display_name="Root", password="correct horse"
    ).user_id
    with db.writing() as session:
        session.get_one(User, user_id).is_administrator = True
    return user_id


def add_work(room: Classroom) -> dict[str, object]:
    """Let the student submit, and return the ids that the table's patterns name."""
    variant = room.deal()
    submission = room.submit(variant).submission_id
    mark_waiting(room.db)
    inquiry = ask(
        room.db,
        user_id=room.student,
        variant_id=variant,
        inquiry_id=uuid.uuid4(),
        kind="question",
        text="Why is it not zero?",
        typed={},
    )
    with room.db.writing() as session:
        session.get_one(Submission, submission).state = "failed"
    return {
        "course": room.course,
        "assignment": room.assignment,
        "item": room.items[0],
        "variant": variant,
        "submission": submission,
        "inquiry": inquiry,
        "comment": add_comment(room),
        "own_problem": add_own_problem(room),
        "draft": add_draft(room),
        "regrade": add_regrade(room),
        "number": 1,
        "topic": "zeroing",
        "problem": "backward-twice",
        "filename": "app.css",
    }


def add_comment(room: Classroom) -> uuid.UUID:
    """Let the teacher write to the student."""
    made = uuid.uuid4()
    comment(
        room.db,
        user_id=room.instructor,
        item_id=room.items[0],
        student_id=room.student,
        text="Look at the weights.",
        comment_id=made,
    )
    return made


def add_regrade(room: Classroom) -> uuid.UUID:
    """Let the student's work on another assignment be regraded: an accepted answer that waits to be applied."""
    item = assign(room, "one-weight-per-component")
    variant = deal_item(room.db, user_id=room.student, item_id=item)
    sent = submit_and_mark(room, variant, {"a_grad": "[7, 7, 7]"})
    regrade_id = uuid.uuid4()
    accept_answer(
        room.db,
        room.doorbell,
        user_id=room.instructor,
        submission_id=sent,
        question="a_grad",
        everywhere=True,
        reason="The weights were not said clearly.",
        regrade_id=regrade_id,
    )
    work(room.db)
    return regrade_id


def add_draft(room: Classroom) -> uuid.UUID:
    """Let the instructor begin another problem, and a worker look at it."""
    begun = uuid.uuid4()
    start_draft(
        room.db,
        room.doorbell,
        user_id=room.instructor,
        course_id=room.course,
        draft_id=begun,
        text=EXAMPLE,
    )
    show_waiting(room.db)
    return begun


def add_own_problem(room: Classroom) -> uuid.UUID:
    """Give the course a problem of its own that could be published."""
    stored = add_problem(
        room.db, room.doorbell, user_id=room.instructor, course_id=room.course, text=EXAMPLE
    )
    with room.db.writing() as session:
        session.get_one(ProblemVersion, stored.version_id).state = VersionState.READY
    return stored.problem_id
