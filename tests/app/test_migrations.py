import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import migrations
from app.db import Database


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
