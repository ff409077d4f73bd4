"""What is dealt to whom: in an item, to each student a text of their own."""

import itertools
import threading
import uuid

import pytest
from sqlalchemy import func, select

from app.domain.problems import find_truth, library, parse_problem
from app.domain.roles import Role
from app.errors import NotFound
from app.models import Enrollment, Item, User, Variant
from app.services import dealing
from app.services.dealing import deal_item, deal_problem, deal_topic

FEW_TEXTS = """# /// gradmark
# title = "Few texts"
# topic = "grad-tensors"
# [params]
# a = { kind = "number", from = { start = 1, stop = COUNT, step = 1 } }
# [[ask]]
# expr = "x.grad"
# ///
import torch
x = torch.tensor(1.0, requires_grad=True)
(a * x).backward()
"""


def enroll(classroom, count):
    """Make students without passwords: nobody signs in here, and hashing takes its time."""
    students = [User(id=uuid.uuid4(), display_name=f"Student {n}") for n in range(count)]
    with classroom.db.writing() as session:
        session.add_all(students)
        session.flush()
        session.add_all(
            Enrollment(course_id=classroom.course, user_id=student.id, role=Role.STUDENT)
            for student in students
        )
    return [student.id for student in students]


def texts(classroom, item):
    with classroom.db.reading() as session:
        return list(session.scalars(select(Variant.code).where(Variant.item_id == item)))


def dealt(classroom, variant):
    with classroom.db.reading() as session:
        return session.get_one(Variant, variant)


def test_two_hundred_classmates_get_two_hundred_texts(classroom):
    item = classroom.items[0]
    for student in enroll(classroom, 200):
        deal_item(classroom.db, user_id=student, item_id=item)

    assert len(texts(classroom, item)) == len(set(texts(classroom, item))) == 200


def start_at_once(classroom, count, texts):
    """Let classmates start one item at once, whose problem has so many texts."""
    problem = parse_problem(FEW_TEXTS.replace("COUNT", str(texts)), slug="few-texts")
    with classroom.db.reading() as session:
        item = session.get_one(Item, classroom.items[0])
    barrier, failures = threading.Barrier(count), []

    def start(student):
        barrier.wait()
        try:
            dealing._deal_apart(classroom.db, student, item, problem)
        except Exception as error:  # noqa: BLE001 - a thread's exception is lost otherwise
            failures.append(error)

    threads = [
        threading.Thread(target=start, args=(student,)) for student in enroll(classroom, count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_fifty_classmates_who_start_at_once_get_fifty_texts_of_eighty(classroom):
    start_at_once(classroom, 50, texts=80)

    held = texts(classroom, classroom.items[0])
    assert len(held) == len(set(held)) == 50


def test_six_classmates_who_start_at_once_share_two_texts_evenly(classroom):
    start_at_once(classroom, 6, texts=2)

    held = texts(classroom, classroom.items[0])
    assert sorted(map(held.count, set(held))) == [3, 3]


def test_one_student_who_clicks_ten_times_at_once_gets_one_variant(classroom):
    (student,) = enroll(classroom, 1)
    barrier, got = threading.Barrier(10), []

    def click():
        barrier.wait()
        got.append(classroom.deal(0, student))

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 10
    assert len(set(got)) == 1


def test_the_truth_is_stored_with_the_text(classroom):
    for variant in (
        classroom.deal(),
        deal_topic(classroom.db, user_id=classroom.student, topic="zeroing"),
    ):
        stored = dealt(classroom, variant)
        assert stored.truth == find_truth(stored.as_dealt())
        assert stored.predictions is None


def test_a_topic_deals_another_problem_than_last_time(classroom):
    problems = [
        dealt(
            classroom, deal_topic(classroom.db, user_id=classroom.student, topic="zeroing")
        ).problem
        for _ in range(6)
    ]

    assert all(one != following for one, following in itertools.pairwise(problems))


def test_a_problem_of_the_students_choice_is_dealt_for_practice(classroom):
    chosen = library()[-1].slug
    variant = dealt(classroom, deal_problem(classroom.db, user_id=classroom.student, slug=chosen))

    assert (variant.problem, variant.item_id) == (chosen, None)


@pytest.mark.parametrize(
    ("deal", "what"), [(deal_topic, {"topic": "astrology"}), (deal_problem, {"slug": "astrology"})]
)
def test_what_the_library_has_not_is_not_found_and_deals_nothing(classroom, deal, what):
    with pytest.raises(NotFound):
        deal(classroom.db, user_id=classroom.student, **what)

    with classroom.db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Variant)).one() == 0
