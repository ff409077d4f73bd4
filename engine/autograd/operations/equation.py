"""The equation of an einsum, read: which letter names which dimension."""

from collections.abc import Sequence
from typing import Final

ELLIPSIS: Final = "..."


class Equation:
    """An equation for operands of known numbers of dimensions.

    Attributes:
        labels: the letters (and `...`) of each operand's dimensions.
        places: the dimension that each letter has once all operands have all dimensions.
        covered: how many dimensions `...` stands for at most.
        covered_at: where they begin.
        kept: how many dimensions the result has; those to sum over lie behind them.
        width: how many there are in all.
    """

    def __init__(self, text: str, dimensions: Sequence[int]) -> None:
        """Read it.

        Args:
            text: such as `ij,jk->ik`.
            dimensions: each operand's number of dimensions.

        Raises:
            RuntimeError: for what is no equation, or does not fit the operands.
        """
        left, arrow, right = text.partition("->")
        self.labels = _labels(left, len(dimensions))
        self.covered = self.covered_at = self.width = 0
        self.places: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        for number, (names, ndim) in enumerate(zip(self.labels, dimensions, strict=True)):
            self._count(number, names, ndim)
        if arrow:
            covering = self._place_output(right, len(left) + len(arrow))
        else:
            self._place_single_letters()
            covering = True
        self.kept = self.width
        if not covering:
            self.covered_at = self.width
            self.width += self.covered
        for letter in sorted(self._seen):
            if letter not in self.places:
                self._place(letter)

    def _count(self, number: int, names: list[str], ndim: int) -> None:
        letters = [name for name in names if name != ELLIPSIS]
        covering = len(letters) < len(names)
        if covering:
            self.covered = max(self.covered, ndim - len(letters))
        if len(letters) > ndim or (len(letters) < ndim and not covering):
            relation = "is more than" if covering else "does not match"
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({len(letters)}) {relation} "
                f"the number of dimensions ({ndim}) for operand {number}"
                + ("" if covering else " and no ellipsis was given")
            )
        for letter in letters:
            self._seen[letter] = self._seen.get(letter, 0) + 1

    def _place(self, letter: str) -> None:
        self.places[letter] = self.width
        self.width += 1

    def _place_single_letters(self) -> None:
        """Without an arrow the result has what `...` covers, then the letters that occur once."""
        self.width = self.covered
        for letter in sorted(self._seen):
            if self._seen[letter] == 1:
                self._place(letter)

    def _place_output(self, output: str, start: int) -> bool:
        """Place what stands behind the arrow; whether `...` does."""
        covering = False
        place = 0
        while place < len(output):
            letter = output[place]
            if letter == ".":
                about = "einsum(): found '.' for output "
                if covering:
                    raise RuntimeError(about + "but an ellipsis (...) was already found")
                if output[place : place + 3] != ELLIPSIS:
                    raise RuntimeError(about + "that is not part of any ellipsis (...)")
                self.covered_at = self.width
                self.width += self.covered
                covering = True
                place += 2
            elif letter != " ":
                self._place_of_output(_subscript(letter, start + place))
            place += 1
        return covering

    def _place_of_output(self, letter: str) -> None:
        if letter in self.places or letter not in self._seen:
            reason = (
                "appears more than once in the output"
                if letter in self.places
                else "does not appear in the equation for any input operand"
            )
            raise RuntimeError(f"einsum(): output subscript {letter} {reason}")
        self._place(letter)


def _labels(text: str, count: int) -> list[list[str]]:
    """The labels of each operand, which commas separate."""
    found: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        letter = text[place]
        if letter == ",":
            if len(found) == count:
                raise RuntimeError(
                    "einsum(): fewer operands were provided than specified in the equation"
                )
            found.append([])
        elif letter == ".":
            about = f"einsum(): found '.' for operand {len(found) - 1} "
            if ELLIPSIS in found[-1]:
                raise RuntimeError(about + "for which an ellipsis was already found")
            if text[place : place + 3] != ELLIPSIS:
                raise RuntimeError(about + "that is not part of any ellipsis")
            found[-1].append(ELLIPSIS)
            place += 2
        elif letter != " ":
            found[-1].append(_subscript(letter, place))
        place += 1
    if len(found) != count:
        raise RuntimeError("einsum(): more operands were provided than specified in the equation")
    return found


def _subscript(letter: str, place: int) -> str:
    if not (letter.isascii() and letter.isalpha()):
        raise RuntimeError(
            f"einsum(): invalid subscript given at index {place} in the equation string, subscripts "
            "must be in [a-zA-Z]"
        )
    return letter
