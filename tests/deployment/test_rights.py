"""What web and worker may do in PostgreSQL and Redis, as the deployment sets both up: their work, and no more."""

import shutil
import uuid
from collections.abc import Iterator

import psycopg
import pytest
import redis
from sqlalchemy import func, select

import migrations
from app.db import Database
from app.dispatch import MARK_TASK, CeleryDoorbell, make_celery, priority_of
from app.limits import Limit, Limits
from app.models import Change, User
from app.services.erasing import erase_account
from app.services.members import leave_course
from tests.app.classroom import RecordingDoorbell, make_classroom
from tests.deployment.compose import compose_service
from tests.deployment.running import Deployment, make_roles, start_compose_redis
from tests.real_parts.brokers import ONE_TRY
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import make_folder, wait_until


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """PostgreSQL and Redis set up by the deployment's own scripts, the database migrated by its owner."""
    folder = make_folder()
    deployment = Deployment(folder, PostgresServer())
    try:
        deployment.postgres.start()
        make_roles(deployment)
        start_compose_redis(deployment)
        migrations.upgrade(url_of(deployment, "migrate"))
        yield deployment
    finally:
        deployment.end()
        deployment.postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)


def url_of(deployment: Deployment, service: str) -> str:
    environment = compose_service(service, deployment.values, deployment.addresses)[1]
    return environment["GRADMARK_DATABASE_URL"]


@pytest.fixture
def db(deployment) -> Iterator[Database]:
    """The store as web and worker open it."""
    database = Database(url_of(deployment, "web"))
    yield database
    database.dispose()


@pytest.mark.parametrize("table", migrations.TRAILS)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {} = NULL"])
def test_what_only_grows_can_be_added_to_and_not_changed(deployment, table, statement):
    column = {"alembic_version": "version_num"}.get(table, "created_at")
    url = url_of(deployment, "web").replace("+psycopg", "")
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.format(table, column))


def test_a_table_that_came_anew_grows_only_after_the_next_upgrade_too(deployment):
    url = url_of(deployment, "migrate")
    with psycopg.connect(url.replace("+psycopg", "")) as owner:
        owner.execute("GRANT UPDATE, DELETE ON changes TO gradmark_app")
    migrations.upgrade(url)

    with psycopg.connect(url_of(deployment, "web").replace("+psycopg", "")) as connection:
        rights = connection.execute(
            "SELECT has_table_privilege('changes', 'UPDATE'), has_table_privilege('changes', 'INSERT')"
        ).fetchone()
    assert rights == (False, True)


def test_trails_are_written_and_let_go_of_whoever_deletes_their_account(db):
    """Names in a trail go with the account by the tables' own rules, which the owner's rights carry out."""
    room = make_classroom(db, RecordingDoorbell())
    leaver = room.add_student("Leaver")
    leave_course(db, user_id=leaver, course_id=room.course)
    with db.reading() as session:
        before = session.scalar(select(func.count()).select_from(Change))
        assert before

    erase_account(db, user_id=leaver, password="correct horse")

    with db.reading() as session:
        assert session.get(User, leaver) is None
        named = select(func.count()).where((Change.by_id == leaver) | (Change.student_id == leaver))
        assert session.scalar(named) == 0


def connect(deployment: Deployment) -> "redis.Redis":
    return redis.Redis(
        port=deployment.redis_port, password=deployment.values["REDIS_PASSWORD"], retry=ONE_TRY
    )


@pytest.mark.parametrize(
    "command",
    [
        "FLUSHALL",
        "FLUSHDB",
        "CONFIG GET *",
        "KEYS *",
        "SHUTDOWN",
        "REPLICAOF NO ONE",
        "ACL LIST",
        "MONITOR",
        "GET of-somebody-else",
    ],
)
def test_redis_lets_nobody_with_the_password_empty_it_or_set_it_up(deployment, command):
    with connect(deployment) as client, pytest.raises(redis.exceptions.NoPermissionError):
        client.execute_command(*command.split())


def test_bells_and_counts_are_all_that_redis_is_needed_for(deployment):
    environment = compose_service("web", deployment.values, deployment.addresses)[1]
    url = environment["GRADMARK_BROKER_URL"]
    CeleryDoorbell(make_celery(url)).ring(uuid.uuid4())
    limits = Limits(url, "a secret")
    limits.count(Limit("tries", 2, 60), "ada")

    # The list of the priority that bells for marking have.
    bells = f"celery\x06\x16{priority_of(MARK_TASK)}"
    with connect(deployment) as client:
        wait_until(lambda: client.llen(f"gradmark:{bells}") == 1, 10, "a bell")
        assert list(client.scan_iter("gradmark:limits:*"))
