"""`make diagnosis`: how well misconceptions are recognised, written to docs/diagnosis.md."""

import re
from pathlib import Path

from app.domain.diagnosis import MISCONCEPTIONS
from app.domain.problems import library
from tests.bench.diagnosis.classroom import simulate
from tests.bench.diagnosis.report import class_figures, confusion, table_of_misconceptions

PAGE = Path(__file__).parents[3] / "docs" / "diagnosis.md"
SEEDS = range(40)


def main() -> None:
    """Simulate the class and write the page's tables."""
    problems = [problem for problem in library() if problem.misconceptions]
    cases = list(simulate(problems, SEEDS))
    measured = [
        f"{len(cases):,} submissions with a wrong answer to {len(SEEDS)} variants of each of",
        f"{len(problems)} problems.",
        "",
        *class_figures(cases),
        "",
        "### What each misconception is taken for",
        "",
        *confusion(cases),
    ]
    text = PAGE.read_text(encoding="utf-8")
    text = _filled(text, "misconceptions", table_of_misconceptions(MISCONCEPTIONS))
    PAGE.write_text(_filled(text, "measured", measured), encoding="utf-8")


def _filled(text: str, name: str, lines: list[str]) -> str:
    """Put lines between a pair of marks."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    body = "".join(f"{line}\n" for line in lines)
    return re.sub(
        f"{re.escape(begin)}.*?{re.escape(end)}",
        lambda _: begin + body + end,
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    main()
