"""The world is made once, and visited with one application: each test finds it as it was made."""

import pytest

from tests.app.web.access.world import Visit, World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    return make_world(tmp_path_factory.mktemp("world") / "gradmark.db")


@pytest.fixture(scope="session")
def one_visit(world, tmp_path_factory) -> Visit:
    return world.visit(tmp_path_factory.mktemp("visit"))


@pytest.fixture
def visit(one_visit) -> Visit:
    one_visit.start_anew()
    return one_visit
