"""Who may open what: every object, for everybody it is not for."""

import uuid

import pytest

from app.models import Submission
from app.services.courses import create_course

NOT_FOUND_MARK = "There is nothing here, or it is not yours to see."


@pytest.fixture
def objects(classroom):
    variant = classroom.deal()
    return {
        "course": classroom.course,
        "assignment": classroom.assignment,
        "item": classroom.items[0],
        "variant": variant,
        "submission": classroom.submit(variant).submission_id,
    }


PAGES = {
    "/courses/{course}": ("student", "instructor"),
    "/courses/{course}/assignments/new": ("instructor",),
    "/assignments/{assignment}": ("student", "classmate", "instructor"),
    "/assignments/{assignment}/dashboard": ("instructor",),
    "/variants/{variant}": ("student", "instructor"),
    # Its student, too, once it is solved: see test_explanations.
    "/variants/{variant}/explanation": ("instructor",),
    "/submissions/{submission}": ("student", "instructor"),
    "/submissions/{submission}/status": ("student", "instructor"),
}


@pytest.fixture
def people(classroom, open_browser, student, instructor, db):
    classmate = open_browser(classroom.add_student("Blaise"))
    outsider_id = classroom.add_student("Carl")
    outsider = open_browser(outsider_id)
    # An instructor elsewhere has no more rights here than anybody else.
    create_course(db, user_id=outsider_id, title="Another course")
    with db.writing() as session:
        from app.models import Enrollment

        session.delete(session.get_one(Enrollment, (classroom.course, outsider_id)))
    return {
        "student": student,
        "instructor": instructor,
        "classmate": classmate,
        "outsider": outsider,
    }


@pytest.mark.parametrize("pattern", PAGES)
def test_pages_open_for_those_they_are_for_and_are_not_found_for_others(pattern, people, objects):
    address = pattern.format(**objects)
    opened = {who for who, browser in people.items() if browser.get(address).status_code == 200}
    meant = set(PAGES[pattern])
    if pattern == "/courses/{course}":
        meant.add("classmate")

    assert opened == meant
    for who in set(people) - meant:
        refused = people[who].get(address)
        assert refused.status_code == 404
        assert NOT_FOUND_MARK in refused.text


@pytest.mark.parametrize("pattern", PAGES)
def test_strangers_are_asked_to_sign_in_whether_or_not_it_exists(pattern, stranger, objects):
    there = stranger.get(pattern.format(**objects))
    nowhere = stranger.get(pattern.format(**{name: uuid.uuid4() for name in objects}))

    assert there.status_code == nowhere.status_code == 303
    assert there.location.startswith("/sign-in?next=/")


def test_hidden_and_missing_read_the_same(people, objects):
    def shown(address):
        text = people["outsider"].get(address).text
        return [
            line
            for line in text.splitlines()
            if "csrf" not in line and "Request <code>" not in line
        ]

    assert shown(f"/variants/{objects['variant']}") == shown(f"/variants/{uuid.uuid4()}")


POSTS = {
    "/items/{item}": ("outsider",),
    "/variants/{variant}": ("classmate", "outsider", "instructor"),
    "/variants/{variant}/reveal": ("classmate", "outsider", "instructor"),
    "/submissions/{submission}/requeue": ("student", "classmate", "outsider"),
    "/courses/{course}/assignments/new": ("student", "classmate", "outsider"),
}


@pytest.mark.parametrize("address", POSTS)
def test_nobody_acts_on_what_is_not_theirs(address, people, objects, db):
    def count():
        with db.reading() as session:
            return session.query(Submission).count()

    before = count()
    for who in POSTS[address]:
        data = {"key": "k", "answer.a_grad": "1", "title": "Mine", "pick.backward-twice": "on"}
        response = people[who].post(address.format(**objects), data)
        assert response.status_code == 404, who
    assert count() == before


def test_an_instructor_sees_a_students_exercise_without_a_form_to_answer_it(people, objects):
    page = people["instructor"].get(f"/variants/{objects['variant']}").text

    assert "answers-form" not in page
    assert 'id="submit"' not in page


def test_the_join_code_is_for_instructors(people, objects, classroom):
    address = f"/courses/{objects['course']}"

    assert classroom.join_code in people["instructor"].get(address).text
    assert classroom.join_code not in people["student"].get(address).text


def test_every_address_with_an_id_is_in_this_table(web_app):
    with_id = {
        rule.rule.replace("<uuid:", "{").replace("_id>", "}")
        for rule in web_app.url_map.iter_rules()
        if "uuid" in rule.rule
    }

    assert with_id == set(PAGES) | set(POSTS)
