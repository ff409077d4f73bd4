"""What a course file claims of what is here, and what an older release did not write yet."""

import pytest

from app.domain.course_files import RefusedCourseFile
from app.models import Item
from tests.app.course_files import changed, everything, export, import_, parts_of
from tests.app.own_problems import add_small, slug_of


@pytest.fixture
def database_url(fresh_sqlite):
    """What is looked up is looked up on both databases in test_round_trip.py."""
    return fresh_sqlite


def faults_of(db, root, content):
    before = everything(db)
    with pytest.raises(RefusedCourseFile) as refused:
        import_(db, root, content)
    assert everything(db) == before
    return [(fault.place, fault.reason) for fault in refused.value.faults]


def test_another_courses_own_problem_is_not_dealt_by_naming_it(classroom, db, root, source):
    slug = slug_of(db, add_small(classroom))

    def name_it(parts):
        parts["items"][0]["problem"] = slug

    assert faults_of(db, root, changed(source.content, name_it)) == [
        ("items.jsonl", f"the problem {slug} is another course's own")
    ]


def test_an_own_problem_cannot_take_the_name_of_one_that_is_here(classroom, db, root, source):
    slug = slug_of(db, add_small(classroom))
    own = parts_of(source.content)["own_problems"][0]["slug"]

    def take_it(parts):
        parts["own_problems"][0]["slug"] = slug
        for one in parts["items"] + parts["variants"]:
            one["problem"] = slug if one["problem"] == own else one["problem"]

    assert faults_of(db, root, changed(source.content, take_it)) == [
        ("own_problems.jsonl", f"there is a problem {slug} here already")
    ]


def test_an_id_that_is_taken_here_is_told_with_its_line(classroom, db, root, source):
    lines = len(parts_of(source.content)["items"])

    def take_it(parts):
        parts["comments"][-1]["id"] = str(classroom.assignment)
        parts["assignment_groups"].append(
            {**parts["assignment_groups"][0], "id": str(classroom.assignment), "title": "Third"}
        )
        parts["items"].append(
            {**parts["items"][0], "id": str(classroom.items[0]), "position": 1000}
        )

    # Ids are told apart by table: an assignment's may be a comment's as well.
    assert faults_of(db, root, changed(source.content, take_it)) == [
        (f"items.jsonl, line {lines + 1}", "something with this id is here already")
    ]
    with db.reading() as session:
        assert session.get_one(Item, classroom.items[0]).assignment_id == classroom.assignment


def test_what_an_older_release_did_not_write_has_its_default(db, root, source):
    def grow_old(parts):
        for name in [name for name in parts if name.startswith("regrade")]:
            del parts[name]
        for one in parts["variants"]:
            del one["legacy"]
        for one in parts["submissions"]:
            del one["handed_in"]
        for one in parts["assignments"]:
            del one["waits_for"]

    old = changed(source.content, grow_old)
    import_(db, root, old)

    now, then = parts_of(export(db, root, source.course_id)), parts_of(source.content)
    assert now["regrades"] == now["regraded_results"] == []
    assert (now["variants"], now["submissions"]) == (then["variants"], then["submissions"])
    assert {one["waits_for"] for one in now["assignments"]} == {None}
