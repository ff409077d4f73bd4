"""What docs/progress.md says is what is calculated."""

import re
from pathlib import Path

from app.domain.agenda import GROUP_TITLES
from app.domain.learning import LEVEL_WORDS, MASTERED, MODEL

PAGE = (Path(__file__).parents[1] / "docs" / "progress.md").read_text()


def test_the_parameters_and_the_bound_are_those_of_the_model():
    values = re.findall(r"^\| P\(\w+\) \|.*\| (0\.\d+) \|$", PAGE, re.MULTILINE)

    assert [float(value) for value in values] == [
        MODEL.known,
        MODEL.learned,
        MODEL.guess,
        MODEL.slip,
    ]
    assert f"| Mastered | {MASTERED:.0%} |".replace("%", " %") in PAGE


def test_the_figures_in_the_text_are_what_comes_out():
    one, two, three = (f"{MODEL.trace([True] * answers):.0%}" for answers in (1, 2, 3))
    wrong = f"{MODEL.trace([False]):.0%}"

    figures = re.findall(
        r"(\d+) %", re.search(r"One right answer leads.*?\n\n", PAGE, re.DOTALL)[0]
    )
    assert figures == [figure.rstrip("%") for figure in (one, two, three, wrong)]


def test_groups_and_levels_are_named_as_on_the_pages():
    first_cells = re.findall(r"^\| ([^|]+?) \|", PAGE, re.MULTILINE)

    for name in (*GROUP_TITLES.values(), *LEVEL_WORDS.values()):
        assert name in first_cells
