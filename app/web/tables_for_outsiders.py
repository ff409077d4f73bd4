"""The dashboards as tables for people outside the teaching team: no names, and nothing about fewer than five."""

from collections.abc import Iterable, Sequence

from app.domain.item_analysis import (
    FEWEST,
    disclose,
    disclose_count,
    disclose_counts,
    disclose_summary,
)
from app.domain.texts import say
from app.queries.beliefs import BeliefRow
from app.queries.dashboards import AssignmentDashboard, ItemColumn
from app.web.languages import said
from app.web.spreadsheets import Cell, Table
from app.web.tables import (
    HISTOGRAM,
    ITEMS,
    MISCONCEPTIONS,
    SUMMARY,
    written,
)
from app.web.tables_of_beliefs import belief_name

_FEW = say("fewer than five students")
_ITEM_HEADINGS = (
    say("Item"),
    say("Title"),
    say("Points"),
    say("Answered by"),
    say("Solved by"),
    say("Mean score"),
    say("Median"),
    say("Standard deviation"),
    say("Share at 0"),
    say("Share in between"),
    say("Share at 1"),
    say("Mean of first attempts"),
    say("Mean of last attempts"),
    say("Discrimination, with the other items"),
    say("Discrimination, with the total"),
    say("Attempts, mean"),
    say("Attempts to the right answer, median"),
    say("Time to the right answer, median, in seconds"),
)


def assignment_tables_for_outsiders(board: AssignmentDashboard) -> tuple[Table, ...]:
    """Write what an assignment's dashboard tells about groups of five and more."""
    participants = board.figures.score.n
    return (
        SUMMARY.of((say("Figure"), say("Value")), _summary(board)),
        ITEMS.of(_ITEM_HEADINGS, [_item(item, participants) for item in board.items]),
        HISTOGRAM.of(
            (say("From %%"), say("To %%"), say("Students")), _histogram(board.figures.histogram)
        ),
        MISCONCEPTIONS.of(*_misconceptions(board.beliefs)),
    )


def _summary(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    figures = board.figures
    score = disclose_summary(figures.score)
    yield say("Students with a mark"), _counted(disclose_count(score.n, of=score.n))
    yield say("Mean score"), written(score.mean)
    yield say("Median"), written(score.median)
    yield say("Standard deviation"), written(score.sd)
    yield say("Share at 0"), written(score.zero)
    yield say("Share in between"), written(score.some)
    yield say("Share at 1"), written(score.full)
    yield say("Cronbach's alpha"), written(disclose(figures.alpha, score.n))
    yield say("Working time, median, in minutes"), written(disclose(figures.minutes, score.n))


def _item(item: ItemColumn, participants: int) -> tuple[Cell, ...]:
    own = item.figures
    score = disclose_summary(own.score)
    compared = min(participants, score.n)
    return (
        item.position,
        said(item.title),
        item.points,
        _counted(disclose_count(score.n, of=participants)),
        _counted(disclose_count(own.solved, of=score.n)),
        *map(written, (score.mean, score.median, score.sd, score.zero, score.some, score.full)),
        written(disclose(own.first, score.n)),
        written(disclose(own.last, score.n)),
        written(disclose(own.item_rest, compared)),
        written(disclose(own.item_total, compared)),
        written(disclose(own.attempts, score.n)),
        written(disclose(own.attempts_to_right, own.solved)),
        written(disclose(own.seconds_to_right, own.solved)),
    )


def _histogram(counts: Sequence[int]) -> Iterable[tuple[Cell, ...]]:
    width = 100 // len(counts)
    return (
        (place * width, (place + 1) * width, _counted(count))
        for place, count in enumerate(disclose_counts(counts))
    )


def _misconceptions(rows: Sequence[BeliefRow]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = (
        say("Code"),
        say("Misconception"),
        say("Students"),
        say("Items on which five or more showed it"),
    )
    return headings, [
        (
            row.code,
            belief_name(row),
            row.students if row.students >= FEWEST else _FEW,
            "; ".join(str(item.position) for item in row.items if item.students >= FEWEST),
        )
        for row in rows
    ]


def _counted(students: int | None) -> Cell:
    return _FEW if students is None else students
