"""From the events of a recording to the rows of the table."""

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from app.domain.explanation.changes import filled_row, grad_row, update_row
from app.domain.explanation.figures import figure
from app.domain.explanation.labels import Labels
from app.domain.explanation.local_rules import local_rule
from app.domain.explanation.rows import Row, RowKind, Send
from app.domain.texts import say
from engine.snippet.python_ast import python_program
from engine.snippet.recording.events import (
    Began,
    Bound,
    Ended,
    Event,
    Failed,
    Filled,
    GradChanged,
    LeftOut,
    Made,
    Ran,
    Started,
    ValueChanged,
)

_SILENT: Final = (Bound, Ended)
"""Events that have no row of their own in the statement that they belong to."""


class Telling:
    """Goes through a recording once.

    Attributes:
        labels: What things are called; of the whole run when all rows were told.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.labels = Labels()
        self._events = events
        self._statement = Began(1, "")

    def rows(self) -> Iterator[Row]:
        """All rows, in order."""
        for place, event in enumerate(self._events):
            match event:
                case Began():
                    self._statement = event
                    yield from self._quiet(place)
                case Made():
                    known = self.labels.name_of(event)
                    self.labels.make(event)
                    if event.tensor is not None:
                        # An operation in place has its tensor's name in its text already.
                        named = "" if event.operation else known
                        yield self._made(event, named or self._name_given(place))
                case Bound():
                    yield from self._bound(event)
                case LeftOut():
                    yield left_out(event.statements)
                case _:
                    yield from self._told(event)

    def _told(self, event: Event) -> Iterator[Row]:
        """The row of what changes something, or goes backward."""
        match event:
            case Started():
                yield self._started(event)
            case Ran():
                yield self._ran(event)
            case Filled():
                yield filled_row(event, self.labels, self._statement.text)
            case GradChanged():
                yield grad_row(event, self.labels, self._statement.text)
            case ValueChanged():
                self.labels.change(event)
                yield update_row(event, self.labels, self._statement.text)
            case Failed():
                yield self._failed(event)

    def _rest_of_statement(self, place: int) -> list[Event]:
        """What happens after an event until the next statement begins."""
        rest = self._events[place + 1 : place + 50]
        return list(takewhile(lambda event: not isinstance(event, Began), rest))

    def _quiet(self, place: int) -> Iterator[Row]:
        """A statement that does something, such as `retain_grad()`, without changing a number."""
        rest = self._rest_of_statement(place)
        if all(isinstance(event, _SILENT) for event in rest) and _acts(self._statement.text):
            line, text = self._statement.line, self._statement.text
            yield Row(RowKind.STATEMENT, line, text, f"{text} runs and changes no number.")

    def _name_given(self, place: int) -> str:
        """The name that the statement gives to the tensor it has just made."""
        made = self._events[place]
        for event in self._rest_of_statement(place):
            if isinstance(event, Bound) and isinstance(made, Made) and event.tensor == made.tensor:
                return event.name
        return ""

    def _made(self, event: Made, name: str) -> Row:
        value = figure(event.numbers)
        called = f"{name} = {event.text}" if name else event.text
        numbers = (event.numbers,)
        if event.operation:
            text = f"{called} is {value}, made by {event.operation}."
            kind = RowKind.VALUE
        elif event.requires_grad:
            text = f"{name or event.text} is a leaf that requires a gradient: {value}."
            kind = RowKind.LEAF
        else:
            text = f"{name or event.text} is {value} and needs no gradient."
            kind = RowKind.CONSTANT
        return Row(
            kind, event.line, event.text, text, name, event.operation, value, numbers=numbers
        )

    def _bound(self, event: Bound) -> Iterator[Row]:
        """A name for what was there before this statement."""
        made = self.labels.made.get(event.tensor)
        before = self.labels.of_tensor(event.tensor)
        self.labels.bind(event)
        if made is not None and made.line != event.line and event.name != before:
            value = self.labels.value(made.place)
            text = f"{event.name} is a name for the same tensor as {before}: {figure(value)}."
            yield Row(
                RowKind.NAME,
                event.line,
                self._statement.text,
                text,
                event.name,
                value=figure(value),
                numbers=(value,),
            )

    def _started(self, event: Started) -> Row:
        starts = [
            f"{self.labels.of_place(root)} with {figure(cotangent)}"
            for root, cotangent in zip(event.roots, event.cotangents, strict=False)
            if cotangent is not None
        ]
        roots = [root for root in event.roots if root in self.labels.made]
        note = " ".join(_of_leaf(self.labels.of_place(root)) for root in roots)
        text = f"A backward pass begins at {' and at '.join(starts) or 'nothing'}. {note}"
        value = "; ".join(figure(one) for one in event.cotangents if one is not None)
        return Row(
            RowKind.START,
            event.line,
            self._statement.text,
            text.strip(),
            name=", ".join(map(self.labels.of_place, event.roots)),
            value=value,
            note=note,
            numbers=event.cotangents,
        )

    def _ran(self, event: Ran) -> Row:
        value = "; ".join(figure(one) for one in event.cotangents if one is not None)
        sends = tuple(
            Send(
                self.labels.of_place(one.to),
                one.operand,
                figure(one.arrived),
                figure(one.sent) if one.sent.shape != one.arrived.shape else "",
            )
            for one in event.sent
        )
        code = self.labels.of_place(event.place)
        told = ", ".join(f"{send.value} to {send.to}" for send in sends) or "nothing on"
        rule = local_rule(event.operation)
        text = f"{event.operation} ({code}) gets {value} and sends {told}. Rule: {rule.text}"
        return Row(
            RowKind.NODE,
            event.line,
            code,
            text,
            operation=event.operation,
            value=value,
            sends=sends,
            rule=rule,
            numbers=(*event.cotangents, *(one.arrived for one in event.sent)),
        )

    def _failed(self, event: Failed) -> Row:
        error = f"{event.error.type}: {event.error.message}"
        text = f"{self._statement.text} ends the program with an error. {error}"
        return Row(RowKind.ERROR, event.line, self._statement.text, text, value=error)


def _of_leaf(name: str) -> str:
    """What a pass that begins at a leaf comes to."""
    return say(
        "%(name)s is a leaf, so it is the whole graph: what %(name)s was given goes straight to "
        "%(name)s.grad, and nothing else is reached.",
        name=name,
    )


def rows_left_out(count: int) -> Row:
    """The row in the place of rows that are not shown."""
    return _left_out(
        count, say("%(count)s rows are left out here; they go on in the same way.", count=count)
    )


def left_out(count: int) -> Row:
    """The row in the place of statements that are not shown."""
    return _left_out(
        count,
        say("%(count)s statements are left out here; they go on in the same way.", count=count),
    )


def _left_out(count: int, text: str) -> Row:
    return Row(RowKind.LEFT_OUT, None, "", text, value=str(count))


def _acts(text: str) -> bool:
    """Whether a statement is one call, but of `print`, or sets an attribute."""
    try:
        (statement,) = python_program(text).body
    except (SyntaxError, ValueError):
        # The first line of a loop, a condition or a function.
        return False
    if isinstance(statement, ast.Assign):
        return isinstance(statement.targets[0], ast.Attribute)
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
        return False
    return not (isinstance(statement.value.func, ast.Name) and statement.value.func.id == "print")
