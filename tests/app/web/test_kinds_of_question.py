"""Questions with options and questions for a word: choosing, previewing, mending and reading again."""

import pytest

from app.domain.problems import ERROR_KINDS
from app.services.grading import mark_waiting
from tests.app.web.browsing import Elements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ending(classroom):
    return classroom.deal_problem("one-call-too-many")


@pytest.fixture
def leaves(classroom):
    return classroom.deal_problem("who-is-a-leaf")


@pytest.fixture
def word(classroom):
    return classroom.deal_problem("who-made-this")


def radios(page):
    """The options of the exercise's questions; the form below it has options of its own."""
    inputs = [a for tag, a in Elements(page).tags if tag == "input" and a.get("type") == "radio"]
    return [a for a in inputs if a["name"].startswith("answer.")]


def test_the_ways_to_end_are_offered_in_a_students_words(student, ending):
    page = student.get(f"/variants/{ending}").text

    assert [radio["value"] for radio in radios(page)] == [kind.code for kind in ERROR_KINDS]
    for kind in ERROR_KINDS:
        assert kind.label in page
    assert 'role="radiogroup"' in page
    assert not any("checked" in radio for radio in radios(page))
    assert "What can I type?" not in page


def test_true_and_false_are_offered_for_each_expression(student, leaves):
    page = student.get(f"/variants/{leaves}").text

    names = [radio["name"] for radio in radios(page)]
    assert names == [name for name in dict.fromkeys(names) for _ in range(2)]
    assert "<legend><code>x.is_leaf</code>" in page


def test_a_word_is_typed_and_its_preview_reads_it_as_a_word(student, word):
    page = student.get(f"/variants/{word}").text
    field = next(a for _, a in Elements(page).tags if "preview" in (a.get("hx-post") or ""))

    assert field["hx-post"].endswith("kind=text")
    assert "One word, as Python prints it." in page
    name = field["name"]
    read = student.post(field["hx-post"], {name: " <AddBackward0> "}, **HTMX).text
    assert "Read as" in read
    assert ">AddBackward0<" in read
    assert "more than one word" in student.post(field["hx-post"], {name: "two words"}, **HTMX).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_not_chosen_is_asked_for_and_what_was_stays_chosen(
    student, classroom, leaves, headers
):
    answers = classroom.right_answers(leaves)
    chosen, missing = list(answers)[:2]
    response = student.submit(leaves, {chosen: answers[chosen]}, **headers)

    assert response.status_code == 422
    assert "Choose one of the answers." in response.text
    kept = [radio for radio in radios(response.text) if "checked" in radio]
    assert [(radio["name"], radio["value"]) for radio in kept] == [
        (f"answer.{chosen}", answers[chosen])
    ]
    groups = {a.get("id"): a for tag, a in Elements(response.text).tags if tag == "fieldset"}
    assert groups[f"answer-{missing}"]["aria-invalid"] == "true"
    assert "aria-invalid" not in groups[f"answer-{chosen}"]


def test_what_is_no_option_is_refused(student, classroom, ending):
    (question,) = classroom.right_answers(ending)
    response = student.submit(ending, {question: "<b>explodes</b>"}, **HTMX)

    assert response.status_code == 422
    assert "none of the answers to choose from" in response.text
    assert "<b>explodes" not in response.text


def test_marks_say_what_was_chosen_in_the_words_of_the_options(student, classroom, ending):
    (question,) = classroom.right_answers(ending)
    student.submit(ending, {question: "runs"})
    mark_waiting(classroom.db)
    page = student.get(f"/variants/{ending}").text

    assert 'Chosen: <span class="typed">It runs to its end</span>' in page
    assert "How does this program end?" in page
    assert [radio["value"] for radio in radios(page) if "checked" in radio] == ["runs"]


def test_revealed_answers_are_in_the_words_of_the_options(stranger, classroom):
    variant = stranger.practise("one-call-too-many")
    stranger.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(classroom.db)
    stranger.post(f"/variants/{variant}/reveal")
    (right,) = classroom.right_answers(variant).values()
    page = stranger.get(f"/variants/{variant}").text

    label = next(kind.label for kind in ERROR_KINDS if kind.code == right)
    assert f"<dd><code>{label}</code></dd>" in page
