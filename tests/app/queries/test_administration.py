"""What administrators see: courses and people with search and pages, one person, the trail, the service's state."""

import uuid

import pytest

from app.models import Course, Submission, User
from app.queries.administration import all_courses, all_people, person_page, trail
from app.queries.failures import service_state
from app.services.administrators import grant_administrator
from app.services.courses import create_course
from app.services.grading import sweep
from app.services.sign_in_links import make_sign_in_link
from tests.app.people import add_account


@pytest.fixture
def database_url(fresh_sqlite):
    return fresh_sqlite


@pytest.fixture
def root(db):
    user_id = add_account(db, "root@example.org", "Root")
    grant_administrator(db, "root@example.org")
    return user_id


def read(db, query, **wanted):
    with db.reading() as session:
        return query(session, **wanted)


def test_courses_are_found_by_title_and_join_code_with_who_teaches_them(db, root):
    grace = add_account(db, "grace@example.org", "Grace")
    first = create_course(db, user_id=grace, title="Gradients in practice")
    create_course(db, user_id=grace, title="Loss 100% landscapes")
    with db.reading() as session:
        code = session.get_one(Course, first).join_code

    def found(search):
        rows = read(db, all_courses, user_id=root, search=search, page=1).rows
        return [one.title for one in rows]

    assert found("") == ["Loss 100% landscapes", "Gradients in practice"]
    assert found("practice GRAD") == ["Gradients in practice"]
    assert found(code.lower()) == ["Gradients in practice"]
    # What a database takes for a placeholder is a sign like any other.
    assert found("0%") == ["Loss 100% landscapes"]
    assert found("_") == []
    row = read(db, all_courses, user_id=root, search=code, page=1).rows[0]
    assert (row.instructors, row.students, row.is_archived) == (("Grace",), 0, False)


def test_people_come_in_pages_of_fifty_by_name_and_guests_do_not_come(db, root, statements_of):
    with db.writing() as session:
        session.add(User(id=uuid.uuid4(), display_name="Guest"))
    few = statements_of(lambda: read(db, all_people, user_id=root, search="", page=1))
    with db.writing() as session:
        session.add_all(
            User(display_name=f"p{n:02}", email=f"p{n}@example.org", password_hash="-")
            for n in range(60)
        )

    assert statements_of(lambda: read(db, all_people, user_id=root, search="", page=1)) == few
    last = read(db, all_people, user_id=root, search="", page=99)
    assert (last.found, last.page, last.pages, len(last.rows)) == (61, 2, 2, 11)
    assert last.rows[-1].name == "Root"
    assert last.rows[-1].is_administrator
    found = read(db, all_people, user_id=root, search="P7@", page=1)
    assert [one.email for one in found.rows] == ["p7@example.org"]


def test_a_person_is_shown_with_courses_link_and_what_was_done_about_them(db, root):
    grace = add_account(db, "grace@example.org", "Grace")
    create_course(db, user_id=grace, title="Gradients")
    make_sign_in_link(db, user_id=root, person_id=grace)

    page = read(db, person_page, user_id=root, person_id=grace)

    assert [(title, role.value) for _, title, role in page.courses] == [("Gradients", "instructor")]
    assert [(one.step.value, one.actor) for one in page.events] == [("link_made", "Root")]
    assert page.link_until is not None
    steps = [(one.step.value, one.about) for one in read(db, trail, user_id=root, page=1).rows]
    assert steps == [("link_made", "Grace"), ("granted", "Root")]


def test_the_state_names_workers_and_what_failed(classroom, db, doorbell, root):
    submission = classroom.submit(classroom.deal()).submission_id
    with db.writing() as session:
        failed = session.get_one(Submission, submission)
        failed.state, failed.failure = "failed", "It ran too long."
    sweep(db, doorbell, worker="worker@here")

    state = read(db, service_state, user_id=root)

    assert (state.queue.failed, state.queue.waiting, state.queue.workers) == (1, 0, 1)
    assert [one.name for one in state.workers] == ["worker@here"]
    row = state.failed[0]
    assert (row.course_title, row.problem) == ("Gradients", "one-weight-per-component")
    assert row.failure == "It ran too long."
