"""docs/authoring.md: what it lists is what the code has, and its bounds are those of the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.authoring import (
    EXAMPLE,
    MAX_TRIES,
    MOST_CHARACTERS,
    MOST_PROBLEMS,
    MOST_VERSIONS,
    POOL,
)
from app.domain.authoring.inspecting import MOST_SECONDS, MOST_SECONDS_EACH, SAMPLES, SEEDS
from app.domain.diagnosis import MISCONCEPTIONS
from app.domain.problems import TOPICS, ProblemError, QuestionKind, parse_problem
from app.domain.problems.gates.text import LINES
from app.domain.problems.parameters.reading import KINDS
from tests.authoring_page import PAGE, SLUG, files, gates, inspected, quotes


def test_the_file_to_begin_with_is_the_one_that_the_page_for_new_problems_shows():
    assert EXAMPLE in {file.text for file in files()}


def test_every_kind_of_parameter_and_question_has_a_heading():
    headings = re.findall(r"^### (`.*)$", PAGE, re.MULTILINE)
    named = [name for heading in headings for name in re.findall(r"`(\w+)`", heading)]
    assert named == [*KINDS, *QuestionKind]


def test_every_field_above_the_parameters_stands_in_the_table():
    with pytest.raises(ProblemError) as caught:
        parse_problem(EXAMPLE.replace("# [params]", "# unknown = 1\n# [params]"), slug=SLUG)
    allowed = re.search(r"Allowed: (.*)$", caught.value.reason)[1].split(", ")
    table = PAGE.partition("| field | what to write |")[2].partition("\n\n")[0]
    rows = " ".join(line.split("|")[1] for line in table.splitlines()[2:])
    assert sorted(re.findall(r"\w+", rows)) == sorted(allowed)


def test_all_topics_are_listed_in_their_order():
    listed = PAGE.partition("Topics, in the order")[2].partition("\n\n")[0]
    assert re.findall(r"`([\w-]+)`", listed) == [topic.slug for topic in TOPICS]


def test_the_misconceptions_worth_listing_exist():
    table = PAGE.partition("| your program | worth listing |")[2].partition("\n\n")[0]
    worth = " ".join(line.split("|")[-2] for line in table.splitlines()[2:])
    named = set(re.findall(r"`([\w-]+)`", worth))
    assert len(named) > 10
    assert named <= {misconception.code for misconception in MISCONCEPTIONS}


def test_the_gates_have_their_names_and_numbers():
    report = inspected(EXAMPLE).report
    assert gates() == [(gate.number, gate.name) for gate in report.gates]


def test_whatever_a_gate_can_say_is_quoted():
    said = list(_reasons())
    assert len(said) > 10
    assert [reason for reason in said if not _is_quoted(reason)] == []


def _reasons() -> Iterator[str]:
    """The pattern of every reason in the sources: what `Failure.of` gets first, or a name `reason`."""
    for path in sorted(Path("app/domain/problems/gates").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case (
                    ast.Call(
                        func=ast.Attribute(attr="of", value=ast.Name(id="Failure")),
                        args=[ast.Call(args=[ast.Constant(value=pattern)]), *_],
                    )
                    | ast.Assign(
                        targets=[ast.Name(id="reason")],
                        value=ast.Call(args=[ast.Constant(value=pattern)]),
                    )
                ):
                    yield pattern


def _is_quoted(pattern: str) -> bool:
    fixed = re.split(r"%\(\w+\)s", pattern.replace("%%", "%"))
    wanted = "(.+)".join(map(re.escape, fixed))
    return any(re.fullmatch(wanted, quote) for quote in quotes())


def test_the_bounds_are_those_of_the_code():
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE))
    assert rows["a file"].startswith(f"{MOST_CHARACTERS:,} characters")
    assert rows["one exercise's run"].startswith(f"{MOST_SECONDS_EACH} seconds")
    assert rows["the whole check"].startswith(f"{MOST_SECONDS:g} seconds")
    assert rows["versions of a problem"] == str(MOST_VERSIONS)
    assert rows["problems of a course, archived ones among them"] == str(MOST_PROBLEMS)
    assert f"runs it for {SEEDS} seeds" in PAGE
    assert f"up to {POOL} different exercises" in PAGE
    assert f"It has up to {LINES} lines" in PAGE
    assert (SAMPLES, MAX_TRIES) == (3, 3)
