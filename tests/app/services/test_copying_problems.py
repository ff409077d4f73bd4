"""A copied course has its own problems, published as they were."""

from sqlalchemy import select

from app.models import Assignment, Item, PoolVariant, Variant
from app.queries.own_problems import own_problems_page
from app.services.authoring import add_version, set_archived
from app.services.copying import copy_course
from app.services.dealing import deal_item
from tests.app.own_problems import SMALL, add_small, assign, slug_of


def test_a_copied_course_has_problems_of_its_own_that_can_be_dealt(db, classroom, doorbell):
    published = add_small(classroom)
    newer = add_version(
        db,
        doorbell,
        user_id=classroom.instructor,
        problem_id=published.problem_id,
        text=SMALL + "# newer\n",
    )
    item = assign(classroom, slug_of(db, published))
    archived = add_small(classroom, SMALL + "# in no item\n")
    set_archived(db, user_id=classroom.instructor, problem_id=archived.problem_id, is_archived=True)

    copy = copy_course(
        db, user_id=classroom.instructor, course_id=classroom.course, title="Next term"
    )

    with db.reading() as session:
        page = own_problems_page(session, classroom.instructor, copy)
        original = session.get_one(Item, item)
        copied = session.scalars(
            select(Item)
            .join(Assignment, Assignment.id == Item.assignment_id)
            .where(Assignment.course_id == copy, Item.title == original.title)
        ).one()
    (problem,) = page.problems
    assert (problem.published, problem.number) == (published.number, newer.number)
    assert copied.problem == problem.slug != original.problem
    variant = deal_item(db, user_id=classroom.instructor, item_id=copied.id)
    with db.reading() as session:
        dealt = session.get_one(Variant, variant)
        held = select(PoolVariant.code)
        assert session.scalars(held.where(PoolVariant.code == dealt.code)).all() == [dealt.code] * 2
    assert dealt.problem == problem.slug
