"""A course's own problems in its pages: written, looked at, saved, mended, published, chosen, dealt and explained."""

import html
import io
import re

import pytest
from sqlalchemy import update

from app.domain.authoring import EXAMPLE, MOST_CHARACTERS, TEMPLATE
from app.domain.authoring.kinds import PARAMETER_KINDS, QUESTION_KINDS
from app.domain.problems import find_problem, text_of
from app.models import Variant
from app.services.authoring import add_version
from app.services.dealing import deal_item
from app.services.explaining import tell_waiting
from app.services.grading import mark_waiting
from app.services.previewing import show_waiting
from app.services.workshop import work_waiting
from tests.app.domain.authoring.pasted import PASTED
from tests.app.own_problems import SMALL, add_small, assign, pass_by_hand, slug_of
from tests.app.web.browsing import Elements


@pytest.fixture
def problems(classroom):
    """The address of the course's problems."""
    return f"/courses/{classroom.course}/problems"


@pytest.fixture
def start(instructor, problems):
    """Begin a new problem as the form does."""

    def start_one(chosen, **typed):
        data = {"csrf_token": instructor.token(), "start": chosen, **typed}
        return instructor.client.post(f"{problems}/new", data=data)

    return start_one


@pytest.fixture
def save(instructor, start):
    """Begin a problem and save this text at once; give the problem's address."""

    def save_one(text=EXAMPLE):
        begun = start("template").location
        return instructor.post(f"{begun}/save", {"text": text}).location

    return save_one


def text_in(page):
    """What stands in the editor."""
    found = re.search(r'name="text".*?>\n(.*?)</textarea>', page, re.DOTALL)[1]
    return html.unescape(found)


def keep(instructor, address, text, **other):
    """Type into the editor as its script does."""
    answer = instructor.client.post(
        address,
        data={"csrf_token": instructor.token(), "text": text, **other},
        headers={"HX-Request": "true"},
    )
    return answer.json


def test_a_problem_goes_from_a_paste_to_being_published(db, instructor, problems, start):
    assert "No problem of your own yet" in instructor.get(problems).text
    begun = start("snippet", snippet=PASTED["backward twice"]).location
    show_waiting(db)
    page = instructor.get(begun).text
    assert "y = (k * x * x).sum()" in text_in(page)
    assert "Each backward() overwrites the gradient" in page
    assert page.count("Sample ") >= 3
    assert "It passes all six gates." in page
    listed = instructor.get(problems).text
    assert "Not saved yet" in listed
    assert begun in listed

    saved = instructor.post(f"{begun}/save", {"text": text_in(page)})
    assert saved.status_code == 303
    address = saved.location
    assert instructor.get(begun).status_code == 404
    waiting = instructor.get(address).text
    assert "Waits for a worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    work_waiting(db)
    ready = instructor.get(address).text
    assert "It passes the check" in ready
    assert 'hx-trigger="every 1s"' not in ready
    assert ready.count("Sample ") >= 3

    published = instructor.post(f"{address}/versions/1/publish")
    assert published.location == address
    assert "Being published" in instructor.get(address).text
    work_waiting(db)
    assert "different exercises are ready to be dealt." in instructor.get(address).text
    assert instructor.post(f"{address}/versions/1/publish").status_code == 303
    assert "Published" in instructor.get(problems).text


@pytest.mark.parametrize("code", ["backward-twice", "one-weight-per-component"])
def test_a_problem_of_the_library_is_copied_and_judged_as_ours(db, instructor, start, code):
    begun = start("library", problem=code).location
    show_waiting(db)
    page = instructor.get(begun).text
    assert text_in(page) == text_of(find_problem(code))
    assert "It passes all six gates." in page


def test_whatever_was_chosen_to_start_from_is_told_when_it_cannot_be_used(instructor, start):
    answer = start("snippet", snippet="import torch\nimport os")
    assert answer.status_code == 422
    assert "Line 2, column 8" in answer.text
    assert "<code>os</code> is not part of" in answer.text
    assert "import torch\nimport os</textarea>" in answer.text
    for chosen, typed, told in (
        ("library", {"problem": "no such"}, "Choose a problem of the library first."),
        ("file", {}, "Choose a file first."),
        ("file", {"file": (io.BytesIO(b"\xff\xfe\x00"), "a.py")}, "not UTF-8 text"),
        ("file", {"file": (io.BytesIO(b"x" * 20_001), "a.py")}, "longer than 20000 characters"),
    ):
        answer = start(chosen, **typed)
        assert answer.status_code == 422
        assert told in answer.text


def test_a_file_names_its_problem_and_two_clicks_begin_one(db, instructor, problems, start):
    made_id = Elements(instructor.get(f"{problems}/new").text).with_name("made_id")["value"]

    def click(name):
        file = (io.BytesIO(b"\xef\xbb\xbf" + EXAMPLE.encode()), name)
        return start("file", file=file, made_id=made_id).location

    begun = click("../My square.py")
    assert click("../My square.py") == begun
    # Who goes back in the browser and chooses something else gets that.
    other = start("template", made_id=made_id).location
    assert other != begun
    assert text_in(instructor.get(other).text) == TEMPLATE
    address = instructor.post(f"{begun}/save", {"text": EXAMPLE}).location
    assert instructor.post(f"{begun}/save", {"text": EXAMPLE}).status_code == 404
    assert re.search(r">my-square-[0-9a-f]{8}</h1>", instructor.get(address).text)


def test_a_mistake_is_told_with_its_place_beside_the_text_while_it_is_typed(db, instructor, start):
    begun = start("template").location
    typed = keep(instructor, begun, TEMPLATE.replace("import torch", "import os"), revision=1)
    assert typed == {"kept": True, "revision": 2, "newer": ""}
    waiting = instructor.get(f"{begun}/preview").text
    assert 'hx-trigger="every 300ms"' in waiting
    assert "A worker looks at your text." in waiting
    show_waiting(db)
    told = instructor.get(f"{begun}/preview").text
    assert 'hx-trigger="every 300ms"' not in told
    assert 'data-line="11" data-column="8"' in told
    assert "<code>os</code> is not part of" in told
    assert 'data-said="Line 11 must be mended first."' in told


def test_other_seeds_show_other_exercises(db, instructor, start):
    begun = start("template").location
    show_waiting(db)
    first = instructor.get(f"{begun}/preview").text
    assert 'data-seeds="3"' in first
    keep(instructor, begun, TEMPLATE, revision=1, first_seed=3)
    show_waiting(db)
    others = instructor.get(f"{begun}/preview").text
    assert "seed 3" in others
    assert "seed 0" not in others


def test_who_has_no_script_keeps_and_sees_the_same(db, instructor, start, save):
    begun = start("template").location
    answer = instructor.post(begun, {"text": EXAMPLE, "revision": "1"})
    assert answer.location == f"{begun}#preview"
    show_waiting(db)
    assert "Twice through a square" in text_in(instructor.get(begun).text)
    other = instructor.post(begun, {"text": "typed there", "revision": "1"})
    assert other.status_code == 409
    assert "typed in another window" in other.text
    assert text_in(other.text) == "typed there"
    again = Elements(other.text).with_name("revision")["value"]
    assert instructor.post(begun, {"text": "typed there", "revision": again}).status_code == 303


def test_what_is_not_saved_stays_for_its_author_until_it_is_saved_or_discarded(
    db, instructor, classroom, save
):
    address = save()
    work_waiting(db)
    page = Elements(instructor.get(address).text)
    form = page.with_name("problem")["value"], page.with_name("base")["value"]
    draft = re.search(r'data-keep="(.*?)"', instructor.get(address).text)[1]
    kept = keep(instructor, draft, EXAMPLE + "# mine", problem=form[0], base=form[1])
    assert kept["revision"] == 1
    show_waiting(db)
    page = instructor.get(address).text
    assert text_in(page).endswith("# mine\n") or text_in(page).endswith("# mine")
    assert "changes that are not saved yet" in page
    gone = instructor.post(
        f"{draft}/discard", {"problem": form[0], "course": str(classroom.course)}
    )
    assert gone.location == address
    again = instructor.post(
        f"{draft}/discard", {"problem": form[0], "course": str(classroom.course)}
    )
    assert again.status_code == 303
    assert text_in(instructor.get(address).text) == EXAMPLE


def test_nobody_overwrites_what_somebody_saved_meanwhile_without_seeing_it(db, instructor, save):
    address = save()
    page = instructor.get(address).text
    draft, problem = re.search(r'data-keep="(.*?)"', page)[1], address.rsplit("/", 1)[1]
    theirs = EXAMPLE.replace("difficulty = 2", "difficulty = 3")
    instructor.post(f"{address}/versions", {"text": theirs, "base": "1"})

    mine = EXAMPLE.replace("difficulty = 2", "difficulty = 4")
    newer = keep(instructor, draft, mine, problem=problem, base=1)["newer"]
    assert "saved version 2 meanwhile." in newer
    assert f"{address}/versions/2?since=1" in newer
    assert "saved version 2 meanwhile." in instructor.get(address).text
    refused = instructor.post(f"{address}/versions", {"text": mine, "base": "1"})
    assert refused.status_code == 409
    assert "Your text beside version 2" in refused.text
    assert "<mark>4</mark>" in refused.text
    assert text_in(refused.text) == mine
    base = Elements(refused.text).with_name("base")["value"]
    assert base == "2"
    instructor.post(f"{address}/versions", {"text": mine, "base": base})
    assert instructor.get(f"{address}/versions/3").status_code == 200


def test_versions_are_compared_and_an_earlier_text_comes_back_as_a_new_one(db, instructor, save):
    address = save(EXAMPLE.replace("import torch", "import torch, os"))
    work_waiting(db)
    page = instructor.get(address).text
    assert "Line 13, column 15" in page
    assert "<code>import torch, <mark>os</mark></code>" in page
    assert instructor.post(f"{address}/versions/1/publish").status_code == 409

    instructor.post(f"{address}/versions", {"text": EXAMPLE, "base": "1"})
    compared = instructor.get(f"{address}/versions/2").text
    assert "What changed since version 1" in compared
    assert "<mark>, os</mark>" in compared
    # The older one can still be read, and says what it was.
    assert "Line 13, column 15" in instructor.get(f"{address}/versions/1").text
    assert instructor.get(f"{address}/versions/3").status_code == 404

    back = instructor.post(f"{address}/versions/1/restore")
    assert back.location == address
    assert "import torch, os\n" in text_in(instructor.get(address).text)
    again = instructor.get(f"{address}/versions/3?since=1").text
    assert "The two texts are the same." in again
    assert instructor.post(f"{address}/versions/1/restore").status_code == 303
    assert instructor.get(f"{address}/versions/4").status_code == 404


@pytest.mark.parametrize(
    ("text", "file", "told"),
    [
        ("", None, "Choose a file, or paste a problem"),
        ("kept while " + "x" * MOST_CHARACTERS, None, "longer than 20000 characters"),
        ("kept while ", b"\xff\xfe\x00", "not UTF-8 text"),
    ],
    ids=["nothing", "too much", "another encoding"],
)
def test_what_cannot_be_stored_is_told_at_the_field_and_what_was_typed_stays(
    instructor, start, save, text, file, told
):
    for address in (f"{start('template').location}/save", f"{save()}/versions"):
        files = {"file": (io.BytesIO(file), "a.py")} if file else {}
        answer = instructor.client.post(
            address, data={"csrf_token": instructor.token(), "text": text, **files}
        )
        assert answer.status_code == 422
        assert told in answer.text
        assert Elements(answer.text).with_name("text")["aria-invalid"] == "true"
        assert text in answer.text


def test_the_help_beside_the_editor_names_every_kind(instructor, start):
    page = instructor.get(start("template").location).text
    for kind in (*PARAMETER_KINDS, *QUESTION_KINDS):
        assert f"<dt><code>{kind.name}</code></dt>" in page
        assert (
            html.escape(f"# {kind.example.splitlines()[-1]}", quote=True)
            .replace("&#x27;", "&#39;")
            .replace("&quot;", "&#34;")
            in page
        )


def test_what_publishing_means_for_dealt_exercises_is_said_in_numbers(
    db, instructor, student, classroom
):
    stored = add_small(classroom)
    item = assign(classroom, slug_of(db, stored))
    address = f"/own-problems/{stored.problem_id}"
    assert "What publishing means" not in instructor.get(address).text
    student.post(f"/items/{item}")
    page = instructor.get(address).text
    assert "Version 1: 1 student has an exercise of it." in page
    assert "Regrade" not in page

    mended = add_version(
        db,
        classroom.doorbell,
        user_id=classroom.instructor,
        problem_id=stored.problem_id,
        text=SMALL + "# mended",
    )
    pass_by_hand(db, mended.version_id)
    instructor.post(f"{address}/versions/2/publish")
    work_waiting(db)
    page = instructor.get(address).text
    assert "Version 1: 1 student has an exercise of it." in page
    link = re.search(r'href="(/assignments/[^"]+/regrades)">Our own</a>', page)[1]
    assert instructor.get(link).status_code == 200


def test_own_problems_are_chosen_beside_the_library_in_their_course_only(
    db, instructor, problems, classroom
):
    slug = slug_of(db, add_small(classroom))
    new = f"/courses/{classroom.course}/assignments/new"
    found = instructor.post(new, {"filter": "now", "filter.words": "a small one"}).text
    assert "Problems of this course" in found
    assert "A small one" in found
    chosen = {"title": "Ours", f"pick.{slug}": "on", f"points.{slug}": "3", f"attempts.{slug}": "2"}
    made = instructor.post(new, chosen)
    assert made.status_code == 303
    page = instructor.get(made.location).text
    assert "A small one" in page
    assert "Difficulty 2 of 5" in page

    elsewhere = instructor.post("/courses", {"title": "Elsewhere"}).location
    refused = instructor.post(f"{elsewhere}/assignments/new", chosen)
    assert refused.status_code == 422
    assert "A small one" not in refused.text

    archived = instructor.post(
        f"/own-problems/{re.search(r'/own-problems/([0-9a-f-]+)', instructor.get(problems).text)[1]}/archive",
        {"archived": "yes"},
    )
    assert archived.status_code == 303
    assert "A small one" not in instructor.get(new).text
    assert "1 archived problem" in instructor.get(problems).text


def test_a_student_works_on_an_own_problem_as_on_any_other(
    db, instructor, student, classroom, doorbell
):
    item = assign(classroom, slug_of(db, add_small(classroom)))
    opened = student.post(f"/items/{item}").location
    page = student.get(opened).text
    assert "A small one" in page
    variant = opened.rsplit("/", 1)[1]
    answers = classroom.right_answers(deal_item(db, user_id=classroom.student, item_id=item))
    assert student.submit(variant, answers).status_code == 303
    mark_waiting(db)
    assert "100 %" in student.get(opened).text

    story = f"{opened}/explanation"
    assert "Your teacher wrote this exercise" in student.get(story).text
    assert student.post(story).location == story
    assert "On its way" in student.get(story).text
    assert "On its way" in instructor.get(story).text
    tell_waiting(db)
    assert "How the program runs" in student.get(story).text


def test_no_page_runs_what_a_course_wrote(db, instructor, student, classroom):
    item = assign(classroom, slug_of(db, add_small(classroom)))
    opened = student.post(f"/items/{item}").location
    # Whoever ran this would come to nothing but an error.
    with db.writing() as session:
        session.execute(update(Variant).values(code="this is no program at all\n"))
    assert student.get(opened).status_code == 200
    assert instructor.get(opened).status_code == 200
    assert "Not explained yet" in instructor.get(f"{opened}/explanation").text
    assert instructor.post(f"{opened}/explanation").status_code == 303
    tell_waiting(db)
    assert "could not be explained" in instructor.get(f"{opened}/explanation").text
