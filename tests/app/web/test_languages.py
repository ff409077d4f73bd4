"""In which language a page is written, and who decides."""

import datetime as dt

import pytest

from app.domain.authoring import EXAMPLE
from app.domain.languages import LANGUAGES
from app.domain.texts import listing, say
from app.errors import InvalidInput
from app.models import User
from app.services.authoring import add_problem
from app.services.grading import mark_waiting
from app.services.languages import choose_language
from app.services.workshop import work_waiting
from app.web.formats import local, percent
from app.web.languages import listed, said
from tests.app.web.browsing import Browser

CHINESE, ENGLISH = '<html lang="zh-Hans">', '<html lang="en">'


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", CHINESE),
        ("zh-TW", CHINESE),
        ("de,zh;q=0.5", CHINESE),
        ("en-US,en;q=0.9,zh;q=0.8", ENGLISH),
        ("fr", ENGLISH),
    ],
)
def test_a_guest_gets_what_the_browser_asks_for(stranger, asked, written):
    assert written in stranger.get("/sign-in", **{"Accept-Language": asked}).text


def test_a_choice_counts_more_than_what_the_browser_asks_for(stranger):
    answer = stranger.post("/language", {"language": "zh-Hans", "next": "/sign-up?next=/practice"})

    assert (answer.status_code, answer.location) == (303, "/sign-up?next=/practice")
    page = stranger.get("/sign-up", **{"Accept-Language": "en"}).text
    assert CHINESE in page
    assert "注册账号" in page


def test_an_account_takes_its_language_into_every_browser(student, classroom, web_app):
    student.post("/language", {"language": "zh-Hans"})
    elsewhere = Browser(web_app).sign_in(classroom.db, classroom.student)

    assert CHINESE in elsewhere.get("/").text
    # That browser remembers it, also for pages that need no account.
    elsewhere.post("/sign-out")
    assert CHINESE in elsewhere.get("/sign-in").text


@pytest.mark.parametrize("language", ["", "de", "zh", "<script>"])
def test_there_is_no_other_language(stranger, language):
    assert stranger.post("/language", {"language": language}).status_code == 400


def test_the_switch_leads_nowhere_else(stranger):
    answer = stranger.post("/language", {"language": "en", "next": "//elsewhere.example"})

    assert answer.location == "/"


def test_a_language_that_is_none_is_refused_by_the_service(classroom):
    with pytest.raises(InvalidInput):
        choose_language(classroom.db, classroom.student, "de")
    with classroom.db.reading() as session:
        assert session.get_one(User, classroom.student).language is None


def test_what_cannot_be_read_is_told_in_chinese(student, classroom):
    variant = classroom.deal()
    student.post("/language", {"language": "zh-Hans"})
    page = student.submit(variant, {"a_grad": "[1, 2"}).text

    assert "有些答案还读不懂。没有提交任何内容，也没有用掉作答次数。" in page
    assert "有一个方括号打开后没有关上。请在列表结束处写 ]。" in page


def test_a_note_that_was_stored_is_read_in_the_readers_language(student, classroom):
    variant = classroom.deal()
    student.submit(variant, {"a_grad": "[1, 2]"})
    mark_waiting(classroom.db)

    assert "The shape differs: yours is [2]." in student.get(f"/variants/{variant}").text
    student.post("/language", {"language": "zh-Hans"})
    assert "形状不同：你的是 [2]。" in student.get(f"/variants/{variant}").text


def test_what_somebody_has_typed_is_shown_as_it_was_typed(student, instructor, classroom):
    student.submit(classroom.deal(), {"a_grad": "None"})
    mark_waiting(classroom.db)

    instructor.post("/language", {"language": "zh-Hans"})
    listed = instructor.get(f"/assignments/{classroom.assignment}/mistakes").text
    assert "</code> None</span>" in listed


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ('kind = "number"', 'kind = "numbr"', "第 9 行，第 9 列", "你是不是想写 number？"),
        (
            "y.backward()",
            "y.numpy()",
            "第 18 行，第 3 列",
            "片段语言中没有属性 <code>.numpy</code>",
        ),
    ],
    ids=["the file", "the language of snippets"],
)
def test_what_is_wrong_with_a_problem_file_is_told_in_chinese_with_its_place(
    instructor, classroom, old, new, place, told
):
    text = new.join(EXAMPLE.rsplit(old, 1))
    stored = add_problem(
        classroom.db,
        classroom.doorbell,
        user_id=classroom.instructor,
        course_id=classroom.course,
        text=text,
    )
    work_waiting(classroom.db)
    instructor.post("/language", {"language": "zh-Hans"})
    page = instructor.get(f"/own-problems/{stored.problem_id}/versions/1").text
    assert place in page
    assert told in page


def test_errors_have_their_page_in_chinese(stranger):
    page = stranger.get("/courses/nowhere", **{"Accept-Language": "zh"}).text

    assert CHINESE in page
    assert "这里什么也没有" in page


@pytest.fixture
def instant() -> dt.datetime:
    return dt.datetime(2026, 11, 24, 23, 59, tzinfo=dt.UTC)


@pytest.fixture
def in_chinese(web_app):
    with web_app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        yield


def test_numbers_times_and_lists_are_written_as_chinese_does(in_chinese, instant):
    assert percent(2 / 3) == "67%"
    assert local(instant, "Asia/Shanghai") == "2026年11月25日 07:59"
    assert listed(["甲", "<b>", "丙"]) == "甲、&lt;b&gt;和丙"
    assert said(listing(["x", "y", "z"])) == "x、y、z"


def test_a_text_within_a_text_is_translated_too(in_chinese):
    where = say("row %(row)s, column %(column)s", row=2, column=1)
    told = say("At %(where)s: %(message)s", where=where, message=say("Dots leave numbers out."))

    assert told == "At row 2, column 1: Dots leave numbers out."
    assert said(told) == "第 2 行第 1 列：省略号略去了一些数。"


def test_every_language_is_offered_in_its_own_name(stranger):
    page = stranger.get("/sign-in").text

    assert all(f'lang="{tag}"' in page and name in page for tag, name in LANGUAGES.items())


def test_a_templates_text_escapes_its_values_and_writes_a_percent_sign_once(web_app):
    template = web_app.jinja_env.from_string(
        '{{ _("<b>%(name)s</b> 5 %%", name="<i>") }} {{ _("5 %% <br>") }} '
        '{{ ngettext("%(num)s <b>", "%(num)s <i>", 2) }} {% trans name="<i>" %}<b>{{ name }}{% endtrans %}'
    )
    with web_app.test_request_context():
        written = template.render()
    assert written == "<b>&lt;i&gt;</b> 5 % 5 % <br> 2 <i> <b>&lt;i&gt;"


def test_a_text_that_was_written_in_one_language_is_written_in_the_other(web_app):
    template = web_app.jinja_env.from_string('{{ _("Submit") }}')
    written = []
    for asked in ("en", "zh", "en"):
        with web_app.test_request_context(headers={"Accept-Language": asked}):
            written.append(template.render())
    assert written == ["Submit", "提交", "Submit"]
