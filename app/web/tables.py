"""The dashboards as tables to download: what the pages show, with every digit."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.item_analysis import Figure, Missing, Summary
from app.queries.beliefs import BeliefRow
from app.queries.dashboards import AssignmentDashboard, ItemColumn
from app.queries.item_dashboards import ItemDashboard
from app.queries.mistakes import MistakesPage
from app.web.spreadsheets import Cell, Table

_WHY: Final[Mapping[Missing, str]] = {
    Missing.NOBODY: "nobody yet",
    Missing.TOO_FEW: "too few students",
    Missing.NO_VARIANCE: "all scores are equal",
    Missing.ONE_ITEM: "needs more than one item",
    Missing.HIDDEN: "fewer than five students",
}
_FIFTHS: Final = ("Lowest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Highest fifth")
_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Named:
    """A table that can be asked for: its name in addresses and its title for people."""

    name: str
    title: str

    def of(self, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
        """Give the table."""
        return Table(self.name, self.title, tuple(columns), tuple(rows))


SUMMARY: Final = Named("summary", "Summary")
ITEMS: Final = Named("items", "Items")
SCORES: Final = Named("scores", "Scores")
HISTOGRAM: Final = Named("histogram", "Students by total score")
WORKING_TIMES: Final = Named("working-times", "Score by working time")
ACTIVITY: Final = Named("activity", "Submissions over time")
MISCONCEPTIONS: Final = Named("misconceptions", "Misconceptions")
WRONG_ANSWERS: Final = Named("wrong-answers", "Wrong answers")
NOT_THERE_YET: Final = Named("not-there-yet", "Not there yet")
FIGURES: Final = Named("figures", "Figures")
QUINTILES: Final = Named("quintiles", "Mean score by fifth")
ATTEMPTS: Final = Named("attempts", "Attempts to the right answer")
STRUCTURES: Final = Named("structures", "How variants are built")
SEEDS: Final = Named("seeds", "Seeds")

ASSIGNMENT_TABLES: Final = (
    SUMMARY,
    ITEMS,
    SCORES,
    HISTOGRAM,
    WORKING_TIMES,
    ACTIVITY,
    MISCONCEPTIONS,
    WRONG_ANSWERS,
    NOT_THERE_YET,
)
ITEM_TABLES: Final = (FIGURES, QUINTILES, ATTEMPTS, ACTIVITY, MISCONCEPTIONS, STRUCTURES, SEEDS)


def assignment_tables(board: AssignmentDashboard, wrong: MistakesPage) -> tuple[Table, ...]:
    """Write an assignment's dashboard as its tables.

    Args:
        board: The dashboard, with the scores of the whole class.
        wrong: All wrong submissions.
    """
    return (
        SUMMARY.of(("Figure", "Value"), _summary(board)),
        ITEMS.of(*_items(board.items)),
        SCORES.of(*_scores(board)),
        HISTOGRAM.of(("From %", "To %", "Students"), _histogram(board.figures.histogram)),
        WORKING_TIMES.of(("Student", "Working time in minutes", "Score"), _working_times(board)),
        ACTIVITY.of(("From", "Submissions"), board.activity.spans),
        MISCONCEPTIONS.of(*_misconceptions(board.beliefs)),
        WRONG_ANSWERS.of(*_wrong_answers(wrong)),
        NOT_THERE_YET.of(("Student", "What is missing"), _not_there_yet(board)),
    )


def item_tables(board: ItemDashboard) -> tuple[Table, ...]:
    """Write an item's dashboard as its tables."""
    column = ItemColumn(
        id=board.id,
        position=board.position,
        title=board.title,
        points=board.points,
        max_attempts=board.max_attempts,
        submissions=board.figures.submissions,
        figures=board.figures,
    )
    headings, (row,) = _items((column,))
    fifths = zip(_FIFTHS, map(written, board.figures.quintiles), strict=True)
    return (
        FIGURES.of(("Figure", "Value"), zip(headings, row, strict=True)),
        QUINTILES.of(("Fifth, by total score", "Mean score"), fifths),
        ATTEMPTS.of(("Attempt", "Students"), enumerate(board.figures.attempt_counts, start=1)),
        ACTIVITY.of(("From", "Submissions"), board.activity.spans),
        MISCONCEPTIONS.of(*_misconceptions(board.beliefs)),
        STRUCTURES.of(*_structures(board)),
        SEEDS.of(*_seeds(board)),
    )


def written(figure: Figure) -> Cell:
    """Write a figure with every digit, or why there is none."""
    return figure.value if figure.missing is None else _WHY[figure.missing]


def _summary(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    figures = board.figures
    yield "Students", len(board.names)
    yield "Students with a mark", figures.score.n
    yield from zip(_SCORE_HEADINGS, _score_cells(figures.score), strict=True)
    yield "Cronbach's alpha", written(figures.alpha)
    yield "Working time, median, in minutes", written(figures.minutes)
    yield "Submissions", sum(item.submissions for item in board.items)


_SCORE_HEADINGS: Final = (
    "Mean score",
    "Median",
    "Standard deviation",
    "Lowest",
    "Highest",
    "Share at 0",
    "Share in between",
    "Share at 1",
)


def _score_cells(score: Summary) -> tuple[Cell, ...]:
    figures = (score.mean, score.median, score.sd, score.low, score.high)
    return tuple(map(written, (*figures, score.zero, score.some, score.full)))


_ITEM_HEADINGS: Final = (
    "Item",
    "Title",
    "Points",
    "Attempts allowed",
    "Opened by",
    "Answered by",
    "Solved by",
    "Submissions",
    "Marked submissions",
    *_SCORE_HEADINGS,
    "Mean of first attempts",
    "Mean of last attempts",
    "Mean of all attempts, by student",
    "Discrimination, with the other items",
    "Discrimination, with the total",
    "Attempts, mean",
    "Attempts to the right answer, median",
    "Attempts to the right answer, mean",
    "Time to the right answer, median, in seconds",
    *(f"{fifth}, mean score" for fifth in _FIFTHS),
)


def _items(items: Sequence[ItemColumn]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    return _ITEM_HEADINGS, [_item(item) for item in items]


def _item(item: ItemColumn) -> tuple[Cell, ...]:
    own = item.figures
    figures = (
        own.first,
        own.last,
        own.average,
        own.item_rest,
        own.item_total,
        own.attempts,
        own.attempts_to_right,
        own.mean_attempts_to_right,
        own.seconds_to_right,
        *own.quintiles,
    )
    return (
        item.position,
        item.title,
        item.points,
        item.max_attempts,
        own.opened,
        own.score.n,
        own.solved,
        item.submissions,
        own.submissions,
        *_score_cells(own.score),
        *map(written, figures),
    )


def _scores(board: AssignmentDashboard) -> tuple[list[str], list[tuple[Cell, ...]]]:
    headings = ["Student"]
    for item in board.items:
        headings += [f"{item.position}. {item.title}: points", f"{item.position}.: attempts"]
    rows: list[tuple[Cell, ...]] = []
    for student in board.students:
        cells: list[Cell] = [student.display_name]
        for cell in student.cells:
            cells += [cell.earned, cell.attempts]
        rows.append((*cells, student.total))
    return [*headings, "Total"], rows


def _histogram(counts: Sequence[int]) -> Iterable[tuple[Cell, ...]]:
    width = 100 // len(counts)
    return ((place * width, (place + 1) * width, count) for place, count in enumerate(counts))


def _working_times(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    return (
        (board.names[user_id], total.working_time / _MINUTE, total.score)
        for user_id, total in board.figures.totals.items()
    )


def belief_name(row: BeliefRow) -> str:
    """Name a misconception, or say what stands in its place."""
    return row.misconception.name if row.misconception else row.code


def _misconceptions(rows: Sequence[BeliefRow]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = (
        "Code",
        "Misconception",
        "What is believed",
        "Students",
        "Share of those with a wrong answer",
        "Still, in their newest answer",
        "Submissions",
        "Students by item",
    )
    return headings, [
        (
            row.code,
            belief_name(row),
            row.misconception.instructor if row.misconception else "",
            row.students,
            row.share,
            row.still,
            row.submissions,
            "; ".join(f"{item.position}: {item.students}" for item in row.items),
        )
        for row in rows
    ]


def _wrong_answers(wrong: MistakesPage) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = ("Student", "Item", "Title", "Attempt", "When", "Score", "Typed", "Looks like")
    return headings, [
        (
            row.student,
            row.item_position,
            row.item_title,
            row.number,
            row.at,
            row.score,
            "; ".join(f"{asked}: {typed}" for asked, typed in row.typed),
            "; ".join(belief.name for belief in row.beliefs),
        )
        for row in wrong.rows
    ]


def _not_there_yet(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    yield from ((person.display_name, "opened no item") for person in board.not_started)
    yield from ((person.display_name, "submitted nothing") for person in board.nothing_sent)


def _structures(board: ItemDashboard) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = ("Backward passes", "Operations in the longest chain", "Broadcasting", "Variants")
    rows: list[tuple[Cell, ...]] = []
    for row in board.structures:
        built = row.structure
        known: tuple[Cell, ...] = ("not known", "not known", "not known")
        if built is not None:
            known = built.backward_passes, built.depth, "yes" if built.broadcasts else "no"
        rows.append((*known, row.dealt, row.scores.n, *_score_cells(row.scores)))
    return (*headings, "Answered by", *_SCORE_HEADINGS), rows


def _seeds(board: ItemDashboard) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = ("Seed", "Version of the problem", "Students", "Answered by", "Mean score")
    return headings, [
        (row.seed, row.version, row.dealt, row.scores.n, written(row.scores.mean))
        for row in board.seeds
    ]
