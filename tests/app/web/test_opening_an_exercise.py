"""Opening an exercise: no page is asked for more often, so it is kept cheap."""

from app.services.grading import mark_waiting


def test_it_takes_three_statements_who_is_there_the_exercise_and_what_was_sent(
    student, classroom, db, asked
):
    variant = classroom.deal()
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    classroom.submit(variant)
    asked.clear()

    page = student.get(f"/variants/{variant}")

    assert "Place 1 in the queue." in page.text
    assert sum(one.startswith("SELECT") for one in asked) <= 3


def test_what_was_asked_about_it_is_there_as_soon_as_it_was_asked(student, classroom):
    address = f"/variants/{classroom.deal()}"
    assert "Waits for an answer" not in student.get(address).text
    student.post(f"{address}/questions", {"kind": "question", "text": "Why is it not zero?"})
    assert "Why is it not zero?" in student.get(address).text
