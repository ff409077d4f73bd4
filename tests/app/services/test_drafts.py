import threading

import pytest

from app.errors import Conflict, InvalidInput, NotFound, NotOpen
from app.models import Draft, Submission
from app.queries.exercises import exercise
from app.services.courses import archive_course
from app.services.dealing import deal_problem
from app.services.drafts import keep_draft
from app.services.grading import mark_waiting
from app.services.revealing import reveal
from app.services.submissions import submit
from tests.app.limited import let_pass, set_rules, start

# What takes no lock of its own needs only one of the databases.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def keep(classroom, variant, answers, counter, student=None):
    return keep_draft(
        classroom.db,
        user_id=student or classroom.student,
        variant_id=variant,
        answers=answers,
        counter=counter,
    )


def stored(classroom, variant):
    with classroom.db.reading() as session:
        return session.get(Draft, variant)


def typed(classroom, variant, text):
    return dict.fromkeys(classroom.right_answers(variant), text)


@ON_SQLITE
def test_what_is_typed_is_kept_as_it_stands_and_is_no_attempt(classroom):
    variant = classroom.deal()
    half = typed(classroom, variant, "[1, 2")

    assert keep(classroom, variant, {**half, "no such question": "x"}, 1).is_newest

    with classroom.db.reading() as session:
        page = exercise(session, classroom.student, variant)
        assert session.query(Submission).count() == 0
    assert (page.draft.answers, page.draft.counter) == (half, 1)
    assert page.attempts_left == 3
    with classroom.db.reading() as session:
        assert exercise(session, classroom.instructor, variant).draft is None


def test_the_highest_counter_wins_whatever_arrives_last(classroom):
    variant = classroom.deal()
    for text, counter, kept in (("3", 3, 3), ("2", 2, 3), ("4", 4, 4), ("1", 1, 4)):
        for _sent_twice in range(2):
            answer = keep(classroom, variant, typed(classroom, variant, text), counter)
            assert (answer.counter, answer.is_newest) == (kept, counter == kept)
    # Another device came to the same number.
    assert not keep(classroom, variant, typed(classroom, variant, "5"), 4).is_newest
    assert stored(classroom, variant).answers == typed(classroom, variant, "4")


def test_of_many_at_once_the_highest_counter_stays(classroom):
    variant = classroom.deal()
    texts = {counter: typed(classroom, variant, str(counter)) for counter in range(1, 13)}
    barrier = threading.Barrier(len(texts))

    def send(counter):
        barrier.wait()
        keep(classroom, variant, texts[counter], counter)

    threads = [threading.Thread(target=send, args=(counter,)) for counter in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (stored(classroom, variant).counter, stored(classroom, variant).answers) == (
        12,
        texts[12],
    )


def test_a_submission_takes_the_drafts_place_and_what_is_late_of_it_is_old(classroom):
    variant = classroom.deal()
    keep(classroom, variant, typed(classroom, variant, "1"), 1)
    submit(
        classroom.db,
        classroom.doorbell,
        user_id=classroom.student,
        variant_id=variant,
        answers=typed(classroom, variant, "12"),
        idempotency_key="click",
        draft_counter=5,
    )

    assert not keep(classroom, variant, typed(classroom, variant, "1"), 4).is_newest

    draft = stored(classroom, variant)
    assert (draft.answers, draft.to_hand_in) == (typed(classroom, variant, "12"), None)
    assert keep(classroom, variant, typed(classroom, variant, "123"), 6).is_newest


def test_a_submission_without_a_script_takes_the_drafts_place_too(classroom):
    variant = classroom.deal()
    classroom.submit(variant, typed(classroom, variant, "7"))
    assert stored(classroom, variant) is None
    keep(classroom, variant, typed(classroom, variant, "8"), 3)

    classroom.submit(variant, typed(classroom, variant, "9"))

    draft = stored(classroom, variant)
    assert (draft.answers, draft.counter) == (typed(classroom, variant, "9"), 3)


@ON_SQLITE
def test_drafts_are_kept_where_answers_are_taken_and_nowhere_else(classroom):
    variant = classroom.deal()
    some = typed(classroom, variant, "1")
    with pytest.raises(NotFound):
        keep(classroom, variant, some, 1, classroom.instructor)
    for counter, answers in ((0, some), (2**31, some), (1, typed(classroom, variant, "1" * 20001))):
        with pytest.raises(InvalidInput):
            keep(classroom, variant, answers, counter)

    set_rules(classroom)
    with pytest.raises(NotOpen):
        keep(classroom, variant, some, 1)
    start(classroom)
    let_pass(classroom, 40.1)
    keep(classroom, variant, some, 1)
    let_pass(classroom, 0.2)
    with pytest.raises(NotOpen):
        keep(classroom, variant, some, 2)

    set_rules(classroom, minutes=None)
    archive_course(classroom.db, user_id=classroom.instructor, course_id=classroom.course)
    with pytest.raises(Conflict):
        keep(classroom, variant, some, 2)


@ON_SQLITE
def test_practice_is_kept_until_its_answers_are_shown(classroom):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="backward-twice")
    keep(classroom, variant, typed(classroom, variant, "1"), 1)
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(classroom.db)
    reveal(classroom.db, user_id=classroom.student, variant_id=variant)

    with pytest.raises(Conflict, match="shown already"):
        keep(classroom, variant, typed(classroom, variant, "2"), 2)
