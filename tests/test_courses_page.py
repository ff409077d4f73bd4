"""docs/courses.md: its rosters can be imported, and its table of rights is the one that the code has."""

import re
from pathlib import Path

import pytest

from app.domain.roles import RIGHTS, Right, Role
from app.domain.roster import MOST_LINES, read_roster

PAGE = (Path(__file__).parent.parent / "docs" / "courses.md").read_text()
ROSTERS = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
ROWS = {
    "see everybody's work and the dashboards": Right.SEE_WORK,
    "queue a failed submission again": Right.REQUEUE,
    "read and answer students' questions about an exercise": Right.ANSWER,
    "override points, excuse, and comment": Right.GRADE,
    "make, change and regrade assignments, their groups, and who has more time in them; write the course's own problems": (
        Right.EDIT_ASSIGNMENTS
    ),
    "see members and their addresses, change roles, remove; import and export the roster": Right.MANAGE_MEMBERS,
    "rename, copy, archive and restore the course; see and change its join code": Right.MANAGE_COURSE,
    "read who changed what": Right.SEE_CHANGES,
}


@pytest.mark.parametrize("roster", ROSTERS)
def test_each_roster_on_the_page_can_be_imported(roster):
    entries = read_roster(roster).entries

    assert [entry.email for entry in entries][:2] == ["ada@example.org", "blaise@example.org"]
    assert {entry.refusal for entry in entries} == {None}


def test_there_are_rosters_on_the_page():
    assert len(ROSTERS) == 2


def test_the_table_of_rights_is_that_of_the_code():
    cells = {
        row[0]: [cell == "yes" for cell in row[1:]]
        for row in (
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in PAGE.splitlines()
            if line.startswith("|")
        )
    }

    assert set(ROWS.values()) == set(Right)
    for words, right in ROWS.items():
        assert cells[words] == [right in RIGHTS[role] for role in Role]


def test_the_bound_on_the_page_is_that_of_the_code():
    assert f"at most {MOST_LINES:,} people" in PAGE
