"""The world is made once: its tests take copies of its file."""

import pytest

from tests.app.web.access.world import World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    return make_world(tmp_path_factory.mktemp("world") / "gradmark.db")
