"""The main job in a real browser on the real stack: a guest, an instructor and a student."""

from playwright.sync_api import expect

from tests.browser.running import right_answers, submissions_on


def test_a_guest_an_instructor_and_a_student_do_the_main_job(gradmark, open_person):
    practise_as_guest(gradmark, open_person())

    instructor, student = open_person(), open_person()
    join_code = make_course(instructor)
    make_assignment(instructor)
    watch_empty_dashboard(instructor, join_code)
    watched = instructor.page.url

    join(student, join_code)
    expect(instructor.page.get_by_role("rowheader", name="Emmy")).to_be_visible()
    work_on_first_item(gradmark, student)

    see_the_class_move(instructor)
    assert instructor.page.url == watched


def practise_as_guest(gradmark, guest):
    guest.page.goto("/")
    guest.page.get_by_role("link", name="Practise now").click()
    guest.page.locator("#next-step").click()
    expect(guest.page.locator("#answers-form")).to_be_visible()
    first = guest.page.url

    guest.give_answers(right_answers(gradmark, first))
    guest.submit()
    guest.see_marked(attempt=1, score="100 %")
    expect(guest.page.locator(".verdict-right").first).to_contain_text("Right")

    guest.page.get_by_role("button", name="Another exercise").click()
    expect(guest.page.locator("#submit")).to_have_text("Submit")
    assert guest.page.url != first


def make_course(instructor):
    instructor.sign_up("Grace")
    instructor.page.get_by_label("Title of the course").fill("Gradients in practice")
    instructor.page.get_by_role("button", name="Create the course").click()
    return instructor.page.locator("[data-copy-text]").inner_text()


def make_assignment(instructor):
    instructor.page.get_by_role("link", name="New assignment").click()
    instructor.page.get_by_label("Title").fill("Week 1")
    instructor.page.get_by_label("Search").fill("one weight")
    instructor.page.get_by_role("checkbox", name="One weight per component").check()
    instructor.page.get_by_label("Points for One weight per component").fill("5")
    instructor.page.get_by_label("Search").fill("zeroed in between")
    instructor.page.get_by_role("checkbox", name="Zeroed in between").check()
    instructor.page.get_by_role("button", name="Create the assignment").click()
    expect(instructor.page.get_by_role("heading", name="Week 1")).to_be_visible()


def watch_empty_dashboard(instructor, join_code):
    instructor.page.get_by_role("link", name="Dashboard").click()
    expect(instructor.page.locator("#board")).to_contain_text(join_code)
    expect(instructor.page.get_by_text("Workers").locator("..")).to_contain_text("1")


def join(student, join_code):
    student.sign_up("Emmy")
    student.page.get_by_label("Join code").fill(join_code.lower())
    student.page.get_by_role("button", name="Join").click()
    expect(student.page.get_by_role("heading", name="Gradients in practice")).to_be_visible()


def work_on_first_item(gradmark, student):
    page = student.page
    page.get_by_role("link", name="Week 1").click()
    page.get_by_role("button", name="Start: One weight per component").click()
    expect(page.locator("#actions")).to_contain_text("3 attempts left")
    address = page.url

    student.type_everywhere("[1, 2")
    expect(page.locator(".preview").first).to_contain_text("never closed")
    student.submit()
    bad = page.locator("input.answer").first
    expect(bad).to_be_focused()
    expect(bad).to_have_value("[1, 2")
    expect(page.locator(".field-error").first).to_contain_text("never closed")
    assert submissions_on(gradmark, address) == 0

    student.type_everywhere("[1, 2, 3]")
    expect(page.locator(".field-error")).to_have_count(0)
    expect(page.locator(".preview").first).to_contain_text("shape [3]")
    student.submit()
    expect(page.locator("#result")).to_be_focused()
    student.see_marked(attempt=1, score="0 %")
    expect(page.locator(".verdict-wrong").first).to_contain_text("Not right")
    expect(page.locator("#actions")).to_contain_text("2 attempts left")
    expect(page.locator("#submit")).to_have_text("Try again")

    student.give_answers(right_answers(gradmark, address))
    student.submit()
    student.see_marked(attempt=2, score="100 %")
    expect(page.locator("#result")).to_contain_text("5 of 5 points")
    expect(page.get_by_role("button", name="Next item")).to_be_visible()
    assert submissions_on(gradmark, address) == 2


def see_the_class_move(instructor):
    board = instructor.page.locator("#board")
    row = board.get_by_role("row").filter(has_text="Emmy")
    expect(row.locator("td").first).to_contain_text("5")
    expect(row.locator("td").first).to_contain_text("2 tries")
    expect(row.locator(".total")).to_have_text("5")
    expect(board.locator("tfoot")).to_contain_text("100 %")
    expect(board.locator(".newest .row")).to_have_count(2)
    expect(board.locator(".newest .row").first).to_contain_text("marked, 100 %")
