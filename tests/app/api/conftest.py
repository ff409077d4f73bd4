"""The whole site on a made-up world: made once, and visited by each test as it was made."""

import pytest

from tests.app.api.world import ApiVisit, ApiWorld, add_tokens
from tests.app.web.access.world import make_world


@pytest.fixture(scope="session")
def api_world(tmp_path_factory) -> ApiWorld:
    folder = tmp_path_factory.mktemp("api")
    return add_tokens(make_world(folder / "gradmark.db"), folder)


@pytest.fixture(scope="session")
def one_api_visit(api_world, tmp_path_factory) -> ApiVisit:
    return ApiVisit(api_world, tmp_path_factory.mktemp("api_visit") / "visited.db")


@pytest.fixture
def visit(one_api_visit) -> ApiVisit:
    one_api_visit.start_anew()
    return one_api_visit
