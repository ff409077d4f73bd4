"""What a teacher types is kept, whichever window it comes from, and nothing that was typed is overwritten unasked."""

import threading
import uuid

import pytest
from sqlalchemy import func, select

from app.domain.authoring import EXAMPLE, MOST_CHARACTERS, MOST_DRAFTS, draft_id_of
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import ProblemDraft
from app.queries.problem_drafts import begun_problems, draft_page, find_own_draft, newer_version
from app.services.authoring import add_problem, add_version
from app.services.courses import archive_course
from app.services.problem_drafts import Typed, discard_draft, keep_draft, start_draft

OTHER = EXAMPLE.replace("k * x * x", "k * x")


@pytest.fixture
def begun(classroom, doorbell):
    """A new problem that the instructor has begun with the example."""
    draft_id = uuid.uuid4()
    start_draft(
        classroom.db,
        doorbell,
        user_id=classroom.instructor,
        course_id=classroom.course,
        draft_id=draft_id,
        text=EXAMPLE,
        name="my square.py",
    )
    return draft_id


@pytest.fixture
def keep(classroom, doorbell):
    """Keep a text, by default of the instructor."""

    def keep_one(draft_id, text, user_id=None, **other):
        typed = {name: other.pop(name) for name in tuple(other) if name in Typed.__match_args__}
        return keep_draft(
            classroom.db,
            doorbell,
            user_id=user_id or classroom.instructor,
            draft_id=draft_id,
            typed=Typed(text, **typed),
            **other,
        )

    return keep_one


def draft_of(db, draft_id):
    with db.reading() as session:
        return session.get(ProblemDraft, draft_id)


def test_a_new_problem_is_kept_from_its_first_text_on_and_a_preview_is_wanted(
    db, classroom, doorbell, begun
):
    assert doorbell.rings[-1] == begun
    with db.reading() as session:
        page = draft_page(session, classroom.instructor, begun)
    assert (page.draft.text, page.draft.revision, page.name) == (EXAMPLE, 1, "my square.py")
    assert (page.shown.is_waiting, page.shown.preview) == (True, None)


def test_a_second_click_begins_no_second_problem(db, classroom, doorbell, begun):
    start_draft(
        db,
        doorbell,
        user_id=classroom.instructor,
        course_id=classroom.course,
        draft_id=begun,
        text=OTHER,
    )
    assert draft_of(db, begun).text == EXAMPLE
    with db.reading() as session:
        assert len(begun_problems(session, classroom.instructor, classroom.course)) == 1


def test_every_change_counts_and_the_same_text_again_changes_nothing(db, begun, keep):
    assert keep(begun, OTHER, revision=1, tab="a").revision == 2
    epoch = draft_of(db, begun).epoch
    # Its answer was lost on the way, so it is sent again as it was.
    again = keep(begun, OTHER, revision=1, tab="b")
    assert (again.revision, again.is_kept) == (2, True)
    # A worker that has begun to look at it goes on.
    assert draft_of(db, begun).epoch == epoch
    assert draft_of(db, begun).text == OTHER


def test_another_window_overwrites_nothing_unless_it_is_told_to(db, begun, keep):
    keep(begun, "typed here", revision=1, tab="a")
    there = keep(begun, "typed there", revision=1, tab="b")
    assert (there.is_kept, there.revision) == (False, 2)
    assert draft_of(db, begun).text == "typed here"
    # The window that typed last goes on, though it missed what it was answered.
    assert keep(begun, "typed here, on", revision=1, tab="a").is_kept
    assert keep(begun, "typed there", revision=1, tab="b", replaces=True).is_kept
    assert draft_of(db, begun).text == "typed there"


def test_two_windows_at_once_keep_one_text_and_tell_the_other(db, begun, keep):
    kept = []

    def type_in(tab):
        kept.append(keep(begun, f"typed in {tab}", revision=1, tab=tab).is_kept)

    windows = [threading.Thread(target=type_in, args=(tab,)) for tab in "abcd"]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert sorted(kept) == [False, False, False, True]
    assert draft_of(db, begun).revision == 2


def test_a_draft_of_a_problem_is_its_author_s_alone_and_gone_once_it_is_saved(
    db, classroom, doorbell, keep
):
    stored = add_problem(
        db, doorbell, user_id=classroom.instructor, course_id=classroom.course, text=EXAMPLE
    )
    draft_id = draft_id_of(stored.problem_id, classroom.instructor)
    keep(draft_id, "typed", problem_id=stored.problem_id, base=1)
    assert draft_of(db, draft_id).base == 1
    for other in (classroom.student, uuid.uuid4()):
        with pytest.raises(NotFound):
            keep(draft_id, "typed", user_id=other, problem_id=stored.problem_id, base=1)
        with db.reading() as session:
            assert find_own_draft(session, other, draft_id) is None

    add_version(
        db,
        doorbell,
        user_id=classroom.instructor,
        problem_id=stored.problem_id,
        text=OTHER,
        base=1,
    )
    assert draft_of(db, draft_id) is None


def test_a_new_problem_s_draft_becomes_the_problem(db, classroom, doorbell, begun, keep):
    def save(text):
        return add_problem(
            db,
            doorbell,
            user_id=classroom.instructor,
            course_id=classroom.course,
            text=text,
            problem_id=begun,
        )

    assert save(EXAMPLE).problem_id == begun
    assert draft_of(db, begun) is None
    assert save(EXAMPLE).number == 1
    with pytest.raises(Conflict, match="another window"):
        keep(begun, OTHER, revision=1, tab="b")
    with pytest.raises(Conflict, match="saved version 1 meanwhile"):
        save(OTHER)


def test_who_writes_on_an_older_version_is_told_who_saved_meanwhile(db, classroom, doorbell):
    stored = add_problem(
        db, doorbell, user_id=classroom.instructor, course_id=classroom.course, text=EXAMPLE
    )

    def save(text, base):
        return add_version(
            db,
            doorbell,
            user_id=classroom.instructor,
            problem_id=stored.problem_id,
            text=text,
            base=base,
        )

    save(OTHER, base=1)
    with db.reading() as session:
        newer = newer_version(session, stored.problem_id, than=1)
        assert newer_version(session, stored.problem_id, than=2) is None
    assert newer.number == 2
    with pytest.raises(Conflict, match=f"{newer.author} saved version 2 meanwhile"):
        save(EXAMPLE, base=1)
    assert save(OTHER, base=1).number == 2
    assert save(EXAMPLE, base=2).number == 3


def test_what_cannot_be_kept_is_refused_and_what_was_kept_stays(db, begun, keep):
    for text in ("x" * (MOST_CHARACTERS + 1), "a\0b"):
        with pytest.raises(InvalidInput):
            keep(begun, text, revision=1)
    assert draft_of(db, begun).text == EXAMPLE
    assert keep(begun, "", revision=1).is_kept


def test_bounds_are_told(db, classroom, doorbell, begun, keep):
    def start(course_id=classroom.course):
        start_draft(
            db,
            doorbell,
            user_id=classroom.instructor,
            course_id=course_id,
            draft_id=uuid.uuid4(),
            text="",
        )

    for _more in range(MOST_DRAFTS - 1):
        start()
    with pytest.raises(Conflict, match="Save or discard one"):
        start()
    with pytest.raises(NotFound):
        discard_draft(db, user_id=classroom.student, draft_id=begun)
    assert draft_of(db, begun) is not None
    discard_draft(db, user_id=classroom.instructor, draft_id=begun)
    start()
    with db.reading() as session:
        drafts = session.scalars(select(func.count()).select_from(ProblemDraft)).one()
    assert drafts == MOST_DRAFTS
    with pytest.raises(NotFound):
        keep(begun, "typed")


def test_an_archived_course_takes_no_text(db, classroom, begun, keep):
    archive_course(db, user_id=classroom.instructor, course_id=classroom.course)
    with pytest.raises(CourseClosed):
        keep(begun, "typed", revision=1)
