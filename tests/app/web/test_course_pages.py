"""A course's settings, members and roster as pages."""

import csv
import io
import re
import uuid

import pytest

from app.models import Course, Enrollment, PendingEnrollment, User
from app.services.members import leave_course
from tests.app.people import add_account
from tests.app.web.browsing import Elements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def course(classroom):
    return f"/courses/{classroom.course}"


def notice(page):
    """Return what the page says was done, once."""
    found = re.search(r'role="status">\s*<p>(.*?)</p>', page, re.DOTALL)
    return found[1] if found else None


def made_id(page):
    return Elements(page).with_name("made_id")["value"]


def enroll(db, course, email, name="Ada"):
    user = add_account(db, email, name)
    with db.writing() as session:
        session.add(Enrollment(course_id=course, user_id=user, role="student"))
    return user


def test_a_course_that_is_created_with_two_clicks_is_there_once(student):
    typed = {"title": "Twice", "made_id": made_id(student.get("/").text)}
    first, second = student.post("/courses", typed), student.post("/courses", typed)

    assert first.location == second.location
    assert student.get("/").text.count(">Twice</a>") == 1


def test_a_title_is_changed_and_a_bad_one_is_told_at_its_field(instructor, course):
    response = instructor.post(f"{course}/title", {"title": "Gradients & more"})
    page = instructor.get(response.location).text

    assert notice(page) == "The course has its new title."
    assert "Gradients &amp; more" in page
    refused = instructor.post(f"{course}/title", {"title": "x" * 121})
    field = Elements(refused.text).with_name("title")
    assert (refused.status_code, field["aria-invalid"]) == (422, "true")


def test_a_notice_is_said_once(instructor, course):
    where = instructor.post(f"{course}/title", {"title": "Gradients"}).location

    assert notice(instructor.get(where).text)
    assert notice(instructor.get(where).text) is None


def test_a_copy_is_a_course_of_its_own(instructor, course):
    fields = Elements(instructor.get(f"{course}/settings").text)
    typed = {
        "copy-title": "Gradients, next term",
        "copy-made_id": fields.with_name("copy-made_id")["value"],
    }
    first, second = (instructor.post(f"{course}/copy", typed) for _click in range(2))
    page = instructor.get(first.location).text

    assert first.location == second.location != course
    assert "Week 1" in page
    assert "0 students so far" in page


def test_a_copy_without_a_title_is_refused_at_the_copys_field(instructor, course):
    response = instructor.post(f"{course}/copy", {"copy-title": " "})
    page = Elements(response.text)

    assert response.status_code == 422
    assert page.with_name("copy-title")["aria-invalid"] == "true"
    assert "aria-invalid" not in page.with_name("title")


def test_an_archived_course_leaves_the_start_page_stays_readable_and_is_restored(
    instructor, student, course
):
    page = instructor.get(instructor.post(f"{course}/archive").location).text
    assert "This course is archived." in page
    assert "Restore the course" in page

    home = student.get("/").text
    assert "Archived courses (1)" in home
    assert '<li class="card card-link">' not in home
    seen = student.get(course).text
    assert "This course is archived." in seen
    assert "Restore the course" not in seen
    assert "Week 1" in seen

    page = instructor.get(instructor.post(f"{course}/restore").location).text
    assert notice(page) == "The course is open again."
    assert "Archived courses" not in student.get("/").text


def test_a_submission_to_an_archived_course_is_refused_and_given_back(
    classroom, instructor, student, course
):
    variant = classroom.deal()
    answers = classroom.right_answers(variant)
    instructor.post(f"{course}/archive")

    response = student.submit(variant, answers)

    assert response.status_code == 409
    assert "This course is archived" in response.text
    assert next(iter(answers.values())) in response.text


def test_the_join_code_is_switched_off_on_and_renewed(instructor, classroom, course, db):
    page = instructor.get(instructor.post(f"{course}/joining", {"open": "no"}).location).text
    assert "Switched off:" in page
    assert classroom.join_code not in instructor.get(course).text

    instructor.post(f"{course}/joining", {"open": "yes"})
    instructor.post(f"{course}/join-code", {"code": classroom.join_code})
    with db.reading() as session:
        code = session.get_one(Course, classroom.course).join_code
    page = instructor.get(course).text
    assert code in page
    assert classroom.join_code not in page


def test_a_student_leaves_and_is_told_what_is_kept(student, course):
    page = student.get(student.post(f"{course}/leave").location).text

    assert "You have left the course." in notice(page)
    assert student.get(course).status_code == 404
    assert "You are in no course yet." in page


def test_the_last_instructor_is_told_what_to_do_in_place_of_leaving(instructor, course):
    assert "You are its last instructor." in instructor.get(course).text

    response = instructor.post(f"{course}/leave")
    assert response.status_code == 409
    assert "Make somebody else an instructor first." in response.text


def test_a_search_answers_with_the_list_alone_while_one_types(instructor, classroom, course, db):
    enroll(db, classroom.course, "emmy@example.org", "Emmy Nœther")
    whole = instructor.get(f"{course}/members?search=emmy").text
    part = instructor.get(f"{course}/members?search=emmy", **HTMX).text

    assert part.lstrip().startswith('<div id="people"')
    assert part.strip() in whole
    assert "Emmy Nœther" in part
    assert "Grace" not in part


def test_a_search_that_finds_nobody_says_so_and_shows_the_way_back(instructor, course):
    page = instructor.get(f"{course}/members?search=<b>nobody</b>").text

    assert "&lt;b&gt;nobody&lt;/b&gt;" in page
    assert "Show everybody" in page


def test_links_of_the_list_keep_what_was_asked(instructor, classroom, course, db):
    for number in range(60):
        enroll(db, classroom.course, f"s{number}@example.org", f"S {number}")
    page = instructor.get(
        f"{course}/members?search=example&show=student&sort=email&order=descending"
    ).text
    links = [a["href"] for tag, a in Elements(page).tags if tag == "a" and a.get("rel") == "next"]

    assert links == [
        f"{course}/members?search=example&show=student&sort=email&order=descending&page=2"
    ]
    assert 'aria-sort="descending"' in page
    assert "Page 2 of 2" in instructor.get(links[0]).text


def test_a_role_is_changed_on_the_members_own_page(instructor, student, classroom, course):
    address = f"{course}/members/{classroom.student}"
    assert instructor.post(f"{address}/role", {"role": "grader"}).location == address

    page = instructor.get(address).text
    assert notice(page) == "The role is changed."
    assert "set by hand" in page
    assert student.get(f"/assignments/{classroom.assignment}/dashboard").status_code == 200


def test_a_role_that_does_not_exist_is_refused(instructor, classroom, course):
    address = f"{course}/members/{classroom.student}/role"

    assert instructor.post(address, {"role": "owner"}).status_code == 422


def test_who_gives_up_their_own_role_lands_where_they_may_be(instructor, classroom, course, db):
    second = classroom.add_student("Second")
    instructor.post(f"{course}/members/{second}/role", {"role": "instructor"})

    response = instructor.post(f"{course}/members/{classroom.instructor}/role", {"role": "grader"})

    assert response.location == course
    assert instructor.get(course).status_code == 200
    assert instructor.get(f"{course}/members").status_code == 404


def test_removing_a_member_offers_to_bring_them_back(instructor, student, classroom, course):
    address = f"{course}/members/{classroom.student}"
    page = instructor.get(instructor.post(f"{address}/remove").location).text
    assert notice(page) == "The member was removed. Their work is kept."
    assert f'action="{address}/return"' in page
    assert student.get(course).status_code == 404

    page = instructor.get(instructor.post(f"{address}/return").location).text
    assert "back in the course" in notice(page)
    assert student.get(course).status_code == 200


def test_who_joined_by_roster_is_called_so(instructor, classroom, course, db, stranger):
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=classroom.course, email="e@example.org", name="E"))
    assert "e@example.org" in instructor.get(f"{course}/members?show=expected").text
    stranger.post(
        "/sign-up", {"display_name": "Emmy", "email": "e@example.org", "password": "long enough"}
    )

    assert "Gradients" in stranger.get("/").text
    page = instructor.get(f"{course}/members?search=emmy").text
    assert "by roster" in page
    member = re.search(r'href="(/courses/[^"]+/members/[0-9a-f-]{36})"', page)[1]
    assert "nobody has proved that the address is theirs" in instructor.get(member).text


def test_an_expected_address_is_withdrawn(instructor, classroom, course, db):
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=classroom.course, email="emmy@example.org"))
    response = instructor.post(f"{course}/expected/withdraw", {"email": "emmy@example.org"})

    page = instructor.get(response.location).text
    assert notice(page) == "This person is expected no longer."
    assert "emmy@example.org" not in page


def upload(browser, address, content, name="roster.csv"):
    return browser.client.post(
        address,
        data={"csrf_token": browser.token(), "file": (io.BytesIO(content), name), "text": ""},
        content_type="multipart/form-data",
    )


def confirm(browser, course, page):
    form = Elements(page)
    text = re.search(r'<textarea name="text" hidden[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)[1]
    return browser.post(
        f"{course}/roster/import", {"digest": form.with_name("digest")["value"], "text": text}
    )


def test_a_roster_is_uploaded_shown_line_by_line_and_taken_over(instructor, course, db):
    add_account(db, "ada@example.org")
    content = "email;name;role\nada@example.org;Ada;\nemmy@example.org;Emmy;student\nbad;;\n"
    page = upload(instructor, f"{course}/roster", content.encode("utf-8-sig"))

    assert page.status_code == 200
    # Of the two newcomers it is not said that one of them has an account.
    assert page.text.count("Becomes a student: at once, or as soon as they sign up") == 2
    assert "This is not an e-mail address." in page.text
    with db.reading() as session:
        assert session.query(PendingEnrollment).count() == 0
    response = confirm(instructor, course, page.text)
    assert response.location == f"{course}/members"
    told = notice(instructor.get(response.location).text)
    assert "Now in the course: 1. Invited, until they sign up: 1." in told
    with db.reading() as session:
        assert session.query(PendingEnrollment).one().email == "emmy@example.org"


def test_pasted_lines_do_as_well_and_markup_in_them_is_text(instructor, course):
    page = instructor.post(
        f"{course}/roster", {"text": "email,name\n<b>@example.org,</textarea><script>x</script>"}
    ).text

    assert "<script>x" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;x" in page


def test_a_roster_that_cannot_be_read_comes_back_as_typed(instructor, course):
    response = instructor.post(f"{course}/roster", {"text": "ada@example.org\n"})

    assert response.status_code == 422
    assert "The first line must name the columns" in response.text
    assert "ada@example.org" in response.text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "email\né@x.org".encode("latin-1")])
def test_a_file_that_is_no_roster_is_refused_with_a_reason(instructor, course, content):
    response = upload(instructor, f"{course}/roster", content)

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_a_roster_may_be_longer_than_other_forms_and_not_longer_than_its_bound(instructor, course):
    lines = "".join(f"student.number.{number:05}@example.org\n" for number in range(4_000))
    assert len(lines) > 64 * 1024
    assert upload(instructor, f"{course}/roster", f"email\n{lines}".encode()).status_code == 200

    refused = instructor.post(f"{course}/roster", {"text": "x" * 2 * 1024 * 1024})
    assert (refused.status_code, "longer than 2048 KB" in refused.text) == (413, True)
    refused = instructor.post(f"{course}/title", {"title": lines})
    assert (refused.status_code, "longer than 64 KB" in refused.text) == (413, True)


def test_what_has_changed_since_the_dry_run_is_shown_again_and_not_done(
    instructor, classroom, course, db
):
    with db.reading() as session:
        email = session.get_one(User, classroom.student).email
    page = instructor.post(f"{course}/roster", {"text": f"email\nnew@example.org\n{email}"}).text
    leave_course(db, user_id=classroom.student, course_id=classroom.course)

    moved = confirm(instructor, course, page)
    assert moved.status_code == 409
    assert "nothing was done" in moved.text
    assert "becomes a student again" in moved.text
    assert confirm(instructor, course, moved.text).status_code == 303


def test_a_second_click_on_do_this_is_no_error(instructor, course):
    page = instructor.post(f"{course}/roster", {"text": "email\nemmy@example.org"}).text

    assert confirm(instructor, course, page).status_code == 303
    assert confirm(instructor, course, page).status_code == 303


def test_a_roster_that_changes_nothing_offers_nothing_to_do(instructor, course):
    page = instructor.post(f"{course}/roster", {"text": "email\ngrace@example.org"}).text

    assert "There is nothing to do." in page
    assert "Do this" not in page


def test_the_download_holds_no_formula_and_is_taken_back_without_a_change(
    instructor, classroom, course, db
):
    enroll(db, classroom.course, "+eve@example.org", '=HYPERLINK("http://evil.example")')
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=classroom.course, email="e@example.org", name="E"))
    response = instructor.get(f"{course}/roster.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="roster.csv"'
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["email", "name", "role"]
    assert len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    page = upload(instructor, f"{course}/roster", response.data).text
    assert "There is nothing to do." in page
    assert "Refused" not in page


def test_members_and_rosters_of_a_course_that_is_not_there_are_not_there(instructor):
    for end in ("members", "settings", "roster", "roster.csv"):
        assert instructor.get(f"/courses/{uuid.uuid4()}/{end}").status_code == 404
