"""What people export, paste and mistype: rosters as they come."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.roles import Role
from app.domain.roster import MOST_BYTES, MOST_LINES, Entry, Refusal, decode, read_roster
from app.errors import InvalidInput
from app.web.spreadsheets import neutral

ADA = Entry(2, "ada@example.org", "Ada Lovelace", Role.STUDENT)


def entries(text):
    return read_roster(text).entries


def refused(text):
    with pytest.raises(InvalidInput) as refusal:
        read_roster(text)
    assert set(refusal.value.fields) == {"roster"}
    return str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "email,name,role\nada@example.org,Ada Lovelace,student\n",
        "email;name;role\nada@example.org;Ada Lovelace;student",
        "email\tname\trole\r\nada@example.org\tAda Lovelace\tstudent\r\n",
        "email,name,role\rada@example.org,Ada Lovelace,student\r",
        "\ufeffE-Mail Address,Full name,ROLE\nada@example.org,Ada Lovelace,Student\n",
        '"email","name","role"\n"ada@example.org","Ada  Lovelace "," student"\n',
        "role;e-mail;name\nstudent; Ada@Example.ORG ;Ada Lovelace\n",
        # A spreadsheet that once had more columns leaves their separators behind.
        "email,name,role,,\nada@example.org,Ada Lovelace,student,,\n",
        "email,name,role\nada@example.org,Ada Lovelace,student,,\n",
    ],
)
def test_every_usual_spelling_of_a_roster_reads_the_same(text):
    assert entries(text) == (ADA,)


def test_the_name_of_a_column_may_hold_the_other_separator():
    roster = read_roster("Group;First, last;email\nA;Ada, L;ada@example.org\n")

    assert roster.entries == (Entry(2, "ada@example.org"),)
    assert roster.unused == ("Group", "First, last")


def test_quotes_hold_separators_quotes_and_line_breaks_and_lines_keep_their_numbers():
    text = (
        'email,name\n\n"ada@example.org","Lovelace, ""Ada"""\n'
        '"blaise@example.org","Blaise\nPascal"\nemmy@example.org,\n'
    )

    assert entries(text) == (
        Entry(3, "ada@example.org", 'Lovelace, "Ada"'),
        Entry(4, "blaise@example.org", "Blaise Pascal"),
        Entry(6, "emmy@example.org"),
    )


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("ada,Ada,student", Refusal.BAD_EMAIL),
        (",Ada,student", Refusal.BAD_EMAIL),
        ("ada@example,Ada,student", Refusal.BAD_EMAIL),
        ("Ada <ada@example.org>,Ada,student", Refusal.BAD_EMAIL),
        ("a\u200bda@example.org,Ada,student", Refusal.BAD_EMAIL),
        (f"{'a' * 250}@example.org,Ada,student", Refusal.BAD_EMAIL),
        ("ada@example.org,Ada,teacher", Refusal.UNKNOWN_ROLE),
        ("ada@example.org,Ada", Refusal.WRONG_CELLS),
        ("ada@example.org,Lovelace,Ada,student", Refusal.WRONG_CELLS),
        ("ada@example.org;Ada;student", Refusal.WRONG_CELLS),
        (f"ada@example.org,{'A' * 81},student", Refusal.BAD_NAME),
        ("ada@example.org,A\u202eda,student", Refusal.BAD_NAME),
    ],
)
def test_a_bad_line_says_why_and_the_others_go_on(line, refusal):
    first, second = entries(f"email,name,role\n{line}\nblaise@example.org,Blaise,\n")

    assert (first.number, first.refusal) == (2, refusal)
    assert second == Entry(3, "blaise@example.org", "Blaise")


def test_the_second_line_of_a_person_points_to_the_first_however_the_address_is_spelt():
    first, second = entries("email,role\nada@example.org,\n ADA@example.org,grader\n")

    assert first.refusal is None
    assert (second.refusal, second.repeats, second.number) == (Refusal.DUPLICATE, 2, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "first line must name the columns"),
        ("\n \n", "first line must name the columns"),
        ("ada@example.org\nblaise@example.org\n", "first line must name the columns"),
        ("name,role\nAda,student\n", "first line must name the columns"),
        ("email,name,e-mail\na@x.org,A,b@x.org\n", "Two columns have the same heading"),
        ("email,name\n", "nobody in this roster"),
        ('email,name\nada@example.org,"Ada\nblaise@example.org,Blaise\n', "quotes in line 2"),
        ('email,name\nada@example.org,A\nblaise@example.org,"Bla"ise\n', "quotes in line 3"),
        (f'email,name\n"{"a" * 200_000}",A\n', "line 2"),
    ],
)
def test_a_roster_that_cannot_be_read_as_a_whole_says_what_to_do(text, message):
    assert message in refused(text)


def test_five_thousand_people_are_taken_and_one_more_is_not():
    lines = "".join(f"s{number}@example.org\n" for number in range(MOST_LINES))

    assert len(entries(f"email\n{lines}")) == MOST_LINES == 5_000
    assert "more than 5,000 people" in refused(f"email\n{lines}one-more@example.org\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_survive_the_encodings_that_spreadsheets_save(encoding):
    text = "email\tname\nemmy@example.org\t诺特 Émmy Nœther\n"

    assert entries(decode(text.encode(encoding)))[0].name == "诺特 Émmy Nœther"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("email,name\na@x.org,A\nb@x.org,Émile\n".encode("latin-1"), "Line 3 is not in UTF-8"),
        ("email,name\nb@x.org,诺特\n".encode("gb18030"), "Line 2 is not in UTF-8"),
        (b"\xff\xfee\x00m", "not in UTF-8"),
        (b"PK\x03\x04rest of a workbook", "This is a workbook"),
        (b"email\na@x.org\0\n", "not a text file"),
        (b"email\n" + b"a" * MOST_BYTES, "longer than 1 MB"),
    ],
)
def test_a_file_that_would_be_garbled_is_refused_with_what_to_save(content, message):
    with pytest.raises(InvalidInput, match=message):
        decode(content)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(InvalidInput):
        entries(f"email,name,role\n{text}")


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z+=\-][a-z]{0,6}", fullmatch=True),
            st.from_regex(r"[^']?[\w+=@\-\uff1d\uff0b\uff0d\uff20 ]{0,9}", fullmatch=True).filter(
                str.isprintable
            ),
        ),
        min_size=1,
        unique_by=lambda pair: pair[0],
    )
)
def test_what_an_export_neutralises_is_read_back_as_it_was(people):
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["email", "name"])
    rows = [(f"{local}@example.org", " ".join(name.split())) for local, name in people]
    writer.writerows([neutral(cell) for cell in row] for row in rows)

    assert [(entry.email, entry.name) for entry in entries(text.getvalue())] == rows
