"""Rules of the course's own rows: what it is, who is in it, its problems and its trail."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from app.domain.authoring import MOST_CHARACTERS, VersionState, digest_of
from app.domain.changes import INSTANTS
from app.domain.emails import is_email, normal_email
from app.domain.sittings import MOST_EXTRA_PERCENT
from app.domain.time_zones import time_zones
from app.queries.problems import is_in_library
from app.services.course_files.reading import Row
from app.services.course_files.rules.seen import Seen

_JOIN_CODE = re.compile(r"[0-9A-Z]{4,16}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]{1,71}-[0-9a-f]{8}", re.ASCII)
_LONGEST_NAME = 80


def faults_of_person(email: str, name: str) -> Iterator[str]:
    """Yield why somebody cannot be in a course."""
    if not is_email(email) or email != normal_email(email):
        yield "the address is none, or not in small letters"
    if len(name) > _LONGEST_NAME or not name.isprintable():
        yield f"the name is longer than {_LONGEST_NAME} characters, or holds some that cannot be seen"


def of_course(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with the course."""
    seen.course = row
    if not row["title"].strip():
        yield "it has no title"
    if row["time_zone"] not in time_zones():
        yield "there is no such time zone"
    if not _JOIN_CODE.fullmatch(row["join_code"]):
        yield "its join code is none"


def of_expected(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with somebody whom the roster expects."""
    yield from faults_of_person(row["email"], row["name"])


def of_accommodation(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with somebody's extra time."""
    if not 0 < row["extra_percent"] <= MOST_EXTRA_PERCENT:
        yield f"extra time is 1 to {MOST_EXTRA_PERCENT} percent"


def of_problem(row: Row, seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a problem of the course's own."""
    slug = row["slug"]
    if not _SLUG.fullmatch(slug) or is_in_library(slug):
        yield "this is no name of a course's own problem"
    seen.slugs.add(slug)


def of_version(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a version of a problem."""
    if len(row["text"]) > MOST_CHARACTERS:
        yield f"its text is longer than {MOST_CHARACTERS} characters"
    if digest_of(row["text"]) != row["digest"]:
        yield "its digest is not that of its text"
    if row["number"] < 1:
        yield "versions are counted from 1"
    if row["state"] not in (VersionState.PUBLISHED, VersionState.QUEUED):
        yield "its state is neither published nor queued"


def of_change(row: Row, _seen: Seen) -> Iterator[str]:
    """Yield what is wrong with a line of the trail."""
    for state in (row["before"], row["after"]):
        if not isinstance(state, dict) or not _can_be_told("", state):
            yield "what it tells cannot be read"


def _can_be_told(name: str, value: Any) -> bool:
    if isinstance(value, dict):
        return all(_can_be_told(key, one) for key, one in value.items())
    if isinstance(value, list):
        return all(_can_be_told(name, one) for one in value)
    if isinstance(value, str) and value and name in INSTANTS:
        return _is_instant(value)
    return isinstance(value, str | bool | None) or abs(value) < 1e12


def _is_instant(value: str) -> bool:
    try:
        return 1900 <= dt.datetime.fromisoformat(value).year < 3000
    except ValueError:
        return False
