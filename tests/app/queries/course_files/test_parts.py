"""Which tables a course file is made of, and what its page tells of them."""

import re
from pathlib import Path

import app.models  # noqa: F401 - registers every table
from app.db import Base
from app.queries.course_files import LEFT_OUT, PARTS, FieldKind, fields_of

PAGE = Path(__file__).parents[4] / "docs" / "course-files.md"


def test_every_table_is_a_part_or_left_out_for_a_reason():
    parts = {part.model for part in PARTS}

    assert parts | LEFT_OUT.keys() == {mapper.class_ for mapper in Base.registry.mappers}
    assert not parts & LEFT_OUT.keys()
    assert all(LEFT_OUT.values())


def test_each_row_follows_what_it_refers_to():
    before = set()
    for part in PARTS:
        before.add(part.model.__tablename__)
        refers_to = {one.refers_to for one in fields_of(part)} - {None}
        assert refers_to <= before, part.name


def test_no_part_holds_more_of_a_person_than_the_address():
    for part in PARTS:
        for field in fields_of(part):
            if field.kind is FieldKind.PERSON:
                assert not field.name.endswith("_id")


def test_the_page_names_every_file_and_every_field():
    rows = re.findall(r"^\| `(\w+)\.jsonl` \|([^|]*)\|([^|]*)\|$", PAGE.read_text(), re.MULTILINE)
    told = {name: re.findall(r"`(\w+)`", fields) for name, _what, fields in rows}

    assert told == {
        "people": ["email", "name"],
        **{part.name: [field.name for field in fields_of(part)] for part in PARTS},
    }
