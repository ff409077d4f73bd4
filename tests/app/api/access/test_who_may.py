"""Everybody tries every operation of the access table.

Who may not, is told that there is nothing, in the very words of what does not exist, and the store stays as it was;
strangers are told that they need a token, and a token that does not allow it changes nothing either.
"""

import re
import uuid

import pytest

from app.api import RESOURCES
from app.domain.api_tokens import Scope
from tests.app.api.access.table import ACCESS
from tests.app.api.world import PEOPLE, token_for

WITH_IDS = [key for key in ACCESS if "{" in key[1]]


def told(response):
    """Return what an answer says, but for the number that is its own."""
    said = dict(response.json)
    said.pop("request_id")
    return response.status_code, said


@pytest.mark.parametrize(("method", "pattern"), ACCESS)
def test_only_who_may_can(visit, method, pattern):
    row = ACCESS[method, pattern]
    before = visit.content()
    for who in PEOPLE:
        if who in row.may:
            continue
        response = visit.ask(who, method, pattern, row.body)
        assert response.status_code == (401 if who == "stranger" else 404), who
        assert response.mimetype == "application/problem+json"
    assert visit.content() == before
    for who in PEOPLE:
        if who not in row.may:
            continue
        if method != "GET":
            visit.start_anew()
        response = visit.ask(who, method, pattern, row.body)
        assert response.status_code == row.status, (who, response.text)


def test_every_operation_is_in_the_table():
    there = {
        (one.method, as_pattern(one.path)) for resource in RESOURCES for one in resource.operations
    }

    assert there == set(ACCESS)


def as_pattern(path: str) -> str:
    """Write a path as the table does: <uuid:course_id> as {course_id}."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


@pytest.mark.parametrize("scope", Scope)
def test_a_token_allows_nothing_beyond_its_scopes(visit, scope):
    administrator = visit.world.people["administrator"]
    token = token_for(visit.db, administrator, *(set(Scope) - {scope}))
    before = visit.content()
    headers = {"Authorization": f"Bearer {token}"}
    for (method, pattern), row in ACCESS.items():
        if row.scope is scope:
            response = visit.ask("stranger", method, pattern, row.body, headers)
            assert response.status_code == 403, pattern
            assert f'scope="{scope}"' in response.headers["WWW-Authenticate"]
    assert visit.content() == before


def test_what_is_not_theirs_and_what_does_not_exist_read_the_same(visit):
    ids = visit.world.ids.items()
    nowhere = {name: uuid.uuid4() for name, id in ids if isinstance(id, uuid.UUID)}
    for method, pattern in WITH_IDS:
        row = ACCESS[method, pattern]
        for who in ("outsider", "student"):
            if who not in row.may:
                there = visit.ask(who, method, pattern, row.body)
                missing = visit.ask(who, method, pattern, row.body, **nowhere)
                assert told(there) == told(missing), (who, pattern)
