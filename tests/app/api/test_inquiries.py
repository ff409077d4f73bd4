"""Questions about exercises through the API: asked once, answered, closed, and listed."""

ASK = "/exercises/{variant_id}/inquiries"


def test_a_question_sent_twice_under_its_key_is_asked_once(visit):
    key, body = {"Idempotency-Key": "ask-1"}, {"kind": "question", "text": "Why?"}
    first = visit.ask("student", "POST", ASK, body, key)
    second = visit.ask("student", "POST", ASK, body, key)

    assert first.json == second.json
    assert first.json["entries"][0]["text"] == "Why?"
    assert first.json["submission_id"] == str(visit.world.ids["submission_id"])
    assert len(visit.ask("student", "GET", "/me/inquiries").json["data"]) == 2


def test_a_teacher_answers_and_the_student_sees_that_there_is_news(visit):
    reply = visit.ask("grader", "POST", "/inquiries/{inquiry_id}/replies", {"text": "So it is."})
    (waiting,) = visit.ask("student", "GET", "/me/inquiries?state=answered").json["data"]
    visit.ask("student", "PUT", "/inquiries/{inquiry_id}/seen", {"entries": 2})
    seen = visit.ask("student", "GET", "/inquiries/{inquiry_id}").json

    assert reply.json["entries"][-1]["by_teacher"]
    assert waiting["has_news"]
    assert not seen["has_news"]
    assert [one["text"] for one in seen["entries"]] == ["Why is it not zero?", "So it is."]


def test_a_closed_thread_opens_again(visit):
    closed = visit.ask("student", "POST", "/inquiries/{inquiry_id}/close")
    opened = visit.ask("grader", "POST", "/inquiries/{inquiry_id}/reopen")

    assert (closed.json["state"], opened.json["state"]) == ("closed", "open")


def test_a_course_lists_each_question_once_page_by_page(visit):
    for number in range(4):
        visit.ask("student", "POST", ASK, {"kind": "question", "text": f"Number {number}"})
    seen, address = [], "/courses/{course_id}/inquiries?limit=2&state=open"
    while address is not None:
        page = visit.ask("grader", "GET", address).json
        seen += [row["first_words"] for row in page["data"]]
        address = page["next"] and page["next"].removeprefix("/api/v1")

    assert seen == [*(f"Number {one}" for one in (3, 2, 1, 0)), "Why is it not zero?"]


def test_a_question_without_words_is_refused_at_its_field(visit):
    response = visit.ask("student", "POST", ASK, {"kind": "question", "text": "  "})

    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "text"
