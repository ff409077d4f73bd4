"""Regrades: what they find, write and bring back, and what they leave alone."""

import uuid

import pytest
from sqlalchemy import select

from app.domain.credit import Counting, Rules
from app.domain.regrading import Mode, RegradeState
from app.models import Result, Variant
from app.services.assignments import change_assignment
from app.services.authoring import add_version, publish
from app.services.overriding import override_item
from app.services.regrading import (
    accept_answer,
)
from app.services.workshop import work_waiting as check_waiting
from tests.app.own_problems import SMALL, add_small, assign, pass_by_hand, slug_of
from tests.app.regrades import (
    REASON,
    apply,
    misjudged,
    order,
    regrade_of,
    results_of,
    score_of,
    state_of_all,
    students_of,
    submit_and_mark,
    undo,
    work,
)


def accept(room, submission_id, *, everywhere=False, question="a_grad"):
    """Accept an answer of a submission, and let a worker compute it."""
    regrade_id = uuid.uuid4()
    accept_answer(
        room.db,
        room.doorbell,
        user_id=room.instructor,
        submission_id=submission_id,
        question=question,
        everywhere=everywhere,
        reason=REASON,
        regrade_id=regrade_id,
    )
    work(room.db)
    return regrade_id


def test_a_truth_that_was_wrong_is_found_anew_and_marks_follow(classroom):
    sent = misjudged(classroom)
    assert score_of(classroom.db, sent) == 0

    regrade_id = order(classroom)
    assert regrade_of(classroom.db, regrade_id).state is RegradeState.READY
    assert score_of(classroom.db, sent) == 0, "a preview changes nothing"
    student = students_of(classroom.db, regrade_id)[classroom.student]
    assert (student.points_before, student.points_replaced) == (0, 4)
    assert results_of(classroom.db, regrade_id) == {sent: (0, 1, False)}

    apply(classroom, regrade_id)
    assert regrade_of(classroom.db, regrade_id).state is RegradeState.DONE
    assert score_of(classroom.db, sent) == 1
    assert results_of(classroom.db, regrade_id) == {sent: (0, 1, True)}


def test_undoing_brings_back_every_byte_of_what_was_marked(classroom):
    misjudged(classroom)
    variant = classroom.deal(1)
    submit_and_mark(classroom, variant, classroom.wrong_answers(variant))
    before = state_of_all(classroom.db)

    regrade_id = order(classroom)
    apply(classroom, regrade_id)
    assert state_of_all(classroom.db) != before
    undo(classroom, regrade_id)
    assert regrade_of(classroom.db, regrade_id).state is RegradeState.UNDONE
    assert state_of_all(classroom.db) == before


def test_what_was_sent_after_a_regrade_is_marked_by_the_old_terms_once_it_is_undone(classroom):
    variant = classroom.deal(0)
    wrong = submit_and_mark(classroom, variant, {"a_grad": "[7, 7, 7]"})
    regrade_id = accept(classroom, wrong)
    apply(classroom, regrade_id)
    assert score_of(classroom.db, wrong) == 1
    # The accepted answer solves the item, so another student sends it.
    later = later_student_sends(classroom, "[7, 7, 7]", like=variant)
    assert score_of(classroom.db, later) == 1

    undo(classroom, regrade_id)
    assert score_of(classroom.db, wrong) == score_of(classroom.db, later) == 0


def later_student_sends(room, text, like=None):
    """Let a student who comes later send an answer, to the same program if there is one to be like."""
    student = room.add_student("Emmy")
    variant = room.deal(0, student)
    if like is not None:
        with room.db.writing() as session:
            stored, other = session.get_one(Variant, variant), session.get_one(Variant, like)
            stored.code, stored.truth = other.code, other.truth
    return submit_and_mark(room, variant, {"a_grad": text}, student=student)


def test_an_answer_accepted_for_one_program_counts_for_no_other(classroom):
    wrong = submit_and_mark(classroom, classroom.deal(0), {"a_grad": "None"})
    elsewhere = later_student_sends(classroom, "None")

    apply(classroom, accept(classroom, wrong))
    assert score_of(classroom.db, wrong) == 1
    assert score_of(classroom.db, elsewhere) == 0


def test_an_answer_accepted_everywhere_counts_in_all_exercises_of_the_item(classroom):
    wrong = submit_and_mark(classroom, classroom.deal(0), {"a_grad": "None"})
    elsewhere = later_student_sends(classroom, "None")
    other_answer = later_student_sends(classroom, "[7, 7, 7]")

    apply(classroom, accept(classroom, wrong, everywhere=True))
    assert score_of(classroom.db, elsewhere) == 1
    assert score_of(classroom.db, other_answer) == 0
    with classroom.db.reading() as session:
        (mark,) = session.get_one(Result, elsewhere).marks
        assert "accepts" in mark["note"]
        assert session.get_one(Result, elsewhere).diagnosis is None


def test_full_marks_count_for_every_answer_of_the_item_and_of_no_other(classroom):
    first = submit_and_mark(classroom, classroom.deal(0), {"a_grad": "[7, 7, 7]"})
    other = classroom.deal(1)
    second = submit_and_mark(classroom, other, classroom.wrong_answers(other))

    apply(classroom, order(classroom, item_id=classroom.items[0], full=True))
    assert (score_of(classroom.db, first), score_of(classroom.db, second)) == (1, 0)
    # It holds for what is sent later as well.
    assert score_of(classroom.db, later_student_sends(classroom, "None")) == 1


def test_never_lower_leaves_marks_that_would_fall(classroom):
    falls = submit_and_mark(classroom, variant := classroom.deal(0), {"a_grad": "[7, 7, 7]"})
    with classroom.db.writing() as session:
        result = session.get_one(Result, falls)
        result.score, result.marks = 1.0, [{**result.marks[0], "verdict": "right"}]
    before = state_of_all(classroom.db)

    regrade_id = order(classroom)
    student = students_of(classroom.db, regrade_id)[classroom.student]
    assert (student.points_before, student.points_replaced, student.points_never_lower) == (4, 0, 4)
    apply(classroom, regrade_id, Mode.NEVER_LOWER)
    assert state_of_all(classroom.db) == before
    undo(classroom, regrade_id)

    apply(classroom, order(classroom), Mode.REPLACE)
    assert score_of(classroom.db, falls) == 0
    assert variant


def test_points_set_by_hand_stay_and_are_flagged(classroom):
    misjudged(classroom)
    override_item(
        classroom.db,
        user_id=classroom.instructor,
        item_id=classroom.items[0],
        student_id=classroom.student,
        points=3,
        reason="Explained it at the board.",
    )
    regrade_id = order(classroom)
    apply(classroom, regrade_id)

    student = students_of(classroom.db, regrade_id)[classroom.student]
    assert student.is_overridden
    assert (student.points_before, student.points_replaced) == (3, 3)


def test_a_rule_of_the_assignment_that_decides_marks_reaches_old_submissions(classroom):
    """Carried slips are a matter of marks; the credit that marks earn follows the rules at once."""
    classroom.items.append(assign(classroom, "call-by-call"))
    variant = classroom.deal(len(classroom.items) - 1)
    slipped = {name: shift(text) for name, text in classroom.right_answers(variant).items()}
    sent = submit_and_mark(classroom, variant, slipped)
    assert score_of(classroom.db, sent) == 0

    classroom.assignment = assignment_of(classroom, classroom.items[-1])
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(carries_slips=True),
    )
    apply(classroom, order(classroom))
    assert score_of(classroom.db, sent) == 0.5


def shift(text):
    """Write a tensor's numbers 7 higher."""
    numbers = text.removeprefix("tensor([").removesuffix("])").split(", ")
    return str([float(number) + 7 for number in numbers])


def test_a_mended_tolerance_of_an_own_problem_reaches_exercises_with_the_same_snippet(classroom):
    strict = SMALL.replace("# title", "# rtol = 1e-6\n# title", 1)
    stored = add_small(classroom, strict)
    item = assign(classroom, slug_of(classroom.db, stored))
    classroom.items.append(item)
    variant = classroom.deal(len(classroom.items) - 1)
    nearly = {name: nudged(text) for name, text in classroom.right_answers(variant).items()}
    sent = submit_and_mark(classroom, variant, nearly)
    assert score_of(classroom.db, sent) == 0

    publish_version(classroom, stored.problem_id, SMALL)
    classroom.assignment = assignment_of(classroom, item)
    regrade_id = order(classroom)
    assert students_of(classroom.db, regrade_id)[classroom.student].other_texts == 0
    apply(classroom, regrade_id)
    assert score_of(classroom.db, sent) == 1
    with classroom.db.reading() as session:
        assert session.get_one(Variant, variant).rtol == 1e-3
    undo(classroom, regrade_id)
    assert score_of(classroom.db, sent) == 0


def test_an_exercise_whose_snippet_was_mended_keeps_its_own_text_and_is_counted(classroom):
    stored = add_small(classroom)
    item = assign(classroom, slug_of(classroom.db, stored))
    classroom.items.append(item)
    variant = classroom.deal(len(classroom.items) - 1)
    sent = submit_and_mark(classroom, variant)

    publish_version(classroom, stored.problem_id, SMALL.replace("import torch", "import torch\n"))
    classroom.assignment = assignment_of(classroom, item)
    before = state_of_all(classroom.db)
    regrade_id = order(classroom)
    assert students_of(classroom.db, regrade_id)[classroom.student].other_texts == 1
    apply(classroom, regrade_id)
    assert state_of_all(classroom.db) == before
    assert score_of(classroom.db, sent) == 1


def nudged(text):
    """Write a tensor's numbers a little off: by a ten-thousandth."""
    numbers = text.removeprefix("tensor(").removesuffix(")").strip("[]").split(", ")
    off = [float(number) * 1.0001 for number in numbers]
    return str(off if "[" in text else off[0])


def publish_version(room, problem_id, text):
    """Send in another text of a problem, have it checked and published."""
    stored = add_version(
        room.db, room.doorbell, user_id=room.instructor, problem_id=problem_id, text=text
    )
    pass_by_hand(room.db, stored.version_id)
    publish(room.db, room.doorbell, user_id=room.instructor, version_id=stored.version_id)
    check_waiting(room.db)


def assignment_of(room, item_id):
    """Return the assignment of an item."""
    with room.db.reading() as session:
        return (
            session.scalars(select(Variant).where(Variant.item_id == item_id))
            .first()
            .item.assignment_id
        )


@pytest.mark.parametrize("counting", list(Counting))
def test_points_before_are_what_the_gradebook_says(classroom, counting):
    """The preview counts as the pages do, whatever the rules."""
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(
            counting=counting, new_exercises=counting is Counting.STREAK, streak_percent=50
        ),
    )
    misjudged(classroom)
    regrade_id = order(classroom)
    student = students_of(classroom.db, regrade_id)[classroom.student]
    expected = 2 if counting is Counting.STREAK else 4
    assert (student.points_before, student.points_replaced) == (0, expected)
