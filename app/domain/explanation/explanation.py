"""The explanation of a variant, read off one recorded run of its text."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from app.domain.explanation.answers import answer_row, reason_for
from app.domain.explanation.graph import Graph, graph_of
from app.domain.explanation.rows import Row, RowKind
from app.domain.explanation.telling import Telling, rows_left_out
from app.domain.problems import Variant
from app.domain.problems.truth import (
    MISTAKEN_LIMITS,
    asked,
    cannot_run,
    read_truths,
    rules_of,
)
from engine.snippet import DEFAULT_LIMITS, Rules, SnippetError, parse
from engine.snippet.recording import Recording, record

FIRST_ROWS: Final = 80
"""So many rows are shown from the beginning of a long run."""
LAST_ROWS: Final = 40
"""So many are shown from its end."""

_BACKWARD: Final = frozenset({RowKind.START, RowKind.NODE, RowKind.FILLED})


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together.

    Attributes:
        kind: "forward" for statements, "backward" for one backward pass, "answers" for the last.
        rows: The rows.
    """

    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A run told to a student.

    Attributes:
        rows: The whole story: statements with what they gave, each backward pass node by node, and
            last of all each question with its answer.
        graph: The graph that the run recorded.
    """

    rows: tuple[Row, ...]
    graph: Graph

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows of the table: all of them, or of a long run the first and the last ones."""
        gap = len(self.rows) - FIRST_ROWS - LAST_ROWS
        if gap <= 1:
            return self.rows
        return (*self.rows[:FIRST_ROWS], rows_left_out(gap), *self.rows[-LAST_ROWS:])

    @property
    def sections(self) -> tuple[Section, ...]:
        """The rows of the table, cut where backward passes begin and end."""
        passes = 0
        keyed = []
        for row in self.shown:
            passes += row.kind is RowKind.START
            keyed.append((_section(row), passes * (row.kind in _BACKWARD), row))
        return tuple(
            Section(kind, tuple(row for _, _, row in rows))
            for (kind, _), rows in groupby(keyed, key=lambda item: item[:2])
        )


def explain(variant: Variant, rules: Rules | None = None) -> Explanation:
    """Run a variant's text once and tell what happened.

    Args:
        variant: What was dealt.
        rules: The rules to run by: a misconception's, to tell the story that a wrong answer comes
            from; the variant's own by default.

    Raises:
        BrokenProblem: The text cannot be run, or a question has no answer.
    """
    limits = DEFAULT_LIMITS if rules is None else MISTAKEN_LIMITS
    try:
        snippet = parse(variant.code)
        recording = record(snippet, asked(variant), limits, rules or rules_of(variant))
    except SnippetError as error:
        raise cannot_run(variant, error) from error
    return Explanation(_rows(variant, recording, rules is not None), graph_of(recording.events))


def _rows(variant: Variant, recording: Recording, mistaken: bool) -> tuple[Row, ...]:
    telling = Telling(recording.events)
    told = list(telling.rows())
    truths = read_truths(variant, recording.outcome, mistaken)
    for question in variant.questions:
        truth = truths[question.id]
        reason = ""
        if not mistaken:
            reason = reason_for(question.expr, truth, recording.events, telling.labels)
        told.append(answer_row(question, truth, reason))
    return tuple(told)


def _section(row: Row) -> str:
    if row.kind is RowKind.ANSWER:
        return "answers"
    return "backward" if row.kind in _BACKWARD else "forward"
