"""Every field of a metadata block, and every character of a variant, is found where it stands in the file."""

import re
import tomllib
from pathlib import Path

from app.domain.problems import draw_values, find_origin, library, write_variant
from app.domain.problems.block import split_file
from app.domain.problems.places import find_places

LIBRARY = sorted(Path("app/domain/problems/library").glob("*.py"))

ODD = '''\
# a comment with = and [brackets]
title = "a # b = [c]" # another
"quoted key" = 'it = "x"'
path.to.it = 1
when = 1979-05-27T07:32:00Z
long = """
not.a = key
[nor] \\""" a = table
"""
raw = \'\'\'
x = """
\'\'\'
lists = [
    [1, 2],  # = here
    { first = 1, "second" = { third = [{ fourth = 2 }] } },
]

[params.a0]
kind = "number"

[[ask]]
expr = "x"
[ask.more]
deep = 1
[[ask]]
expr = "y"
'''


def paths(value, path=()):
    """Every way to a key or to an entry of a list of tables."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, (*path, number))


def test_every_field_of_the_library_is_found_in_its_line_and_column():
    for path in LIBRARY:
        text = path.read_text()
        block = split_file(text, path.name)
        lines = text.split("\n")
        # `[[ask]]` opens the list and an entry of it at once, and stands for the entry.
        ways = [way for way in paths(block.metadata) if way != ("ask",)]
        assert set(ways) <= block.places.keys()
        for way in ways:
            line, column = block.places[way]
            begins = rf"\[?(\w+\.)*{way[-1]}\b"
            assert re.match(begins, lines[line - 1][column - 1 :]), (path.name, way)


def test_strings_comments_and_tables_in_tables_lead_nobody_astray():
    places = find_places(ODD)
    found = {way: re.match(r"[^=\n]*[^=\n ]", ODD[offset:])[0] for way, offset in places.items()}
    assert found == {
        ("title",): "title",
        ("quoted key",): '"quoted key"',
        ("path", "to", "it"): "path.to.it",
        ("when",): "when",
        ("long",): "long",
        ("raw",): "raw",
        ("lists",): "lists",
        ("lists", 1, "first"): "first",
        ("lists", 1, "second"): '"second"',
        ("lists", 1, "second", "third"): "third",
        ("lists", 1, "second", "third", 0, "fourth"): "fourth",
        ("params", "a0"): "[params.a0]",
        ("params", "a0", "kind"): "kind",
        ("ask", 0): "[[ask]]",
        ("ask", 0, "expr"): "expr",
        ("ask", 0, "more"): "[ask.more]",
        ("ask", 0, "more", "deep"): "deep",
        ("ask", 1): "[[ask]]",
        ("ask", 1, "expr"): "expr",
    }
    assert set(tomllib.loads(ODD)) == {way[0] for way in found}


def test_a_character_of_a_variant_comes_from_where_it_was_written_or_from_a_parameter_s_name():
    for problem in library():
        drawn = draw_values(problem, 3)
        written = problem.code.split("\n")
        names = tuple(parameter.name for parameter in problem.params)
        before = (1, 1)
        for line, text in enumerate(write_variant(problem, 3, drawn).code.split("\n"), start=1):
            for column, character in list(enumerate(text, start=1))[::3]:
                place = find_origin(problem, drawn, line, column)
                assert place >= before, (problem.slug, line, column)
                origin = written[place[0] - 1][place[1] - 1 :]
                assert origin.startswith((character, *names)), (problem.slug, line, column)
                before = place
