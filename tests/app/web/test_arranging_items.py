"""The items in the form of an assignment: arranged first, stored when the whole form is saved."""

import re

import pytest
from sqlalchemy import select

from app.models import Item
from tests.app.web.browsing import Elements


@pytest.fixture
def address(classroom):
    return f"/assignments/{classroom.assignment}/edit"


def fields_of(page):
    """Return what a browser would send of a form's text fields and numbers."""
    return {
        attributes["name"]: attributes.get("value") or ""
        for tag, attributes in Elements(page.text).tags
        if tag == "input"
        and attributes.get("name")
        and attributes.get("type") not in ("checkbox", "radio")
    }


def titles(page):
    return re.findall(r'pick-row-name">\d+\. ([^<]+?)\s*(?:<span|</p>)', page.text)


def press(browser, address, page, **more):
    return browser.post(address, fields_of(page) | more)


def stored(classroom):
    with classroom.db.reading() as session:
        return session.scalars(
            select(Item.title)
            .where(Item.assignment_id == classroom.assignment)
            .order_by(Item.position)
        ).all()


def test_items_are_moved_and_taken_out_in_the_form_and_stored_only_when_it_is_saved(
    instructor, classroom, address
):
    page = instructor.get(address)
    before = titles(page)
    first, second = classroom.items[:2]
    assert before == stored(classroom)

    page = press(instructor, address, page, arrange=f"down {first}")
    assert (page.status_code, titles(page)) == (200, [before[1], before[0], *before[2:]])
    page = press(instructor, address, page, arrange=f"up {first}")
    assert titles(page) == before
    page = press(instructor, address, page, arrange=f"remove {second}")
    assert titles(page) == [before[0], *before[2:]]
    assert "is gone once you save" in page.text
    assert stored(classroom) == before

    assert press(instructor, address, page).status_code == 303
    assert stored(classroom) == [before[0], *before[2:]]


def test_problems_are_found_put_into_the_list_and_added_once_however_often_one_clicks(
    instructor, classroom, address
):
    page = press(
        instructor, address, instructor.get(address), filter="now", **{"filter.words": "dot"}
    )
    assert 'name="pick.a-dot-product"' in page.text
    ticked = {"pick.a-dot-product": "on", "points.a-dot-product": "7"}

    page = press(instructor, address, page, arrange="add", **ticked)
    assert titles(page)[-1] == "A dot product"
    assert fields_of(page)["points.new.a-dot-product"] == "7"
    assert 'name="pick.a-dot-product" checked' not in page.text
    page = press(instructor, address, page, arrange="up new.a-dot-product")
    assert titles(page)[-2] == "A dot product"
    for _click in range(2):
        assert press(instructor, address, page).status_code == 303

    assert stored(classroom).count("A dot product") == 1
    assert stored(classroom)[-2] == "A dot product"


def test_what_is_only_ticked_is_added_as_well(instructor, classroom, address):
    page = instructor.get(address)
    ticked = {
        "pick.a-dot-product": "on",
        "points.a-dot-product": "7",
        "attempts.a-dot-product": "2",
    }

    assert press(instructor, address, page, **ticked).status_code == 303

    assert stored(classroom)[-1] == "A dot product"


def test_what_does_not_fit_brings_the_arrangement_back(instructor, classroom, address):
    first = classroom.items[0]
    page = press(instructor, address, instructor.get(address), arrange=f"down {first}")
    arranged = titles(page)

    page = press(instructor, address, page, title="", **{f"points.{first}": "many"})

    assert page.status_code == 422
    assert titles(page) == arranged
    assert fields_of(page)[f"points.{first}"] == "many"


def test_who_edits_is_told_which_items_stay_and_why(instructor, classroom, address):
    classroom.deal()
    first = classroom.items[0]

    page = instructor.get(address)
    assert "It stays: 1 student has begun it or has points on it." in page.text
    assert f'id="remove-{first}"' not in page.text
    refused = press(instructor, address, page, removed=str(first))
    assert refused.status_code == 422
    assert "” stays: 1 student has begun it" in refused.text


def test_an_item_that_a_colleague_added_meanwhile_stays(instructor, classroom, address):
    page = instructor.get(address)
    with classroom.db.writing() as session:
        session.add(
            Item(
                assignment_id=classroom.assignment,
                position=len(classroom.items) + 1,
                problem="a-dot-product",
                title="A dot product",
                points=1,
                max_attempts=1,
            )
        )

    assert press(instructor, address, page).status_code == 303

    assert stored(classroom)[-1] == "A dot product"


def test_the_button_that_enter_presses_saves(instructor, address):
    buttons = [
        attributes
        for tag, attributes in Elements(instructor.get(address).text).tags
        if tag == "button"
    ]
    of_form = [one for one in buttons if "data-copy" not in one]
    saving = next(one for one in of_form if one.get("tabindex") == "-1")
    arranging = next(one for one in of_form if one.get("name") == "arrange")
    assert of_form.index(saving) < of_form.index(arranging)
    assert "name" not in saving


def test_two_clicks_on_the_form_of_a_new_assignment_make_one(instructor, classroom):
    address = f"/courses/{classroom.course}/assignments/new"
    typed = fields_of(instructor.get(address)) | {"title": "Week 2", "pick.a-dot-product": "on"}

    first, second = (instructor.post(address, typed).location for _click in range(2))

    assert first == second is not None
