"""The parser of tensors: lists of numbers, with or without `tensor(...)` around them."""

import re

from app.domain.marking.errors import AnswerFormatError
from app.domain.marking.literals import read_number
from app.domain.marking.unexpected import explain_missing_comma, explain_missing_number
from app.domain.texts import say

MAX_DIMENSIONS = 4
MAX_ELEMENTS = 10_000

Shape = tuple[int, ...]

_SPACE = re.compile(r"[ \t\r\n]*")
_TENSOR = re.compile(r"(?:torch[ ]*\.[ ]*)?tensor[ ]*\(", re.IGNORECASE)
_DETAIL = re.compile(
    r"""
    [ \t\r\n]* , [ \t\r\n]*
    (?: requires_grad [ ]* = [ ]* (?: True | False )
      | grad_fn [ ]* = [ ]* < [A-Za-z0-9_: ]* >
      | dtype [ ]* = [ ]* (?: torch [ ]* \. [ ]* )? [a-z0-9]+
      | device [ ]* = [ ]* (?: '[a-z0-9:]*' | "[a-z0-9:]*" ) )
    """,
    re.VERBOSE,
)
"""What PyTorch prints after a tensor's elements, or takes after them; it changes no answer."""


class TensorReader:
    """Reads one text, from left to right, once.

    Attributes:
        numbers: The elements read so far, last axis fastest.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        # Which entry of each list around the current place is being read, from 1. Without `tensor(`
        # the first counts the items of the top level, which may have commas but no brackets.
        self._index: list[int] = []
        self._is_bare = False
        self.numbers: list[float] = []

    def read(self) -> Shape:
        """Read the whole text as one tensor and give its shape; its elements are in `numbers`.

        Raises:
            AnswerFormatError: The text is no tensor; it says where, and what to type instead.
        """
        self._skip_space()
        opening = _TENSOR.match(self._text, self._place)
        self._is_bare = opening is None
        shape = self._read_entries(None) if opening is None else self._read_tensor(opening)
        self._skip_space()
        if self._place < len(self._text):
            raise explain_missing_comma(self._text, self._place, self._where())
        if len(shape) > MAX_DIMENSIONS:
            raise self._too_deep(0)
        return shape

    def _read_tensor(self, opening: re.Match[str]) -> Shape:
        self._place = opening.end()
        shape = self._read_entry()
        while detail := _DETAIL.match(self._text, self._place):
            self._place = detail.end()
        self._skip_space()
        if self._next() == ",":
            self._place += 1
            self._skip_space()
        if self._next() != ")":
            raise AnswerFormatError(
                say("The closing bracket of tensor( is not where it should be."),
                say("Write tensor([1, 2, 3]), one list in square brackets."),
                opening.start(),
                self._place,
            )
        self._place += 1
        return shape

    def _read_entries(self, opened: int | None) -> Shape:
        """Read entries with commas between them, to the end of the list that `opened` began.

        `opened` is None at the top level: there a single entry is itself, and several are a list.
        """
        shapes: list[Shape] = []
        self._index.append(0)
        has_comma = False
        while True:
            self._skip_space()
            if shapes and self._is_at_end(opened):
                break
            self._index[-1] += 1
            start = self._place
            shapes.append(self._read_entry())
            self._check_alike(shapes, start)
            self._skip_space()
            if self._next() == ",":
                self._place += 1
                has_comma = True
            elif not self._is_at_end(opened):
                raise self._explain_end(opened)
        self._index.pop()
        return shapes[0] if opened is None and not has_comma else (len(shapes), *shapes[0])

    def _read_entry(self) -> Shape:
        self._skip_space()
        opened = self._place
        if self._next() == "[":
            if len(self._index) > MAX_DIMENSIONS:
                raise self._too_deep(opened)
            self._place += 1
            shape = self._read_entries(opened)
            self._place += 1
            return shape
        found = read_number(self._text, opened)
        if found is None:
            raise explain_missing_number(self._text, opened, self._where())
        number, self._place = found
        if len(self.numbers) == MAX_ELEMENTS:
            raise AnswerFormatError(
                say(
                    "The answer has more than %(max_elements)s elements.", max_elements=MAX_ELEMENTS
                ),
                say("Write as many as the tensor has."),
                opened,
                self._place,
            )
        self.numbers.append(number)
        return ()

    def _check_alike(self, shapes: list[Shape], start: int) -> None:
        """Refuse rows of different lengths: the newest entry must have the shape of the first."""
        first, newest = shapes[0], shapes[-1]
        if first == newest:
            return
        number = self._index[-1]
        if len(first) != len(newest):
            reason = say(
                "Numbers and lists are mixed: entry %(number)s is not like entry 1.", number=number
            )
        elif len(first) == 1:
            reason = say(
                "The rows differ in length: row %(number)s has %(newest)s, row 1 has %(first)s.",
                number=number,
                newest=newest[0],
                first=first[0],
            )
        else:
            reason = say(
                "The blocks differ in shape: block %(number)s is %(newest)s, block 1 %(first)s.",
                number=number,
                newest=list(newest),
                first=list(first),
            )
        raise AnswerFormatError(
            reason, say("Give every row the same number of entries."), start, self._place
        )

    def _explain_end(self, opened: int | None) -> AnswerFormatError:
        if opened is not None and self._place == len(self._text):
            return AnswerFormatError(
                say("A square bracket is opened and never closed."),
                say("Write ] where its list ends."),
                opened,
                opened + 1,
            )
        return explain_missing_comma(self._text, self._place, self._where())

    def _too_deep(self, start: int) -> AnswerFormatError:
        return AnswerFormatError(
            say(
                "The lists are nested more than %(max_dimensions)s deep.",
                max_dimensions=MAX_DIMENSIONS,
            ),
            say("A matrix has two levels, [[1, 2], [3, 4]]."),
            start,
            start + 1,
        )

    def _where(self) -> str:
        """Name the entry being read: `entry 3`, `row 2, column 3`, `index [0, 2, 1]`."""
        index = self._index[1:] if self._is_bare and self._index[:1] == [1] else self._index
        match index:
            case []:
                return ""
            case [entry]:
                return say("entry %(entry)s", entry=entry)
            case [row, column]:
                return say("row %(row)s, column %(column)s", row=row, column=column)
        return say("index %(value)s", value=[entry - 1 for entry in index])

    def _is_at_end(self, opened: int | None) -> bool:
        return self._place == len(self._text) if opened is None else self._next() == "]"

    def _next(self) -> str:
        return self._text[self._place : self._place + 1]

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._place)
        if match is not None:
            self._place = match.end()
