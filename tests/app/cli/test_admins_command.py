"""`gradmark admins`, as a shell meets it."""

import json

import migrations
from app.db import Database
from tests.app.cli.test_service_commands import gradmark
from tests.app.people import add_account


def test_administrators_are_made_listed_and_unmade(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradmark.db'}"
    migrations.upgrade(url)
    db = Database(url)
    user_id = add_account(db, "ada@example.org", "Ada")
    db.dispose()
    settings = {"secret_key": "k" * 32, "database_url": url, "broker_url": "redis://x"}

    made = gradmark("admins", "grant", "ada@example.org", **settings)
    assert (made.returncode, made.stdout) == (0, "ada@example.org is an administrator now.\n")
    # The folder of `gradmark up` does as well, without a setting.
    listed = gradmark("admins", "--data", str(tmp_path), "list", "--json")
    assert json.loads(listed.stdout) == {
        "email": "ada@example.org",
        "name": "Ada",
        "id": str(user_id),
    }
    gone = gradmark("admins", "--data", str(tmp_path), "revoke", "ada@example.org")
    assert gone.stdout == "ada@example.org is no administrator any more.\n"
    assert gradmark("admins", "--data", str(tmp_path), "list").stdout == ""


def test_an_address_without_account_and_a_folder_without_store_are_one_line(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradmark.db'}"
    nothing = gradmark("admins", "--data", str(tmp_path), "list")
    migrations.upgrade(url)
    nobody = gradmark("admins", "--data", str(tmp_path), "grant", "nobody@example.org")

    for run in (nothing, nobody):
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert "gradmark up" in nothing.stderr
    assert "nobody@example.org" in nobody.stderr
