"""A course's own problems in its pages: sent in, mended, published, chosen, dealt and explained."""

import html
import io
import re

import pytest
from sqlalchemy import update

from app.domain.authoring import EXAMPLE, MOST_CHARACTERS
from app.models import Variant
from app.services.dealing import deal_item
from app.services.explaining import tell_waiting
from app.services.grading import mark_waiting
from app.services.workshop import work_waiting
from tests.app.domain.authoring.pasted import PASTED
from tests.app.own_problems import add_small, assign, slug_of
from tests.app.web.browsing import Elements


@pytest.fixture
def problems(classroom):
    """The address of the course's problems."""
    return f"/courses/{classroom.course}/problems"


def send_in(instructor, problems, text, **files):
    return instructor.client.post(
        f"{problems}/new", data={"csrf_token": instructor.token(), "text": text, **files}
    )


def test_a_problem_goes_from_a_paste_to_being_published(db, instructor, problems):
    assert "No problem of your own yet" in instructor.get(problems).text
    answer = send_in(instructor, problems, EXAMPLE)
    assert answer.status_code == 303
    address = answer.location

    waiting = instructor.get(address).text
    assert "Waits for a worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    work_waiting(db)
    ready = instructor.get(address).text
    assert "It passes the check" in ready
    assert 'hx-trigger="every 1s"' not in ready
    assert ready.count("Sample ") >= 3
    assert "<h1>Twice through a square</h1>" in ready

    published = instructor.post(f"{address}/versions/1/publish")
    assert published.status_code == 303
    assert "Being published" in instructor.get(published.location).text
    work_waiting(db)
    page = instructor.get(published.location).text
    assert "500 different exercises are ready to be dealt." in page
    assert instructor.post(f"{address}/versions/1/publish").status_code == 303
    row = instructor.get(problems).text
    assert "Twice through a square" in row
    assert "Published" in row


def test_a_file_with_a_mistake_comes_back_with_its_place_and_its_text(db, instructor, problems):
    text = EXAMPLE.replace("import torch", "import torch, os")
    address = send_in(instructor, problems, text).location
    work_waiting(db)
    page = instructor.get(address).text
    assert "Line 13, column 15" in page
    assert "<code>import torch, <mark>os</mark></code>" in page
    assert "<code>os</code> is not part of the snippet language" in page
    assert "import torch, os\n" in page.split("<textarea")[1]
    refused = instructor.post(f"{address}/versions/1/publish")
    assert refused.status_code == 409

    mended = instructor.post(f"{address}/versions", {"text": EXAMPLE})
    assert mended.location.endswith("/versions/2")
    # The older one can still be read, and says what it was.
    assert "Line 13, column 15" in instructor.get(f"{address}/versions/1").text
    assert instructor.get(f"{address}/versions/3").status_code == 404


def test_a_snippet_is_made_a_proposal_that_is_sent_in_as_it_stands(db, instructor, problems):
    made_id = Elements(instructor.get(f"{problems}/new").text).with_name("made_id")["value"]
    sent = {"snippet": PASTED["backward twice"], "text": "typed", "made_id": made_id}
    page = instructor.post(f"{problems}/propose", sent)
    assert page.status_code == 200
    assert "nothing is stored yet" in page.text
    assert "x0 and k" in page.text
    # What is sent in from here goes where a new problem goes, not to another proposal.
    assert f'<form method="post" action="{problems}/new"' in page.text
    assert "Each backward() overwrites the gradient" in page.text
    assert Elements(page.text).with_name("made_id")["value"] == made_id
    assert "y = (3 * x * x).sum()" in page.text
    assert "No problem of your own yet" in instructor.get(problems).text

    proposed = html.unescape(
        re.search(r'name="text".*?>\n(.*?)</textarea>', page.text, re.DOTALL)[1]
    )
    address = send_in(instructor, problems, proposed, made_id=made_id).location
    work_waiting(db)
    assert "It passes the check" in instructor.get(address).text


def test_a_snippet_that_is_none_is_told_with_its_place_and_everything_typed_stays(
    instructor, problems
):
    sent = {"snippet": "import torch\nimport os", "text": "typed before"}
    answer = instructor.post(f"{problems}/propose", sent)
    assert answer.status_code == 422
    assert "Line 2, column 8" in answer.text
    assert "<code>os</code> is not part of" in answer.text
    assert Elements(answer.text).with_name("snippet")["aria-invalid"] == "true"
    assert "import torch\nimport os</textarea>" in answer.text
    assert "typed before</textarea>" in answer.text


def test_a_chosen_file_counts_and_names_the_problem(db, instructor, problems, classroom):
    file = (io.BytesIO(b"\xef\xbb\xbf" + EXAMPLE.encode()), "../My square.py")
    answer = send_in(instructor, problems, "typed before", file=file)
    page = instructor.get(answer.location).text
    assert re.search(r"<h1>my-square-[0-9a-f]{8}</h1>", page)
    assert "typed before" not in page


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
    instructor, problems, text, file, told
):
    files = {"file": (io.BytesIO(file), "a.py")} if file else {}
    answer = send_in(instructor, problems, text, **files)
    assert answer.status_code == 422
    assert told in answer.text
    assert Elements(answer.text).with_name("text")["aria-invalid"] == "true"
    assert text in answer.text


def test_two_clicks_on_one_form_make_one_problem(instructor, problems):
    made_id = Elements(instructor.get(f"{problems}/new").text).with_name("made_id")["value"]
    first, second = (
        send_in(instructor, problems, EXAMPLE, made_id=made_id).location for _click in range(2)
    )
    assert first == second
    assert instructor.get(problems).text.count('class="row-title"') == 1


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
