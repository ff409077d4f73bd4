"""docs/authoring.md: its file is the one that the page shows, and its bounds are those of the code."""

import re
from pathlib import Path

from app.domain.authoring import (
    EXAMPLE,
    MAX_TRIES,
    MOST_CHARACTERS,
    MOST_PROBLEMS,
    MOST_VERSIONS,
    POOL,
)
from app.domain.authoring.inspecting import MOST_SECONDS, MOST_SECONDS_EACH, SAMPLES, SEEDS

PAGE = Path("docs/authoring.md").read_text()


def test_the_file_to_begin_with_is_the_one_that_the_page_for_new_problems_shows():
    assert re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) == [EXAMPLE]


def test_the_bounds_are_those_of_the_code():
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE))
    assert rows["a file"].startswith(f"{MOST_CHARACTERS:,} characters")
    assert rows["one exercise's run"].startswith(f"{MOST_SECONDS_EACH} seconds")
    assert rows["the whole check"].startswith(f"{MOST_SECONDS:g} seconds")
    assert rows["versions of a problem"] == str(MOST_VERSIONS)
    assert rows["problems of a course, archived ones among them"] == str(MOST_PROBLEMS)
    assert f"runs it for {SEEDS} seeds" in PAGE
    assert f"up to {POOL} different exercises" in PAGE
    assert (SAMPLES, MAX_TRIES) == (3, 3)
