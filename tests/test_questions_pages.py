"""docs/questions.md and docs/administration.md say what the code does."""

from pathlib import Path

import click

from app.cli import gradmark
from app.domain.administration import LINK_LASTS
from app.domain.inquiries import MOST_CHARACTERS, MOST_OPEN, InquiryState
from app.web.inquiries import STATE_WORDS

DOCS = Path(__file__).parent.parent / "docs"
QUESTIONS = (DOCS / "questions.md").read_text()
ADMINISTRATION = (DOCS / "administration.md").read_text()


def test_the_bounds_on_the_pages_are_those_of_the_code():
    assert f"up to {MOST_CHARACTERS:,} characters" in QUESTIONS
    assert MOST_OPEN == 20
    assert "Twenty questions" in QUESTIONS
    assert f"{LINK_LASTS.total_seconds() / 3600:.0f} hours" in ADMINISTRATION


def test_every_state_stands_in_the_table_by_its_name():
    for state in InquiryState:
        assert f"| {STATE_WORDS[state]} |" in QUESTIONS


def test_the_commands_on_the_page_are_there():
    admins = gradmark.get_command(click.Context(gradmark), "admins")

    assert {f"gradmark admins {name}" for name in admins.commands} <= {
        " ".join(line.split()[:3])
        for line in ADMINISTRATION.splitlines()
        if "gradmark admins" in line
    }
