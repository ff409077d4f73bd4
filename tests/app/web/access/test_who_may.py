"""Everybody tries everything of the access table.

Who may not, is told that there is nothing, in the very words of what does not exist, and the store stays as it was;
strangers are asked to sign in, whether or not it exists.
"""

import re
import uuid

import pytest
from sqlalchemy import select
from werkzeug.routing import UUIDConverter

from app.models import Enrollment
from tests.app.web.access.people import EVERYBODY
from tests.app.web.access.table import ACCESS

NOT_FOUND_MARK = "There is nothing here, or it is not yours to see."
WITH_IDS = [key for key in ACCESS if "{" in key[1] and ACCESS[key].may != EVERYBODY]


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 303 and response.location.startswith("/sign-in?next=/")


@pytest.mark.parametrize(("method", "pattern"), ACCESS)
def test_only_who_may_can(visit, method, pattern):
    row = ACCESS[method, pattern]
    for who in sorted(EVERYBODY - row.may):
        before = visit.content()
        response = visit.ask(who, method, pattern)
        assert visit.content() == before, who
        needs_account = who == "stranger" or (who == "guest" and response.status_code == 303)
        if needs_account:
            assert is_sent_to_sign_in(response), who
        else:
            assert response.status_code == 404, who
            assert NOT_FOUND_MARK in response.text, who
    for who in sorted(row.may):
        if method == "POST":
            visit.start_anew()
        before = visit.content()
        response = visit.ask(who, method, pattern)
        # No address changes anything by being looked at: mail programs and browsers look ahead.
        assert method == "POST" or visit.content() == before, who
        assert not is_sent_to_sign_in(response), who
        if row.heard is None:
            assert response.status_code < 400, (who, response.status_code)
        else:
            assert response.status_code == row.heard, (who, response.status_code)


def test_every_endpoint_is_in_the_table(visit):
    there = {
        (method, as_pattern(rule.rule))
        for rule in visit.app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }

    assert there == set(ACCESS)


def test_no_address_holds_an_id_that_can_be_counted_up(visit):
    """What is named otherwise is no thing of anybody's: a topic, a problem, a version of a problem, a link."""
    rules = [rule for rule in visit.app.url_map.iter_rules() if rule.arguments]
    of_other_kinds = {
        name
        for rule in rules
        for name in rule.arguments
        if not isinstance(rule._converters[name], UUIDConverter)
    }

    assert of_other_kinds == {"filename", "topic", "problem", "number", "token"}


def as_pattern(rule: str) -> str:
    """Write a rule as the table does: <uuid:course_id> as {course}, <topic> as {topic}."""
    return re.sub(r"<(?:\w+:)?(\w+?)(?:_id)?>", r"{\1}", rule)


@pytest.mark.parametrize("who", ["stranger", "outsider", "student"])
def test_what_is_not_theirs_and_what_does_not_exist_read_the_same(visit, who):
    def shown(response):
        return response.status_code, [
            line
            for line in response.text.splitlines()
            if not any(part in line for part in ("csrf", "Request <code>", "next=", '"next"'))
        ]

    ids = visit.world.ids.items()
    nowhere = {name: uuid.uuid4() for name, id in ids if isinstance(id, uuid.UUID)}
    for method, pattern in WITH_IDS:
        if who in ACCESS[method, pattern].may:
            continue
        assert shown(visit.ask(who, method, pattern)) == shown(
            visit.ask(who, method, pattern, **nowhere)
        ), pattern


def test_a_member_of_another_course_is_not_reached_through_ones_own(visit):
    db = visit.app.extensions["gradmark"].db
    with db.reading() as session:
        other = session.scalars(
            select(Enrollment).where(Enrollment.course_id != visit.world.ids["course"])
        ).one()
    for method, pattern in WITH_IDS:
        if "{member}" in pattern:
            response = visit.ask("instructor", method, pattern, member=other.user_id)
            assert response.status_code == 404, pattern
