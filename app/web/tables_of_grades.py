"""The gradebook as tables to download: what its pages show, with every digit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.gradebook import Override
from app.domain.texts import Message, say
from app.queries.grade_book import BookRow
from app.queries.gradebook_file import GradebookFile
from app.queries.overrides import OverrideRow
from app.queries.scores import points_on
from app.web.gradebook_words import STATUS_WORDS
from app.web.languages import said
from app.web.spreadsheets import Cell, Table


@dataclass(frozen=True)
class NamedTable:
    """A table that can be asked for: its name in addresses, and its title for people."""

    name: str
    title: Message

    def of(self, columns: list[str], rows: Iterator[tuple[Cell, ...]]) -> Table:
        """Give the table."""
        return Table(self.name, said(self.title), tuple(columns), tuple(rows))


GRADES: Final = NamedTable("grades", say("Grades"))
ITEMS: Final = NamedTable("items", say("Points by item"))
COUNTING: Final = NamedTable("counting", say("What counts"))
OVERRIDES: Final = NamedTable("overrides", say("Set by teachers"))
COMMENTS: Final = NamedTable("comments", say("Comments"))
GROUPS: Final = NamedTable("groups", say("Groups"))
GRADE_TABLES: Final = (GRADES, ITEMS, COUNTING, OVERRIDES, COMMENTS, GROUPS)
_STUDENT: Final = say("Student")
_EMAIL: Final = say("E-mail address")


def grade_tables(held: GradebookFile) -> tuple[Table, ...]:
    """Write a gradebook as its tables."""
    book, groups = held.book, held.book.groups
    titles = [column.title for column in book.columns]
    shares = [said(say("%(group)s, share", group=group.title)) for group in groups]
    items = [
        f"{column.title} {item.position}. {said(item.title)}"
        for column in book.columns
        for item in column.items
    ]
    about = [said(one) for one in (say("Assignment"), say("Item"))]
    return (
        GRADES.of([*_who(held), *titles, *shares, said(say("Total, share"))], _grades(held)),
        ITEMS.of([*_who(held), *items], _items(held)),
        COUNTING.of([*_who(held), *titles], _counting(held)),
        OVERRIDES.of([*_who(held), *about, *map(said, _SET_COLUMNS)], _overrides(held)),
        COMMENTS.of([*_who(held), *about, *map(said, _COMMENT_COLUMNS)], _comments(held)),
        GROUPS.of([said(one) for one in _GROUP_COLUMNS], _groups(held)),
    )


_SET_COLUMNS: Final = (say("Points"), say("Reason"), say("Set by"), say("When"))
_COMMENT_COLUMNS: Final = (say("Attempt"), say("Comment"), say("Written by"), say("When"))
_GROUP_COLUMNS: Final = (
    say("Group"),
    say("Weight"),
    say("Lowest that are dropped"),
    say("Assignments"),
)


def _who(held: GradebookFile) -> list[str]:
    return [said(_STUDENT), said(_EMAIL)] if held.emails else [said(_STUDENT)]


def _name(held: GradebookFile, row: BookRow) -> tuple[Cell, ...]:
    if not held.emails:
        return (row.display_name,)
    return row.display_name, held.emails.get(row.user_id, "")


def _grades(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    """Points, None where nothing counts yet; an assignment from which the student is excused says so."""
    for row in held.book.rows:
        points = (
            said(say("excused")) if grade.standing.is_excused else grade.standing.earned
            for grade in row.grades
        )
        shares = (row.total.groups[group.id].share for group in held.book.groups)
        yield *_name(held, row), *points, *shares, row.total.share


def _items(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    book = held.book
    for row in book.rows:
        scores = (
            (book.scores.get((row.user_id, item.id)), item)
            for column in book.columns
            for item in column.items
        )
        points = (points_on(score, item) for score, item in scores)
        yield *_name(held, row), *(_points(one.override, one.counted) for one in points)


def _counting(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    for row in held.book.rows:
        yield *_name(held, row), *(said(STATUS_WORDS[grade.status]) for grade in row.grades)


def _overrides(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    for row in held.book.rows:
        for column, grade in zip(held.book.columns, row.grades, strict=True):
            if grade.override is not None:
                yield *_name(held, row), column.title, None, *_set(grade.override)
            for item in column.items:
                score = held.book.scores.get((row.user_id, item.id))
                if score is not None and score.override is not None:
                    yield *_name(held, row), column.title, said(item.title), *_set(score.override)


def _set(override: OverrideRow) -> tuple[Cell, ...]:
    return _points(override, override.points), override.reason, override.by, override.at


def _points(override: Override | None, points: float | None) -> Cell:
    return said(say("excused")) if override is not None and override.excuses else points


def _comments(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    rows = {row.user_id: row for row in held.book.rows}
    places = {
        item.id: (column.title, said(item.title))
        for column in held.book.columns
        for item in column.items
    }
    for user_id, item_id, one in held.comments:
        yield *_name(held, rows[user_id]), *places[item_id], one.attempt, one.text, one.by, one.at


def _groups(held: GradebookFile) -> Iterator[tuple[Cell, ...]]:
    for group in held.book.groups:
        titles = [column.title for column in held.book.columns if column.group == group]
        yield group.title, group.weight, group.drop_lowest, "; ".join(titles)
