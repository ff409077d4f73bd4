"""`make bench-pages`: how fast every page of a whole term is on PostgreSQL, written to docs/pages.md."""

import datetime as dt
import os
import platform
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import func, select, text

import migrations
from app.cli.simulation import Term
from app.db import Database
from app.domain.authoring import EXAMPLE
from app.domain.roles import Role
from app.models import Assignment, Course, Enrollment, Item, Result, Submission, User, Variant
from app.postgres import ONE_BY_ONE
from app.services.accounts import sign_up
from app.services.previewing import show_waiting
from app.services.problem_drafts import start_draft
from app.services.regrading import Order, order_regrade
from app.services.regrading_work import work_waiting
from app.settings import Settings
from app.site import create_app
from tests.app.classroom import RecordingDoorbell
from tests.bench.pages.addresses import Place, find_values, largest, places, stir
from tests.bench.pages.measuring import ADMINISTRATOR, INSTRUCTOR, Timing, measure
from tests.bench.pages.report import summary, tables, unopened
from tests.bench.pages.serving import Web
from tests.bench.pages.visitor import Visitor
from tests.bench.processes import processor_seconds
from tests.real_parts.postgres import start_postgres

PAGE = Path(__file__).parents[3] / "docs" / "pages.md"
STUDENTS, SEED = 600, 1
PASSWORD = "a password of the benchmark"
ROOT, TEACHER = "root@term.example", "instructor.ml@term.example"
COUNTED = (Course, User, Assignment, Item, Variant, Submission, Result)


def main() -> None:
    """Make the term, open every page, and write down what that took."""
    postgres = start_postgres()
    try:
        with postgres.database() as url:
            migrations.upgrade(url)
            db = Database(url)
            seconds = make_term(db)
            with served(url) as web:
                pages = list(places(application(url), find_values(db)))
                timings = list(
                    open_everything(
                        db, web.port, pages, lambda: processor_seconds([web.pid, postgres.pid])
                    )
                )
            write(PAGE, db, [*unopened(pages, timings)], timings, seconds)
            db.dispose()
    finally:
        postgres.remove()


def make_term(db: Database) -> float:
    """Make up the term and an administrator; return how many seconds the term took."""
    started = time.monotonic()
    term = Term(db, students=STUDENTS, seed=SEED, password=PASSWORD, now=dt.datetime.now(dt.UTC))
    with click.progressbar(length=term.steps, label="Making up a term") as bar:
        for steps in term.make():
            bar.update(steps)
    seconds = time.monotonic() - started
    begin_problem(db)
    order_a_regrade(db)
    root = sign_up(db, email=ROOT, display_name="Root", password=PASSWORD).user_id
    with db.writing() as session:
        session.get_one(User, root).is_administrator = True
    # What autovacuum does by itself after a minute.
    with db.db_engine.connect().execution_options(**{ONE_BY_ONE: True}) as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return seconds


def begin_problem(db: Database) -> None:
    """Let the instructor begin a problem that is not saved, and a worker look at it."""
    with db.reading() as session:
        instructor = session.scalars(select(User.id).where(User.email == TEACHER)).one()
        course = session.scalars(
            select(Enrollment.course_id)
            .where(Enrollment.user_id == instructor, Enrollment.role == Role.INSTRUCTOR)
            .limit(1)
        ).one()
    start_draft(
        db,
        RecordingDoorbell(),
        user_id=instructor,
        course_id=course,
        draft_id=uuid.uuid4(),
        text=EXAMPLE,
    )
    show_waiting(db)


def order_a_regrade(db: Database) -> None:
    """Let the instructor have the largest assignment's first item marked anew, up to their decision."""
    with db.reading() as session:
        instructor = session.scalars(select(User.id).where(User.email == TEACHER)).one()
        _course, assignment = largest(session)
        item = session.scalars(
            select(Item.id).where(Item.assignment_id == assignment).order_by(Item.position).limit(1)
        ).one()
    order = Order(uuid.uuid4(), "The weights were hard to read.", item_id=item)
    order_regrade(
        db, RecordingDoorbell(), user_id=instructor, assignment_id=assignment, order=order
    )
    while work_waiting(db):
        pass


@contextmanager
def served(url: str) -> Iterator[Web]:
    """Run the web server."""
    web = Web(url)
    web.start()
    try:
        yield web
    finally:
        web.remove()


def open_everything(
    db: Database, port: int, pages: list[Place], processor: Callable[[], float]
) -> Iterator[Timing]:
    """Open every page as everybody, and yield what it took."""
    values = find_values(db)
    visitors = {"guest": Visitor(port)}
    for who, email in (
        ("student", str(values["student_email"])),
        (INSTRUCTOR, TEACHER),
        (ADMINISTRATOR, ROOT),
    ):
        visitors[who] = Visitor(port)
        visitors[who].sign_in(email, PASSWORD)
    with click.progressbar(length=len(pages), label="Opening every page") as bar:
        for place in pages:
            yield from measure(visitors, place, lambda: stir(db, values), processor)
            bar.update(1)
    for visitor in visitors.values():
        visitor.leave()


def application(url: str) -> Flask:
    """The application, to ask it which pages there are."""
    return create_app(
        Settings(secret_key="k" * 32, database_url=url, broker_url="redis://:none@127.0.0.1:1/0")
    )


def write(
    page: Path, db: Database, unseen: list[str], timings: list[Timing], seconds: float
) -> None:
    """Put what was measured between the page's marks."""
    lines = [*summary(timings, count(db), machine(db, seconds)), *tables(timings)]
    if unseen:
        lines += ["", f"Shown to nobody of them in this term: {', '.join(unseen)}."]
    body = "".join(f"{line}\n" for line in lines)
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->"
    page.write_text(
        re.sub(
            f"{re.escape(begin)}.*?{re.escape(end)}",
            lambda _: begin + body + end,
            page.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        ),
        encoding="utf-8",
    )


def count(db: Database) -> Mapping[str, int]:
    """How many rows the largest tables hold."""
    with db.reading() as session:
        return {
            model.__tablename__: session.scalars(select(func.count()).select_from(model)).one()
            for model in COUNTED
        }


def machine(db: Database, seconds: float) -> str:
    """What it ran on, and how busy that was."""
    with db.reading() as session:
        version = session.scalars(text("SHOW server_version")).one()
    return (
        f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f} at the end), Python "
        f"{platform.python_version()}, PostgreSQL {version}, gunicorn with "
        f"{Settings.model_fields['web_workers'].default} workers of "
        f"{Settings.model_fields['web_threads'].default} threads; the term was made in {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
