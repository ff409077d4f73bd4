"""The pages of an assignment's times: setting them, and what students see before, between and after them."""

import datetime as dt

import pytest

from app.domain.credit import Rules, Step, Times
from app.domain.time_zones import in_zone
from app.models import Assignment
from app.services.assignments import change_assignment
from tests.app.web.browsing import Elements

ZONE = "Asia/Shanghai"


@pytest.fixture
def now(db):
    with db.reading() as session:
        return db.now(session).replace(second=0, microsecond=0)


@pytest.fixture
def set_times(classroom):
    def set_them(*times):
        change_assignment(
            classroom.db,
            user_id=classroom.instructor,
            assignment_id=classroom.assignment,
            title="Week 1",
            rules=Rules(Times(*times)),
        )

    return set_them


def hours(number):
    return dt.timedelta(hours=number)


def stored(db, classroom):
    with db.reading() as session:
        return session.get_one(Assignment, classroom.assignment)


def typed(**fields):
    return {"title": "Week 1", **{name.replace("__", "."): text for name, text in fields.items()}}


def test_times_are_set_in_the_courses_zone(instructor, classroom, db):
    instructor.post(f"/courses/{classroom.course}/time-zone", {"time_zone": ZONE})
    address = f"/assignments/{classroom.assignment}/edit"

    saved = instructor.post(
        address,
        typed(
            title="Week one",
            opens_at="2026-11-20T08:00",
            due_at="2026-11-27T23:59",
            until__0="2026-11-30T23:59",
            percent__0="50",
        ),
    )

    assert saved.location == f"/assignments/{classroom.assignment}"
    assignment = stored(db, classroom)
    assert assignment.title == "Week one"
    assert assignment.times == Times(
        dt.datetime(2026, 11, 20, 0, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 27, 15, 59, tzinfo=dt.UTC),
        None,
        (Step(dt.datetime(2026, 11, 30, 15, 59, tzinfo=dt.UTC), 50),),
    )
    form = Elements(instructor.get(address).text)
    assert form.with_name("opens_at")["value"] == "2026-11-20T08:00"
    assert form.with_name("until.0")["value"] == "2026-11-30T23:59"
    assert form.with_name("percent.0")["value"] == "50"
    assert "The assignment is saved." in instructor.get(saved.location).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"due_at": "soon"}, "Type a date and a time"),
        (
            {"due_at": "2026-11-27T12:00", "closes_at": "2026-11-26T12:00"},
            "before the assignment is due",
        ),
        ({"opens_at": "2026-11-27T12:00", "due_at": "2026-11-26T12:00"}, "or open it earlier"),
        ({"due_at": "2026-11-27T12:00", "percent__0": "50"}, "both a time and a percentage"),
        (
            {"due_at": "2026-11-27T12:00", "until__0": "2026-11-28T12:00", "percent__0": "half"},
            "as a number",
        ),
        ({"until__0": "2026-11-28T12:00", "percent__0": "50"}, "set a due time"),
        ({"title": " "}, "Type a title"),
    ],
)
def test_what_does_not_fit_comes_back_as_it_was_typed(instructor, classroom, db, fields, message):
    answer = instructor.post(f"/assignments/{classroom.assignment}/edit", typed(**fields))

    assert answer.status_code == 422
    assert message in answer.text
    assert "Nothing is saved yet" in answer.text
    form = Elements(answer.text)
    for name, text in typed(**fields).items():
        assert form.with_name(name)["value"] == text
    assert stored(db, classroom).times == Times()


def test_a_new_assignment_gets_its_times_at_once(instructor, classroom, db):
    made = instructor.post(
        f"/courses/{classroom.course}/assignments/new",
        {
            "title": "Week 2",
            "due_at": "2026-11-27T12:00",
            "pick.backward-twice": "on",
            "points.backward-twice": "1",
            "attempts.backward-twice": "1",
        },
    )

    with db.reading() as session:
        assignment = session.query(Assignment).filter_by(title="Week 2").one()
    assert made.location == f"/assignments/{assignment.id}"
    assert assignment.due_at == dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def test_the_picture_is_drawn_of_what_is_typed(instructor, classroom):
    address = f"/courses/{classroom.course}/assignments/timeline"

    drawn = instructor.post(
        address,
        typed(
            opens_at="2026-11-20T12:00",
            due_at="2026-11-27T12:00",
            until__0="2026-11-30T12:00",
            percent__0="50",
        ),
    )
    assert [one["class"] for tag, one in Elements(drawn.text).tags if tag == "rect"] == [
        "bar bar-full",
        "bar bar-late",
    ]
    assert "30 Nov 2026, 12:00" in drawn.text
    assert "everything counts in full" in instructor.post(address, typed()).text
    assert instructor.post(address, typed(due_at="2026")).status_code == 204


def test_before_it_opens_a_student_reads_when_and_no_title_of_a_problem(
    student, classroom, set_times, now
):
    variant = classroom.deal()
    set_times(now + hours(5))

    page = student.get(f"/assignments/{classroom.assignment}").text
    assert "Not open yet" in page
    assert f"{in_zone(now + hours(5), 'UTC'):%H:%M}" in page
    assert "One weight per component" not in page
    for answer in (
        student.post(f"/items/{classroom.items[0]}"),
        student.post(f"/items/{classroom.items[1]}"),
        student.get(f"/variants/{variant}"),
        student.get(f"/variants/{variant}/explanation"),
    ):
        shown = student.get(answer.location) if answer.status_code == 303 else answer
        assert shown.status_code in (404, 409)
        assert "requires_grad" not in shown.text


def test_what_arrives_after_the_closing_time_is_refused_and_given_back(
    student, classroom, set_times, now
):
    variant = classroom.deal()
    answers = classroom.wrong_answers(variant, "[7, 8, 9]")
    set_times(None, now - hours(2))

    answer = student.submit(variant, answers, **{"HX-Request": "true"})

    assert answer.status_code == 409
    assert "nothing was submitted" in answer.text
    assert "[7, 8, 9]" in answer.text
    page = student.get(f"/variants/{variant}").text
    assert 'id="submit"' not in page
    assert "This assignment is closed" in page


def test_a_closed_assignment_offers_nothing_to_begin(
    student, instructor, classroom, set_times, now
):
    classroom.deal()
    set_times(None, now - hours(2))
    address = f"/assignments/{classroom.assignment}"

    page = student.get(address).text
    assert "Closed" in page
    assert page.count("/items/") == 1
    assert instructor.get(address).text.count("/items/") == 9


@pytest.mark.parametrize(
    ("due", "steps", "said"),
    [
        (1, (), ">Open<"),
        (2, ((1, 110),), "earns 110 % of its points"),
        (-1, ((1, 50),), "earns 50 % of its points"),
        (-1, (), "earns no points"),
    ],
)
def test_the_page_says_what_a_submission_is_worth_now(
    student, classroom, set_times, now, due, steps, said
):
    timeline = tuple(Step(now + hours(until), percent) for until, percent in steps)
    set_times(None, now + hours(due), now + hours(9), timeline)

    assert said in student.get(f"/assignments/{classroom.assignment}").text


def test_an_assignment_without_times_says_nothing_of_times(student, classroom):
    assert 'class="card phase' not in student.get(f"/assignments/{classroom.assignment}").text


def test_a_zone_that_does_not_exist_is_refused(instructor, classroom):
    answer = instructor.post(
        f"/courses/{classroom.course}/time-zone", {"time_zone": "Mars/Olympus"}
    )

    assert answer.status_code == 422
    assert "Choose one of the time zones in the list" in answer.text


def test_a_course_page_says_what_is_due_and_what_is_still_to_open(
    student, classroom, set_times, now
):
    address = f"/courses/{classroom.course}"
    for times, said in (
        ((now + hours(1),), "Opens "),
        ((None, now + hours(1)), "Due "),
        ((None, now - hours(1), now + hours(1)), "Past the due time"),
        ((None, now - hours(1)), "Closed"),
    ):
        set_times(*times)
        assert said in student.get(address).text


@pytest.mark.parametrize(
    ("fields", "bars"),
    [
        ({"due_at": "2026-11-27T12:00"}, ["bar bar-full"]),
        ({"opens_at": "2026-11-27T12:00"}, ["bar bar-full"]),
        (
            {"due_at": "2026-11-27T12:00", "closes_at": "2026-11-28T12:00"},
            ["bar bar-full", "bar bar-none"],
        ),
    ],
)
def test_a_stretch_without_a_beginning_or_an_end_is_drawn_too(instructor, classroom, fields, bars):
    drawn = instructor.post(f"/courses/{classroom.course}/assignments/timeline", typed(**fields))

    assert [one["class"] for tag, one in Elements(drawn.text).tags if tag == "rect"] == bars
