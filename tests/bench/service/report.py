"""The table that a run ends with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "performance-service.md"


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Attributes:
        what: Its name.
        figure: What came out.
        bar: What it should be at least or at most; empty where nothing is demanded.
        met: Whether it is.
    """

    what: str
    figure: str
    bar: str = ""
    met: bool = True

    def __str__(self) -> str:
        verdict = ("met" if self.met else "**missed**") if self.bar else ""
        return f"| {self.what} | {self.figure} | {self.bar} | {verdict} |"


@dataclass(frozen=True)
class Section:
    """What one stage found.

    Attributes:
        title: Its heading.
        rows: What it measured.
        notes: What a reader needs to know of how.
    """

    title: str
    rows: list[Row]
    notes: str = ""

    def lines(self) -> Iterable[str]:
        """The section as Markdown."""
        yield from ("", f"### {self.title}", "")
        if self.notes:
            yield from (self.notes, "")
        yield from ("| | measured | bar | |", "|---|---:|---:|---|")
        yield from map(str, self.rows)


def write(lines: Iterable[str]) -> None:
    """Put what was measured between the page's marks."""
    body = "".join(f"{line}\n" for line in lines)
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->"
    page = PAGE.read_text(encoding="utf-8")
    pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
    page = re.sub(pattern, lambda _: begin + body + end, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
