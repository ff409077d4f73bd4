"""The tables of what students believe: how many show each misconception, and their wrong answers."""

from collections.abc import Sequence

from app.domain.texts import say
from app.queries.beliefs import BeliefRow
from app.queries.mistakes import MistakesPage
from app.web.languages import said
from app.web.spreadsheets import Cell


def belief_name(row: BeliefRow) -> str:
    """Name a misconception, or say what stands in its place."""
    return said(row.misconception.name) if row.misconception else row.code


def misconceptions_table(
    rows: Sequence[BeliefRow],
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Give headings and rows: each misconception with who shows it."""
    headings = (
        say("Code"),
        say("Misconception"),
        say("What is believed"),
        say("Students"),
        say("Share of those with a wrong answer"),
        say("Still, in their newest answer"),
        say("Submissions"),
        say("Students by item"),
    )
    return headings, [
        (
            row.code,
            belief_name(row),
            said(row.misconception.instructor) if row.misconception else "",
            row.students,
            row.share,
            row.still,
            row.submissions,
            "; ".join(f"{item.position}: {item.students}" for item in row.items),
        )
        for row in rows
    ]


def wrong_answers_table(wrong: MistakesPage) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Give headings and rows: each wrong submission with what was typed."""
    headings = (
        say("Student"),
        say("Item"),
        say("Title"),
        say("Attempt"),
        say("When"),
        say("Score"),
        say("Typed"),
        say("Looks like"),
    )
    return headings, [
        (
            row.student,
            row.item_position,
            said(row.item_title),
            row.number,
            row.at,
            row.score,
            "; ".join(f"{asked}: {typed}" for asked, typed in row.typed),
            "; ".join(said(belief.name) for belief in row.beliefs),
        )
        for row in wrong.rows
    ]
