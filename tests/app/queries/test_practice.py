"""What somebody has solved, topic by topic."""

import pytest

from app.domain.problems import TOPICS, library
from app.queries.practice import practice_path
from app.services.dealing import deal_problem
from app.services.grading import mark_waiting


def path(classroom, user=None):
    with classroom.db.reading() as session:
        return practice_path(session, user)


def work(classroom, slug, *, right):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug=slug)
    classroom.submit(variant, None if right else classroom.wrong_answers(variant))
    mark_waiting(classroom.db)


@pytest.fixture
def first(classroom):
    return path(classroom).topics[0]


def test_a_stranger_sees_every_problem_once_under_its_topic_and_starts_at_the_first(classroom):
    shown = path(classroom)

    assert [topic.slug for topic in shown.topics] == [
        topic.slug for topic in TOPICS if any(p.topic == topic.slug for p in library())
    ]
    assert [p.slug for topic in shown.topics for p in topic.problems] == [
        problem.slug for problem in library()
    ]
    assert not shown.is_begun
    assert shown.following.slug == shown.topics[0].slug
    assert all(topic.solved == 0 for topic in shown.topics)


def test_full_marks_solve_a_problem_and_less_shows_the_best(classroom, first):
    easy, other = first.problems[0].slug, first.problems[1].slug
    work(classroom, easy, right=False)
    work(classroom, easy, right=True)
    work(classroom, other, right=False)

    shown = path(classroom, classroom.student).topics[0]
    by_slug = {problem.slug: problem for problem in shown.problems}
    assert by_slug[easy].is_solved
    assert (by_slug[other].best, by_slug[other].is_solved) == (0.0, False)
    assert shown.solved == 1


def test_what_was_solved_in_a_course_counts(classroom):
    classroom.submit(classroom.deal(0))
    mark_waiting(classroom.db)

    shown = path(classroom, classroom.student)
    assert shown.is_begun
    assert sum(topic.solved for topic in shown.topics) == 1


def test_nobody_sees_what_another_has_solved(classroom, first):
    work(classroom, first.problems[0].slug, right=True)

    assert not path(classroom, classroom.add_student("Blaise")).is_begun


def test_a_solved_topic_is_followed_by_one_whose_foundations_are_laid(classroom, first):
    for problem in first.problems:
        work(classroom, problem.slug, right=True)

    shown = path(classroom, classroom.student)
    assert shown.topics[0].is_solved
    assert shown.following is not None
    begun = {topic.slug for topic in shown.topics if topic.solved}
    assert {before.slug for before in shown.following.builds_on} <= begun


def test_when_all_is_solved_nothing_follows(classroom):
    for problem in library():
        variant = deal_problem(classroom.db, user_id=classroom.student, slug=problem.slug)
        classroom.submit(variant)
    while mark_waiting(classroom.db):
        pass

    shown = path(classroom, classroom.student)
    assert all(topic.is_solved for topic in shown.topics)
    assert shown.following is None
