"""The account page, a person's data as a file, and leaving for good."""

import csv
import io
import json
import zipfile

import pytest

from app.domain.feedback import Feedback, Shown
from app.models import (
    Assignment,
    Comment,
    Course,
    Draft,
    Enrollment,
    Extension,
    Inquiry,
    InquiryEntry,
    ItemOverride,
    User,
)
from app.services.grading import mark_waiting
from tests.app.web.browsing import PASSWORD, Browser

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0"


def email_of(db, user_id):
    with db.reading() as session:
        return session.get_one(User, user_id).email


def test_a_name_is_changed_and_the_page_says_so(student):
    answer = student.post("/account/name", {"name-display_name": "Ada <b>King</b>"})

    assert (answer.status_code, answer.location) == (303, "/account")
    page = student.get("/account").text
    assert "You have your new name." in page
    assert "Ada &lt;b&gt;King&lt;/b&gt;" in page
    assert "<b>King" not in page


def test_what_cannot_be_used_comes_back_with_what_to_do_and_no_password(student):
    answer = student.post(
        "/account/email", {"email-email": "new@example", "email-password": PASSWORD}
    )

    assert answer.status_code == 422
    assert "Type a whole address" in answer.text
    assert 'value="new@example"' in answer.text
    assert PASSWORD not in answer.text


def test_a_new_password_keeps_this_browser_signed_in_and_ends_the_others(
    student, classroom, db, web_app
):
    other = Browser(web_app).sign_in(db, classroom.student)

    answer = student.post(
        "/account/password",
        {"password-password": PASSWORD, "password-new_password": "poetical science"},
    )

    assert answer.status_code == 303
    assert "signed out everywhere else" in student.get("/account").text
    assert other.get("/account").location.startswith("/sign-in")


def test_the_page_lists_browsers_and_signs_out_all_but_this_one(student, classroom, db, web_app):
    other = Browser(web_app)
    email = email_of(db, classroom.student)
    other.post("/sign-in", {"email": email, "password": PASSWORD}, **{"User-Agent": FIREFOX})
    assert "Firefox, Linux" in student.get("/account").text

    student.post("/account/sign-ins/end")

    assert "Firefox, Linux" not in student.get("/account").text
    assert other.get("/account").location.startswith("/sign-in")


def test_an_account_is_deleted_after_saying_what_goes(student, classroom, db):
    variant = classroom.deal(0)
    classroom.submit(variant)
    page = student.get("/account/delete").text
    for told in ("1 exercise that you were dealt", "1 submission with", "place in 1 course"):
        assert told in page
    assert "programs that use it" not in page
    student.post("/account/tokens", {"name": "Laptop", "scopes": ["read"], "days": "30"})
    assert "1 token: programs that use it end" in student.get("/account/delete").text

    refused = student.post("/account/delete", {"password": "guess work"})
    assert refused.status_code == 422
    assert "This is not your password" in refused.text
    answer = student.post("/account/delete", {"password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your account is deleted" in student.get("/").text
    assert student.get(f"/variants/{variant}").location.startswith("/sign-in")
    with db.reading() as session:
        assert session.get(User, classroom.student) is None


def test_who_teaches_others_alone_is_shown_which_courses_to_hand_over(instructor, classroom, db):
    page = instructor.get("/account/delete").text
    assert f"/courses/{classroom.course}/members" in page
    assert "Delete my account for good" not in page

    answer = instructor.post("/account/delete", {"password": PASSWORD})

    assert answer.status_code == 409
    assert "only instructor of “Gradients”" in answer.text
    with db.reading() as session:
        assert session.get(Enrollment, (classroom.course, classroom.instructor)) is not None


@pytest.fixture
def busy(classroom, db):
    """A student of whom every table knows something."""
    variant = classroom.deal(0)
    sent = classroom.submit(variant, classroom.wrong_answers(variant, "[777, 1, 2]"))
    mark_waiting(db)
    one = {"item_id": classroom.items[0], "user_id": classroom.student}
    with db.writing() as session:
        now = db.now(session)
        course = session.get_one(Course, classroom.course)
        course.title = "=HYPERLINK(1)"
        inquiry = Inquiry(
            variant_id=variant,
            student_id=classroom.student,
            course_id=classroom.course,
            kind="wrong",
            typed={},
            moved_at=now,
        )
        session.add_all(
            [
                inquiry,
                Comment(**one, submission_id=sent.submission_id, text="Mind the weights"),
                ItemOverride(**one, points=3, reason="A typing slip"),
                Draft(variant_id=variant, answers={"q": "[8, 8, 8]"}, counter=1, saved_at=now),
                Extension(
                    assignment_id=classroom.assignment,
                    user_id=classroom.student,
                    until=now,
                    reason="for the team only",
                ),
            ]
        )
        session.flush()
        session.add(
            InquiryEntry(
                inquiry_id=inquiry.id,
                number=1,
                author_id=classroom.student,
                by_teacher=False,
                text="Why?",
            )
        )
    return variant


def unpacked(response):
    with zipfile.ZipFile(io.BytesIO(response.data)) as folder:
        return {name: folder.read(name).decode("utf-8-sig") for name in folder.namelist()}


def test_the_data_of_a_student_is_all_in_one_file_as_json_and_as_csv(student, busy, classroom, db):
    response = student.get("/account/data.zip")
    files = unpacked(response)
    data = json.loads(files["data.json"])

    assert 'filename="gradmark-data.zip"' in response.headers["Content-Disposition"]
    assert data["account"][0]["email"] == email_of(db, classroom.student)
    assert data["courses"][0]["role"] == "student"
    assert data["exercises"][0]["id"] == str(busy)
    assert data["submissions"][0]["exercise"] == str(busy)
    assert "[777, 1, 2]" in data["submissions"][0]["answers"].values()
    assert data["submissions"][0]["score"] == 0
    assert data["comments"][0]["text"] == "Mind the weights"
    assert data["points-given"][0]["reason"] == "A typing slip"
    assert data["drafts"][0]["answers"] == {"q": "[8, 8, 8]"}
    assert data["questions"][0]["text"] == "Why?"
    assert (len(data["extensions"]), len(data["sign-ins"])) == (1, 2)
    assert "everything that Gradmark keeps about you" in files["README.txt"]
    assert set(files) == {"README.txt", "data.json"} | {
        f"{name}.csv" for name in data if name != "read_at"
    }
    for name in data.keys() - {"read_at"}:
        assert len(list(csv.reader(io.StringIO(files[f"{name}.csv"])))) == 1 + len(data[name])
    # What a spreadsheet would calculate is kept from it.
    assert "'=HYPERLINK(1)" in files["courses.csv"]


def test_the_file_holds_nothing_of_others_no_secret_and_no_result_before_its_time(
    student, busy, classroom, db
):
    with db.writing() as session:
        week = session.get_one(Assignment, classroom.assignment)
        week.feedback = Feedback(verdict=Shown.NEVER)
        secrets = [
            session.get_one(User, classroom.student).password_hash,
            email_of(db, classroom.instructor),
            "for the team only",
            *(str(one) for one in (classroom.instructor,)),
        ]
    right = classroom.right_answers(busy)

    files = unpacked(student.get("/account/data.zip"))
    data = json.loads(files["data.json"])

    for secret in (*secrets, *right.values()):
        assert not any(secret in text for text in files.values())
    sent = data["submissions"][0]
    assert (sent["score"], sent["marks"], sent["diagnosis"]) == (None, None, None)
    assert (data["comments"], data["points-given"]) == ([], [])
