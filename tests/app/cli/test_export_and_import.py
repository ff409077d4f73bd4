"""`gradmark export` and `gradmark import`, as an administrator types them."""

import pytest
from sqlalchemy import select

from app.domain.administration import AdminStep
from app.models import AdminEvent, Course, User
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.items import NewItem
from app.services.members import join_course
from app.services.sign_in_links import make_sign_in_link, use_sign_in_link
from tests.app.cli.desk import Desk
from tests.app.course_files import changed, everything
from tests.app.people import add_account


@pytest.fixture
def elsewhere(tmp_path, prepared_files):
    """Another store, with an administrator of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    prepared_files.fill(f"sqlite:///{folder / 'gradmark.db'}", with_classroom=False)
    desk = Desk(folder)
    yield desk
    desk.db.dispose()


@pytest.fixture
def course(desk):
    """A course with a teacher and a student."""
    teacher = add_account(desk.db, "grace@example.org", "Grace")
    course_id = create_course(desk.db, user_id=teacher, title="Gradients & more")
    items = [NewItem("one-weight-per-component", points=1, max_attempts=1)]
    create_assignment(desk.db, user_id=teacher, course_id=course_id, title="Week 1", items=items)
    student = add_account(desk.db, "ada@example.org", "Ada")
    with desk.db.reading() as session:
        join_code = session.get_one(Course, course_id).join_code
    join_course(desk.db, user_id=student, join_code=join_code)
    return course_id


@pytest.fixture
def file(desk, course, tmp_path):
    """The course's file."""
    desk.read("export", str(course), str(tmp_path / "gradients.zip"))
    return tmp_path / "gradients.zip"


def test_a_course_is_written_to_a_file_that_only_its_owner_reads(desk, course, tmp_path):
    (told,) = desk.read("export", str(course), str(tmp_path / "one.zip"))

    file = tmp_path / "one.zip"
    assert (told["file"], told["course"], told["people"]) == (str(file), str(course), 2)
    assert (told["bytes"], file.stat().st_mode & 0o777) == (file.stat().st_size, 0o600)
    assert list(tmp_path.glob(".*")) == []


def test_in_a_folder_the_file_is_named_after_the_course_and_the_time(desk, course, tmp_path):
    (tmp_path / "kept").mkdir()

    written = desk.run("export", str(course), str(tmp_path / "kept")).stdout

    (file,) = (tmp_path / "kept").iterdir()
    assert file.name.startswith("gradients-more-20")
    assert file.suffix == ".zip"
    assert str(file) in written
    assert "2 people" in written


def test_a_file_that_is_there_is_never_overwritten(desk, course, tmp_path):
    (tmp_path / "mine.zip").write_text("mine")

    assert "there already" in desk.wrong("export", str(course), str(tmp_path / "mine.zip"))
    assert "no folder" in desk.wrong("export", str(course), str(tmp_path / "no" / "one.zip"))
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_course_that_is_not_there_leaves_no_file(desk, tmp_path):
    assert "NOTACODE" in desk.refusal("export", "NOTACODE", str(tmp_path / "none.zip"))
    assert not (tmp_path / "none.zip").exists()


def test_a_dry_run_tells_who_is_found_and_who_is_made_and_writes_nothing(elsewhere, file, course):
    add_account(elsewhere.db, "ada@example.org", "Ada L.")
    before = everything(elsewhere.db)

    (told,) = elsewhere.read("import", str(file), "--dry-run")
    written = elsewhere.run("import", str(file), "--dry-run").stdout

    assert (told["imported"], told["course"]) == (False, str(course))
    assert (told["found"], told["made"]) == (["ada@example.org"], ["grace@example.org"])
    assert "ada@example.org: has an account here\n" in written
    assert "grace@example.org: gets a new account, without a password\n" in written
    assert "Nothing has happened yet" in written
    assert everything(elsewhere.db) == before


def test_whose_account_is_here_keeps_it_and_who_has_none_comes_in_by_a_link(
    elsewhere, file, course
):
    ada = add_account(elsewhere.db, "ada@example.org", "Ada L.")

    written = elsewhere.run("import", str(file)).stdout

    assert f"“Gradients & more” is imported: {course}\n" in written
    assert "gradmark users sign-in-link" in written
    with elsewhere.db.reading() as session:
        people = {one.email: one for one in session.scalars(select(User))}
        (event,) = session.scalars(select(AdminEvent).where(AdminEvent.step == AdminStep.IMPORTED))
    assert (people["ada@example.org"].id, people["ada@example.org"].display_name) == (ada, "Ada L.")
    assert people["grace@example.org"].password_hash is None
    assert (event.actor_id, event.amount) == (elsewhere.root, 2)
    link = make_sign_in_link(
        elsewhere.db, user_id=elsewhere.root, person_id=people["grace@example.org"].id
    )
    came_in = use_sign_in_link(elsewhere.db, token=link, password="correct horse")
    assert came_in.user_id == people["grace@example.org"].id
    (shown,) = elsewhere.read("courses", "show", str(course))
    assert (shown["instructors"], shown["students"]) == (["Grace"], 1)


def test_a_course_comes_in_once(elsewhere, file):
    elsewhere.read("import", str(file))
    before = everything(elsewhere.db)

    again = elsewhere.run("import", str(file))

    assert (again.exit_code, again.stdout.splitlines()) == (
        1,
        [
            "course.jsonl: this course is here already, as “Gradients & more”.",
            "The course was not imported, and nothing was changed.",
        ],
    )
    assert everything(elsewhere.db) == before


def test_every_fault_is_told_with_its_line_and_nothing_is_imported(elsewhere, file):
    def spoil(parts):
        parts["items"][0]["points"] = -1
        parts["enrollments"][1]["role"] = "owner"

    file.write_bytes(changed(file.read_bytes(), spoil))
    before = everything(elsewhere.db)

    refused = elsewhere.run("import", str(file), "--json")

    assert refused.exit_code == 1
    told = refused.stdout
    assert '"place": "enrollments.jsonl, line 2"' in told
    assert '"place": "items.jsonl, line 1"' in told
    assert everything(elsewhere.db) == before


def test_a_join_code_that_is_taken_here_is_replaced(elsewhere, file, course):
    other = create_course(elsewhere.db, user_id=elsewhere.root, title="Another")
    with elsewhere.db.reading() as session:
        taken = session.get_one(Course, other).join_code

    def take(parts):
        parts["course"][0]["join_code"] = taken

    file.write_bytes(changed(file.read_bytes(), take))
    (told,) = elsewhere.read("import", str(file))

    assert any(taken in note for note in told["notes"])
    with elsewhere.db.reading() as session:
        assert session.get_one(Course, course).join_code != taken


def test_what_is_no_course_file_is_a_wrong_argument(elsewhere, tmp_path):
    (tmp_path / "letter.zip").write_text("Dear Gradmark")

    assert "no course file" in elsewhere.wrong("import", str(tmp_path / "letter.zip"))
    assert "nowhere.zip" in elsewhere.wrong("import", str(tmp_path / "nowhere.zip"))


def test_only_an_administrator_exports_and_imports(desk, course, file):
    said = "'grace@example.org' is no administrator's address."
    assert desk.refusal("export", str(course), email="grace@example.org") == said
    assert desk.refusal("import", str(file), email="grace@example.org") == said
