"""What costs more than other requests is counted for the person, together with what they do on the pages."""

import pytest

from app.api import RESOURCES
from app.api.limits import OF_OPERATION

PATHS = {
    one.name: (one.method, one.path.replace("<uuid:", "{").replace(">", "}"))
    for resource in RESOURCES
    for one in resource.operations
}


@pytest.mark.parametrize(("name", "limit"), OF_OPERATION.items())
def test_what_costs_more_cannot_be_asked_without_end(visit, name, limit):
    limits, who = visit.app.extensions["gradmark"].limits, visit.world.people["grader"]
    for _ in range(limit.times):
        limits.count(limit, str(who))
    method, path = PATHS[name]

    assert visit.ask("grader", method, path, {}).status_code == 429
    assert visit.ask("classmate", method, path, {}).status_code != 429
    assert visit.ask("grader", "GET", "/me").status_code == 200
