"""The dashboards as tables to download: what the pages show, with every digit."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.item_analysis import Figure, Missing, Summary
from app.domain.texts import say
from app.queries.dashboards import AssignmentDashboard, ItemColumn
from app.queries.item_dashboards import ItemDashboard
from app.queries.mistakes import MistakesPage
from app.web.languages import said
from app.web.spreadsheets import Cell, Table
from app.web.tables_of_beliefs import misconceptions_table, wrong_answers_table

_WHY: Final[Mapping[Missing, str]] = {
    Missing.NOBODY: say("nobody yet"),
    Missing.TOO_FEW: say("too few students"),
    Missing.NO_VARIANCE: say("all scores are equal"),
    Missing.ONE_ITEM: say("needs more than one item"),
    Missing.HIDDEN: say("fewer than five students"),
}
_FIFTHS: Final = (
    say("Lowest fifth"),
    say("Second fifth"),
    say("Middle fifth"),
    say("Fourth fifth"),
    say("Highest fifth"),
)
_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Named:
    """A table that can be asked for: its name in addresses and its title for people."""

    name: str
    title: str

    def of(self, columns: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
        """Give the table."""
        return Table(self.name, self.title, tuple(columns), tuple(rows))


SUMMARY: Final = Named("summary", say("Summary"))
ITEMS: Final = Named("items", say("Items"))
SCORES: Final = Named("scores", say("Scores"))
HISTOGRAM: Final = Named("histogram", say("Students by total score"))
WORKING_TIMES: Final = Named("working-times", say("Score by working time"))
ACTIVITY: Final = Named("activity", say("Submissions over time"))
MISCONCEPTIONS: Final = Named("misconceptions", say("Misconceptions"))
WRONG_ANSWERS: Final = Named("wrong-answers", say("Wrong answers"))
NOT_THERE_YET: Final = Named("not-there-yet", say("Not there yet"))
FIGURES: Final = Named("figures", say("Figures"))
QUINTILES: Final = Named("quintiles", say("Mean score by fifth"))
ATTEMPTS: Final = Named("attempts", say("Attempts to the right answer"))
STRUCTURES: Final = Named("structures", say("How variants are built"))
SEEDS: Final = Named("seeds", say("Seeds"))

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
        SUMMARY.of((say("Figure"), say("Value")), _summary(board)),
        ITEMS.of(*_items(board.items)),
        SCORES.of(*_scores(board)),
        HISTOGRAM.of(
            (say("From %%"), say("To %%"), say("Students")), _histogram(board.figures.histogram)
        ),
        WORKING_TIMES.of(
            (say("Student"), say("Working time in minutes"), say("Score")), _working_times(board)
        ),
        ACTIVITY.of((say("From"), say("Submissions")), board.activity.spans),
        MISCONCEPTIONS.of(*misconceptions_table(board.beliefs)),
        WRONG_ANSWERS.of(*wrong_answers_table(wrong)),
        NOT_THERE_YET.of((say("Student"), say("What is missing")), _not_there_yet(board)),
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
        FIGURES.of((say("Figure"), say("Value")), zip(headings, row, strict=True)),
        QUINTILES.of((say("Fifth, by total score"), say("Mean score")), fifths),
        ATTEMPTS.of(
            (say("Attempt"), say("Students")), enumerate(board.figures.attempt_counts, start=1)
        ),
        ACTIVITY.of((say("From"), say("Submissions")), board.activity.spans),
        MISCONCEPTIONS.of(*misconceptions_table(board.beliefs)),
        STRUCTURES.of(*_structures(board)),
        SEEDS.of(*_seeds(board)),
    )


def written(figure: Figure) -> Cell:
    """Write a figure with every digit, or why there is none."""
    return figure.value if figure.missing is None else _WHY[figure.missing]


def _summary(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    figures = board.figures
    yield say("Students"), len(board.names)
    yield say("Students with a mark"), figures.score.n
    yield from zip(_SCORE_HEADINGS, _score_cells(figures.score), strict=True)
    yield say("Cronbach's alpha"), written(figures.alpha)
    yield say("Working time, median, in minutes"), written(figures.minutes)
    yield say("Submissions"), sum(item.submissions for item in board.items)


_SCORE_HEADINGS: Final = (
    say("Mean score"),
    say("Median"),
    say("Standard deviation"),
    say("Lowest"),
    say("Highest"),
    say("Share at 0"),
    say("Share in between"),
    say("Share at 1"),
)


def _score_cells(score: Summary) -> tuple[Cell, ...]:
    figures = (score.mean, score.median, score.sd, score.low, score.high)
    return tuple(map(written, (*figures, score.zero, score.some, score.full)))


_ITEM_HEADINGS: Final = (
    say("Item"),
    say("Title"),
    say("Points"),
    say("Attempts allowed"),
    say("Opened by"),
    say("Answered by"),
    say("Solved by"),
    say("Submissions"),
    say("Marked submissions"),
    *_SCORE_HEADINGS,
    say("Mean of first attempts"),
    say("Mean of last attempts"),
    say("Mean of all attempts, by student"),
    say("Discrimination, with the other items"),
    say("Discrimination, with the total"),
    say("Attempts, mean"),
    say("Attempts to the right answer, median"),
    say("Attempts to the right answer, mean"),
    say("Time to the right answer, median, in seconds"),
    *(say("%(fifth)s, mean score", fifth=fifth) for fifth in _FIFTHS),
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
        said(item.title),
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
    headings: list[str] = [say("Student")]
    for item in board.items:
        headings += [
            say("%(position)s. %(title)s: points", position=item.position, title=said(item.title)),
            say("%(position)s.: attempts", position=item.position),
        ]
    rows: list[tuple[Cell, ...]] = []
    for student in board.students:
        cells: list[Cell] = [student.display_name]
        for cell in student.cells:
            cells += [cell.earned, cell.attempts]
        rows.append((*cells, student.total))
    return [*headings, say("Total")], rows


def _histogram(counts: Sequence[int]) -> Iterable[tuple[Cell, ...]]:
    width = 100 // len(counts)
    return ((place * width, (place + 1) * width, count) for place, count in enumerate(counts))


def _working_times(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    return (
        (board.names[student.user_id], total.working_time / _MINUTE, total.score)
        for student, total in board.figures.totals.items()
    )


def _not_there_yet(board: AssignmentDashboard) -> Iterable[tuple[Cell, ...]]:
    yield from ((person.display_name, say("opened no item")) for person in board.not_started)
    yield from ((person.display_name, say("submitted nothing")) for person in board.nothing_sent)


def _structures(board: ItemDashboard) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = (
        say("Backward passes"),
        say("Operations in the longest chain"),
        say("Broadcasting"),
        say("Variants"),
    )
    rows: list[tuple[Cell, ...]] = []
    for row in board.structures:
        built = row.structure
        known: tuple[Cell, ...] = (say("not known"), say("not known"), say("not known"))
        if built is not None:
            known = (
                built.backward_passes,
                built.depth,
                say("yes") if built.broadcasts else say("no"),
            )
        rows.append((*known, row.dealt, row.scores.n, *_score_cells(row.scores)))
    return (*headings, say("Answered by"), *_SCORE_HEADINGS), rows


def _seeds(board: ItemDashboard) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    headings = (
        say("Seed"),
        say("Version of the problem"),
        say("Students"),
        say("Answered by"),
        say("Mean score"),
    )
    return headings, [
        (row.seed, row.version, row.dealt, row.scores.n, written(row.scores.mean))
        for row in board.seeds
    ]
