"""A store with an administrator, for the commands that act in their name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.cli.desk import Desk
from tests.app.stores import PreparedFiles


@pytest.fixture
def desk(tmp_path: Path, fresh_sqlite: str, prepared_files: PreparedFiles) -> Iterator[Desk]:
    """A fresh store of `gradmark up`."""
    prepared_files.fill(fresh_sqlite, with_classroom=False)
    desk = Desk(tmp_path)
    yield desk
    desk.db.dispose()
