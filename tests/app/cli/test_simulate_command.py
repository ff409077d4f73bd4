"""`gradmark simulate`, as a shell meets it."""

import re

from sqlalchemy import func, select

import migrations
from app.db import Database
from app.models import Course, User
from app.services.accounts import sign_in
from tests.app.cli.test_service_commands import gradmark


def test_it_fills_an_empty_database_once_and_says_how_to_sign_in(fresh_sqlite):
    migrations.upgrade(fresh_sqlite)
    settings = {"secret_key": "k" * 32, "database_url": fresh_sqlite, "broker_url": "redis://x"}
    made = gradmark("simulate", "--students", "1", **settings)
    again = gradmark("simulate", "--students", "1", **settings)

    assert made.returncode == 0, made.stderr
    email, password = re.search(r"as (\S+) or .* the password (\S+)\.\n", made.stdout).groups()
    db = Database(fresh_sqlite)
    assert sign_in(db, email=email, password=password)
    with db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Course)).one() == 3
        people = session.scalars(select(func.count()).select_from(User)).one()
    db.dispose()
    assert people == 1 + 3 + 4
    assert (again.returncode, again.stdout) == (1, "")
    assert "has users already" in again.stderr
