"""Whatever people call themselves and write, pages show it as they wrote it: no markup, no template, no format."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import update

from app.models import (
    Assignment,
    Comment,
    Course,
    InquiryEntry,
    Item,
    ProblemVersion,
    SignIn,
    User,
)
from tests.app.web.access.table import ACCESS
from tests.app.web.access.world import Visit
from tests.app.web.browsing import Elements

WRITTEN = "<x-mark>{{7*7}}%(x)s{0.__class__}"
# Between them, they see all pages: who grades sees no other than who instructs.
READERS = ("student", "instructor", "administrator")


@pytest.fixture(scope="module")
def marked(world, tmp_path_factory) -> Visit:
    """The application on a copy of the world in which every text of a person is the mark."""
    folder = tmp_path_factory.mktemp("marked")
    visit = replace(world, file=shutil.copy(world.file, folder / "world.db")).visit(folder)
    with visit.app.extensions["gradmark"].db.writing() as session:
        for column in (
            User.display_name,
            Course.title,
            Assignment.title,
            Comment.text,
            InquiryEntry.text,
            Item.title,
            ProblemVersion.title,
            ProblemVersion.summary,
            SignIn.browser,
        ):
            session.execute(update(column.class_).values({column: WRITTEN}))
    return visit


@pytest.mark.parametrize("who", READERS)
def test_no_page_takes_what_people_write_for_anything_but_text(marked, who):
    shown = 0
    for (method, pattern), row in ACCESS.items():
        if method != "GET" or who not in row.may:
            continue
        response = marked.ask(who, method, pattern)
        assert response.status_code < 400 or response.status_code == row.heard, pattern
        if response.mimetype == "text/html":
            assert not any(tag == "x-mark" for tag, _ in Elements(response.text).tags), pattern
            shown += "&lt;x-mark&gt;{{7*7}}%(x)s{0.__class__}" in response.text
    assert shown >= 5
