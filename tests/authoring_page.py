"""docs/authoring.md taken apart: its problem files with what is said of them, and its changes that make a gate fail."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from app.domain.authoring import Inspected, inspect

PAGE = Path("docs/authoring.md").read_text()
SLUG = "an-example"

_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'^# title = "(.*)"$', re.MULTILINE)
_GATE = re.compile(r"^### (\d)\. (.*)$", re.MULTILINE)

Found = TypeVar("Found")


@dataclass(frozen=True)
class Row:
    """What is said of one question of the variant of seed 0; empty where the page leaves a cell empty."""

    asked: str
    right: str
    wrong: str
    looks_like: str


@dataclass(frozen=True)
class File:
    """A problem file of the page.

    Attributes:
        text: The file.
        dealt: Lines that the variant of seed 0 is said to have.
        rows: What is said of its answers.
    """

    text: str
    dealt: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """Its title, by which the page's changes name it."""
        return _titled(self.text)


@dataclass(frozen=True)
class Mending:
    """A change to one of the files.

    Attributes:
        gate: The gate that the changed file fails; 0 where it cannot be read.
        along: The gates that the page says fail with it.
        reasons: What is said of it, in order.
        failing: The file as it fails.
        mended: The file as it stands on the page.
    """

    gate: int
    along: frozenset[int]
    reasons: tuple[str, ...]
    failing: str
    mended: str


def files() -> list[File]:
    """Find the problem files, each with what follows it up to the next block of Python or heading."""
    found = []
    for block in _BLOCK.finditer(PAGE):
        if block[2] == "python" and _dedented(block).startswith("# /// gradmark"):
            rest = re.split(
                r"^#+ |^ *```python\n", PAGE[block.end() :], maxsplit=1, flags=re.MULTILINE
            )
            said = rest[0]
            lines = [
                line
                for one in _BLOCK.finditer(said)
                if one[2] == "text"
                for line in one[3].splitlines()
            ]
            found.append(File(_dedented(block), tuple(lines), tuple(_rows(said))))
    return found


def snippets() -> list[str]:
    """Find the plain programs."""
    python = [_dedented(block) for block in _BLOCK.finditer(PAGE) if block[2] == "python"]
    return [text for text in python if not text.startswith("# /// gradmark")]


def mendings() -> list[Mending]:
    """Find the changes under the gates' headings."""
    parts = _GATE.split(PAGE)[1:]
    return [
        mending
        for number, section in zip(parts[::3], parts[2::3], strict=True)
        for mending in _mendings_of(int(number), section)
    ]


def unreadable() -> list[Mending]:
    """Find the changes after which a file cannot be read."""
    section = PAGE.partition("\n## When a file cannot be read\n")[2].partition("\n## ")[0]
    return list(_mendings_of(0, section))


def quotes(text: str = PAGE) -> list[str]:
    """Find the sentences of gates that are quoted."""
    return re.findall(r"^> (.*)$", text, re.MULTILINE)


def gates() -> list[tuple[int, str]]:
    """Find the gates that have a heading: their numbers and names."""
    return [(int(number), name) for number, name in _GATE.findall(PAGE)]


@cache
def inspected(text: str) -> Inspected:
    """Judge a file as a worker does."""
    return returned(inspect(text, slug=SLUG))


def returned(steps: Generator[float, None, Found]) -> Found:
    """Run a generator to its end and give what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def _mendings_of(gate: int, section: str) -> Iterator[Mending]:
    by_title = {file.title: file.text for file in files()}
    start = 0
    for block in _BLOCK.finditer(section):
        if block[2] == "diff":
            yield _mending(gate, section[start : block.start()], block[3], by_title)
            start = block.end()


def _mending(gate: int, said: str, diff: str, by_title: dict[str, str]) -> Mending:
    lines = diff.splitlines()
    mended = by_title[_titled(lines[0].removeprefix(" "))]
    before, after = (
        "".join(f"{line[1:]}\n" for line in lines[1:] if line[0] == sign) for sign in "-+"
    )
    if mended.count(after) != 1:
        raise ValueError(f"{after!r} stands not once in its file")
    along = frozenset(map(int, re.findall(r"gate (\d)\s+fails\s+with\s+it", said)))
    return Mending(gate, along, tuple(quotes(said)), mended.replace(after, before), mended)


def _rows(said: str) -> Iterator[Row]:
    for line in said.splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] not in ("---", "asked (seed 0)"):
            yield Row(*cells)


def _dedented(block: re.Match[str]) -> str:
    return re.sub(f"^{block[1]}", "", block[3], flags=re.MULTILINE)


def _titled(text: str) -> str:
    title = _TITLE.search(text)
    if title is None:
        raise ValueError("there is no title here")
    return title[1]
