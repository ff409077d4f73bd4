"""A course file may be made to do harm: what is no plain archive of a course is refused before it is read."""

import io
import json
import zipfile
import zlib

import pytest

from app.domain.course_files import MOST_OF_A_LINE, NoCourseFile, RefusedCourseFile
from tests.app.course_files import everything, import_, parts_of, put_together


@pytest.fixture
def database_url(fresh_sqlite):
    """What is refused before a statement is sent is refused on both databases."""
    return fresh_sqlite


def archive(*files, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(name, content, **options)
    return target.getvalue()


def manifest(**changes):
    told = {"format": "gradmark course", "version": 1, "schema": "0001", "parts": {}}
    return "manifest.json", json.dumps({**told, **changes})


EMPTY = {"rows": 0, "sha256": "0" * 64}
REFUSED = {
    "no archive": (b"Dear Gradmark, I would like to", "no course file"),
    "an archive with a comment": (archive(manifest()) + b"more", "no course file"),
    "an archive of something else": (archive(("letter.txt", "Dear")), "no course file"),
    "a manifest that is no JSON": (archive(("manifest.json", "Dear")), "no course file"),
    "a manifest of nothing": (archive(("manifest.json", "{}")), "no course file"),
    "a manifest that is too deep": (archive(("manifest.json", "[" * 60_000)), "no course file"),
    "another version of the format": (archive(manifest(version=2)), "version 2"),
    "a newer release": (archive(manifest(schema="9999")), "newer release"),
    "a part that is not known": (
        archive(manifest(parts={"wishes": EMPTY}), ("wishes.jsonl", "")),
        "does not know: wishes.jsonl",
    ),
    "counts that are none": (
        archive(manifest(parts={"course": {"rows": -1, "sha256": "0" * 64}})),
        "damaged",
    ),
    "a file beside": (archive(manifest(), ("course.jsonl", "")), "other files"),
    "a path that leads out": (
        archive(manifest(), ("../../etc/passwd", "root::0:0::/:/bin/sh")),
        "other files",
    ),
    "too few files": (archive(manifest(parts={"course": EMPTY})), "other files"),
    "more files than a course has": (
        archive(manifest(), *((f"{number}.jsonl", "") for number in range(2000))),
        "more files",
    ),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_archive_of_a_course_is_refused(db, root, content, words):
    with pytest.raises(NoCourseFile, match=words):
        import_(db, root, content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(db, root):
    content = archive(manifest(parts={"people": EMPTY}), ("people.jsonl", ""), ("people.jsonl", ""))
    with pytest.raises(NoCourseFile, match="other files"):
        import_(db, root, content)


def test_another_packing_is_refused(db, root, source):
    parts = parts_of(source.content)
    lines = ("people.jsonl", "".join(f"{json.dumps(row)}\n" for row in parts["people"]))
    content = archive(manifest(parts={"people": EMPTY}), lines, compress_type=zipfile.ZIP_LZMA)
    with pytest.raises(NoCourseFile, match="packed in another way"):
        import_(db, root, content)


def test_an_encrypted_file_is_refused(db, root, source):
    plain = bytearray(source.content)
    # The flag in the table of contents, of every file.
    place = plain.find(b"PK\x01\x02")
    while place >= 0:
        plain[place + 8] |= 1
        place = plain.find(b"PK\x01\x02", place + 1)
    with pytest.raises(NoCourseFile, match="encrypted"):
        import_(db, root, bytes(plain))


def test_a_bomb_is_given_up_at_the_first_line_that_is_too_long(db, root):
    bomb = b'{"email": "' + b"a" * (40 * MOST_OF_A_LINE)
    assert len(zlib.compress(bomb)) < 50_000
    content = archive(manifest(parts={"people": EMPTY}), ("people.jsonl", bomb))
    with pytest.raises(NoCourseFile, match="larger than anything"):
        import_(db, root, content)


@pytest.mark.parametrize("share", [0.15, 0.3, 0.6, 0.9])
def test_a_damaged_file_is_refused_and_nothing_is_left(db, root, source, share):
    before = everything(db)
    content = bytearray(source.content)
    content[int(share * len(content))] ^= 0xFF

    # Rows that cannot be read are met before the end, where the digest shows that it is damaged.
    with pytest.raises((NoCourseFile, RefusedCourseFile)):
        import_(db, root, bytes(content))

    assert everything(db) == before


def test_a_part_that_is_not_the_one_that_was_written_is_refused(db, root, source):
    rows = parts_of(source.content)
    told = {name: {**EMPTY, "rows": len(found)} for name, found in rows.items()}
    content = put_together(rows, parts=told)
    with pytest.raises(NoCourseFile, match="not as it was written"):
        import_(db, root, content)
