"""The page on which a teacher gives single students more time."""

import datetime as dt

import pytest

from app.domain.credit import Rules, Times
from app.services.assignments import change_assignment

DUE = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def address(classroom):
    return f"/assignments/{classroom.assignment}/extensions"


@pytest.fixture
def due(classroom):
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(Times(due_at=DUE)),
    )


@pytest.mark.usefixtures("due")
def test_more_time_is_given_shown_and_taken_back(instructor, student, classroom, address):
    given = instructor.post(
        address,
        {"student": str(classroom.student), "until": "2099-11-29T18:00", "reason": "was ill"},
    )

    assert given.location == address
    page = instructor.get(address).text
    assert "They have more time now." in page
    assert "29 Nov 2099, 18:00" in page
    assert "was ill" in page
    own = student.get(f"/assignments/{classroom.assignment}").text
    assert "Your teacher gave you more time" in own
    assert "29 Nov 2099, 18:00" in own
    assert "was ill" not in own

    instructor.post(f"{address}/{classroom.student}/withdraw")
    assert "Nobody yet." in instructor.get(address).text
    assert "more time" not in student.get(f"/assignments/{classroom.assignment}").text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"until": "2099-11-29T18:00"}, "Choose a student"),
        ({"student": "{student}", "until": "later"}, "Type a date and a time"),
        ({"student": "{student}", "until": "2026-11-27T12:00"}, "after the one that holds"),
        ({"student": "{student}"}, "after the one that holds"),
    ],
)
@pytest.mark.usefixtures("due")
def test_what_does_not_fit_is_said_and_kept(instructor, classroom, address, typed, message):
    typed = {name: text.format(student=classroom.student) for name, text in typed.items()}

    answer = instructor.post(address, {**typed, "reason": "was ill"})

    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="was ill"' in answer.text
    assert "Nobody yet." in answer.text


def test_without_times_the_page_says_what_to_do(instructor, address):
    assert "edit the assignment" in instructor.get(address).text
