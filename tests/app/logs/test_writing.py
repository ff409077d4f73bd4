"""One line for each event, and nothing in it that was not meant to be there."""

import logging
from datetime import datetime

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from app.logs import LogFormat, bearing, cause_of, make_formatter

_log = logging.getLogger("tests.lines")


def test_a_line_says_when_who_how_grave_and_what(lines):
    _log.warning("%s has %s legs", "a spider", 8)

    (line,) = lines()
    assert datetime.fromisoformat(line.pop("time")).tzinfo is not None
    assert line.pop("process") > 0
    assert line == {"event": "a spider has 8 legs", "level": "warning", "logger": "tests.lines"}


@pytest.mark.parametrize("form", LogFormat)
def test_a_line_break_in_what_is_said_begins_no_line(form):
    said = "one\nlevel=critical two\r three\u2028four\x1b[2J"
    record = logging.makeLogRecord({"msg": said, "levelname": "INFO", "name": "clock"})

    (line,) = make_formatter(form).format(record).splitlines()
    assert "level=critical two" in line
    assert line.isprintable()


def test_lines_bear_the_request_they_are_about_and_no_later_one_does(lines):
    with bearing("a-request"):
        _log.info("inside")
    _log.info("after")

    assert [line.get("request_id") for line in lines()] == ["a-request", None]


def test_only_known_fields_are_written(lines):
    _log.info("said", extra={"status": 404, "password": "hunter2"})

    (line,) = lines()
    assert line["status"] == 404
    assert "hunter2" not in str(line)


def test_a_person_reads_plain_lines():
    record = logging.makeLogRecord({"msg": "it is late", "levelname": "INFO", "name": "clock"})

    plain = make_formatter(LogFormat.PLAIN).format(record)

    assert "it is late" in plain
    assert "{" not in plain


def test_an_exception_is_told_by_its_kind_and_place_and_not_by_what_it_quotes(lines):
    def read_number(typed):
        return float(typed)

    typed = "my-secret-answer"
    try:
        read_number(typed)
    except ValueError:
        _log.exception("could not")

    (line,) = lines()
    assert "in read_number" in line["exception"]
    assert line["exception"].endswith("ValueError")
    assert typed not in str(line)


def test_an_exception_that_followed_another_tells_of_both(lines):
    try:
        try:
            {}["what was typed"]
        except KeyError:
            open("/no/such/file")  # noqa: PTH123, SIM115
    except OSError:
        _log.exception("could not")

    (line,) = lines()
    first, then = line["exception"].split("\n\nthen:\n\n")
    assert first.endswith("KeyError")
    assert then.endswith("FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("typed"), "ValueError"),
        (
            ConnectionRefusedError(111, "Connection refused"),
            "ConnectionRefusedError: [Errno 111] Connection refused",
        ),
        (MemoryError("typed"), "MemoryError"),
        (AttributeError("no attribute 'x'"), "AttributeError: no attribute 'x'"),
    ],
)
def test_a_message_is_told_where_it_speaks_of_machines(error, said):
    assert cause_of(error) == said


def test_a_cause_behind_a_cause_is_told_in_one_line():
    error = ValueError("typed")
    error.__cause__ = OSError(28, "No space left on device")

    assert cause_of(error) == "ValueError, from OSError: [Errno 28] No space left on device"


def test_a_refused_row_is_told_without_the_row(database_url):
    db_engine = create_engine(database_url)
    try:
        with db_engine.begin() as connection:
            connection.execute(text("create table people (email varchar(80) unique)"))
            insert = text("insert into people values (:email)")
            connection.execute(insert, {"email": "ada@example.org"})
            with pytest.raises(IntegrityError) as refused, connection.begin_nested():
                connection.execute(insert, {"email": "ada@example.org"})
    finally:
        db_engine.dispose()

    said = cause_of(refused.value)
    assert "unique" in said.lower()
    assert "ada@example.org" not in said
