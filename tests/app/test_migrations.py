import uuid

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import migrations
from app.db import Database
from app.models import Result, Variant

# One row of each table that changed, as the release before wrote them.
ROWS_OF_0002 = (
    "insert into users (id, display_name, created_at) values (:id, 'Ada', :now)",
    (
        "insert into variants (id, user_id, problem, version, seed, code, questions, rtol, atol, created_at)"
        " values (:id, :id, 'p', 'v', 7, 'x = 1', '[]', 0.1, 0.1, :now)"
    ),
    (
        "insert into submissions (id, variant_id, user_id, attempt, idempotency_key, answers, state, tries, epoch, created_at)"
        " values (:id, :id, :id, 1, 'k', '{}', 'marked', 1, 1, :now)"
    ),
    "insert into results (submission_id, score, marks, engine_version, marked_at) values (:id, 0.5, '[]', 'e', :now)",
)


def test_models_and_migrations_agree(database_url):
    migrations.upgrade(database_url)

    migrations.check(database_url)


def test_upgrading_twice_changes_nothing(database_url):
    migrations.upgrade(database_url)
    migrations.upgrade(database_url)

    database = Database(database_url)
    with database.reading() as session:
        assert migrations.is_at_head(session.connection())
    database.dispose()


def test_a_database_without_migrations_is_not_at_head(database_url):
    database = Database(database_url)
    with database.reading() as session:
        assert not migrations.is_at_head(session.connection())
    database.dispose()


def test_downgrading_to_base_leaves_no_table_behind(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "base")

    database = Database(database_url)
    assert set(inspect(database.db_engine).get_table_names()) == {"alembic_version"}
    database.dispose()


def test_rows_of_the_release_before_are_kept_both_ways(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0002")
    database, number = Database(database_url), uuid.UUID("a" * 32)
    with database.writing() as session:
        for row in ROWS_OF_0002:
            session.execute(text(row), {"id": number.hex, "now": "2026-01-01 00:00:00.000000"})
    database.dispose()
    migrations.upgrade(database_url)

    with database.reading() as session:
        variant, result = session.get_one(Variant, number), session.get_one(Result, number)
    assert (variant.code, variant.truth, variant.predictions) == ("x = 1", None, None)
    assert (result.score, result.diagnosis) == (0.5, None)
    database.dispose()

    migrations.downgrade(database_url, "0002")
    with database.reading() as session:
        assert session.execute(text("select score from results")).scalar_one() == 0.5
    database.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(migrations._config()).get_heads()) == 1


@pytest.mark.parametrize("table", ["users", "variants", "submissions", "results"])
def test_every_constraint_has_a_name(fresh_postgres, table):
    migrations.upgrade(fresh_postgres)

    database = Database(fresh_postgres)
    inspector = inspect(database.db_engine)
    constraints = [
        inspector.get_pk_constraint(table),
        *inspector.get_foreign_keys(table),
        *inspector.get_unique_constraints(table),
    ]
    assert all(one["name"].startswith(("pk_", "fk_", "uq_")) for one in constraints)
    database.dispose()
