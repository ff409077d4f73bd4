"""Whatever stands in a course file, it is refused with a reason, or every page of the course can be read."""

import json
import re
import uuid
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import migrations
from app.db import Database
from app.domain.course_files import RefusedCourseFile
from app.services.accounts import sign_up
from app.services.administrators import grant_administrator
from app.settings import Settings
from app.site import create_app
from tests.app.classroom import RecordingDoorbell
from tests.app.course_files import Parts, import_, parts_of, put_together
from tests.app.web.browsing import PASSWORD, Browser

ROOT = "root@example.org"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SLUG = re.compile(r"twice-around-[0-9a-f]{8}")
INSTEAD = (
    *(None, True, False, 0, -1, 0.5, 7, 2**40, 10**30, 1e308, -1e308),
    *("", "x", "x" * 300, "x" * 30_000, "\0", "\ud800", "%(x)9999999999s", "a-tie"),
    *("1970-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"),
    *([], {}, [[]], [None], {"raises": 1}, {"text": None}, [[1, 2], [3]]),
)


class Small:
    """A course with a row of every part, and only few of the many; `text` holds its parts as JSON."""

    def __init__(self, text: str) -> None:
        self.text = text


class Elsewhere:
    """A store that courses are imported into, and its administrator at a browser."""

    def __init__(self, url: str) -> None:
        migrations.upgrade(url)
        self.db = Database(url)
        self.root = sign_up(self.db, email=ROOT, display_name="Root", password=PASSWORD).user_id
        grant_administrator(self.db, ROOT)
        app = create_app(
            Settings(secret_key="s" * 40, database_url=url, broker_url="redis://127.0.0.1:1/0"),
            RecordingDoorbell(),
        )
        self.browser = Browser(app).sign_in(self.db, self.root)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    elsewhere = Elsewhere(f"sqlite:///{tmp_path_factory.mktemp('elsewhere') / 'gradmark.db'}")
    yield elsewhere
    elsewhere.db.dispose()


@pytest.fixture(scope="module")
def small(source) -> Small:
    parts = parts_of(source.content)
    kept = {
        one["variant_id"]
        for name in ("drafts", "inquiries", "regraded_variants")
        for one in parts[name][:1]
    }
    of = {one["id"]: one["variant_id"] for one in parts["submissions"]}
    kept |= {of[one["submission_id"]] for one in parts["comments"][:1]}
    kept |= {one["variant_id"] for one in parts["submissions"] if one["state"] != "marked"}

    def keep(name, is_kept):
        parts[name] = [one for one in parts[name] if is_kept(one)]

    keep("variants", lambda one: one["id"] in kept)
    for name in ("drafts", "submissions", "inquiries", "regraded_variants"):
        keep(name, lambda one: one["variant_id"] in kept)
    for name in ("results", "comments", "regraded_results"):
        keep(name, lambda one: of[one["submission_id"]] in kept)
    asked = {one["id"] for one in parts["inquiries"]}
    keep("inquiry_entries", lambda one: one["inquiry_id"] in asked)
    assert all(parts.values())
    return Small(json.dumps(parts))


def as_new(small: Small) -> Parts:
    """Read parts under ids that nothing else has."""
    # Not from the seed: the same example may be tried again.
    salt = uuid.uuid4()
    text = ID.sub(lambda found: str(uuid.uuid5(salt, found[0])), small.text)
    slug = f"twice-around-{salt.hex[:8]}"
    parts = json.loads(SLUG.sub(slug, text))
    for one in parts["submissions"]:
        one["idempotency_key"] = uuid.uuid4().hex
    return parts


def alike(value: Any, random: Random) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, str):
        return random.choice((value + "x", value[:-1], value.upper(), "%(x)s", "<b>&"))
    if isinstance(value, list):
        return random.choice(([], value * 2, [value]))
    if isinstance(value, dict):
        return random.choice(({}, {**value, "x": "x"}))
    if isinstance(value, bool):
        return not value
    return "x" if value is None else value * random.choice((-1, 2, 1000))


def spoil(parts: Parts, random: Random) -> str:
    """Change one thing somewhere; return where."""
    part = random.choice(list(parts))
    row = random.choice(parts[part])
    place, path = row, [part]
    while True:
        key = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
        path.append(str(key))
        inside = place[key]
        if isinstance(inside, dict | list) and inside and random.random() < 0.7:
            place = inside
            continue
        match random.random():
            case chance if chance < 0.1:
                del place[key]
            case chance if chance < 0.2:
                parts[part].append(row)
            case chance if chance < 0.3:
                place[key] = deepcopy(random.choice(parts[part]).get(path[1]))
            case chance if chance < 0.6:
                place[key] = random.choice(INSTEAD)
            case _:
                place[key] = alike(inside, random)
        return "/".join(path)


def pages_of(parts: Parts) -> list[str]:
    """Return the addresses of a course's pages."""
    course = f"/courses/{parts['course'][0]['id']}"
    found = [course]
    found += [
        f"{course}/{page}"
        for page in ("gradebook", "gradebook.csv", "gradebook/groups", "changes", "changes.csv")
    ]
    found += [f"{course}/{page}" for page in ("members", "questions", "problems", "settings")]
    for one in parts["own_problems"]:
        found += [f"/own-problems/{one['id']}", f"/own-problems/{one['id']}/versions/1"]
    worked_on = {one["item_id"] for one in parts["variants"]}
    for item in parts["items"]:
        if item["id"] in worked_on:
            found.append(f"/items/{item['id']}/dashboard")
    for assignment_id in {one["assignment_id"] for one in parts["items"] if one["id"] in worked_on}:
        found += [
            f"/assignments/{assignment_id}{page}"
            for page in ("", "/edit", "/dashboard", "/dashboard.csv", "/mistakes", "/regrades")
        ]
        found += [f"/assignments/{assignment_id}/{page}" for page in ("extensions", "sittings")]
    found += [f"/variants/{one['id']}" for one in parts["variants"]]
    found += [f"/submissions/{one['id']}" for one in parts["submissions"]]
    found += [f"/questions/{one['id']}" for one in parts["inquiries"]]
    return found


def test_the_small_course_comes_in_and_all_its_pages_can_be_read(elsewhere, small):
    parts = as_new(small)
    import_(elsewhere.db, elsewhere.root, put_together(parts))
    found = {page: elsewhere.browser.get(page).status_code for page in pages_of(parts)}
    assert set(found.values()) == {200}, found


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_a_file_in_which_anything_is_changed_is_refused_or_can_be_read(elsewhere, small, seed):
    random = Random(seed)
    parts = as_new(small)
    pages = pages_of(parts)
    where = spoil(parts, random)
    try:
        import_(elsewhere.db, elsewhere.root, put_together(parts))
    except RefusedCourseFile:
        pages, wanted = pages[:1], {404}
    else:
        wanted = {200, 404}
    found = {page: elsewhere.browser.get(page).status_code for page in pages}
    assert set(found.values()) <= wanted, (where, found)
