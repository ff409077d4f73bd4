"""How often is too often: at the doors, for forms, and for nobody else but who asks too often."""

import pytest

from app.limits import WRONG_CODES, Limit
from app.web import limits
from tests.app.web.browsing import PASSWORD, Browser

GRACE = "grace@example.org"
WRONG = {"email": GRACE, "password": "not this one"}


@pytest.fixture
def spend(web_app):
    """Use up all but a few of a limit, as many processes together would."""

    def spend_it(limit: Limit, who: str, left: int = 0):
        counts = web_app.extensions["gradmark"].limits
        for _ in range(limit.times - left):
            counts.count(limit, who)

    return spend_it


@pytest.fixture
def lock(spend):
    """Use up the wrong passwords of an account at the address that the browsers of these tests have."""
    return lambda email: spend(limits.WRONG_HERE, f"{email} 127.0.0.1")


def assert_told_to_wait(response):
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "Wait" in response.text


def test_after_ten_wrong_passwords_the_right_one_has_to_wait(stranger, classroom, spend):
    spend(limits.WRONG_HERE, f"{GRACE} 127.0.0.1", left=1)
    assert stranger.post("/sign-in", WRONG).status_code == 422

    refused = stranger.post("/sign-in", {"email": GRACE, "password": PASSWORD, "next": "/practice"})

    assert_told_to_wait(refused)
    assert "an administrator can make you a link" in refused.text
    assert f'value="{GRACE}"' in refused.text
    assert 'value="/practice"' in refused.text
    assert PASSWORD not in refused.text


def test_an_address_nobody_has_is_refused_in_the_same_words(stranger, classroom, lock):
    def words(email):
        lock(email)
        response = stranger.post("/sign-in", {"email": email, "password": "not this one"})
        assert_told_to_wait(response)
        return [
            line
            for line in response.text.splitlines()
            if "csrf" not in line and "value=" not in line
        ]

    assert words(GRACE) == words("nobody@example.org")


def test_the_case_of_an_address_begins_no_new_count(stranger, classroom, lock):
    lock(GRACE)

    assert_told_to_wait(stranger.post("/sign-in", {**WRONG, "email": " Grace@Example.org"}))


def test_who_is_kept_out_keeps_nobody_else_out(stranger, classroom, web_app, lock):
    stranger.post(
        "/sign-up", {"display_name": "Emmy", "email": "e@example.org", "password": PASSWORD}
    )
    lock(GRACE)

    response = Browser(web_app).post("/sign-in", {"email": "e@example.org", "password": PASSWORD})
    assert response.status_code == 303


def test_the_owner_gets_in_from_another_address_while_somebody_guesses_here(
    stranger, classroom, lock
):
    lock(GRACE)
    stranger.client.environ_base["REMOTE_ADDR"] = "192.0.2.1"

    assert stranger.post("/sign-in", {"email": GRACE, "password": PASSWORD}).status_code == 303


def test_a_neighbour_who_guesses_keeps_nobody_out_of_a_browser_they_signed_in_with(
    instructor, classroom, web_app, lock, spend
):
    instructor.post("/sign-out")
    lock(GRACE)
    spend(limits.WRONG_ANYWHERE, GRACE)
    right = {"email": GRACE, "password": PASSWORD}
    assert_told_to_wait(Browser(web_app).post("/sign-in", right))

    assert instructor.post("/sign-in", right).status_code == 303


def test_a_known_browser_has_a_limit_of_its_own(instructor, classroom):
    instructor.post("/sign-out")
    for _ in range(limits.WRONG_IN_KNOWN_BROWSER.times):
        assert instructor.post("/sign-in", WRONG).status_code == 422

    assert_told_to_wait(instructor.post("/sign-in", {"email": GRACE, "password": PASSWORD}))


@pytest.mark.parametrize("told", ["of another account", "made up"])
def test_a_browser_is_known_by_its_own_accounts_signed_cookie_only(
    student, stranger, classroom, lock, told
):
    cookie = student.client.get_cookie("gradmark-browser")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    value = cookie.value if told == "of another account" else "Imdub21lIg.aaaaaa.bbbbbb"
    stranger.client.set_cookie("gradmark-browser", value)
    lock(GRACE)

    assert_told_to_wait(stranger.post("/sign-in", {"email": GRACE, "password": PASSWORD}))


def test_guessing_from_many_addresses_meets_the_limit_of_the_account(stranger, classroom, spend):
    spend(limits.WRONG_ANYWHERE, GRACE)
    stranger.client.environ_base["REMOTE_ADDR"] = "192.0.2.1"

    assert_told_to_wait(stranger.post("/sign-in", WRONG))


def test_trying_many_accounts_meets_the_limit_of_the_address(stranger, classroom, spend):
    spend(limits.WRONG_AT_ADDRESS, "127.0.0.1", left=1)
    assert stranger.post("/sign-in", {**WRONG, "email": "a@example.org"}).status_code == 422

    assert_told_to_wait(stranger.post("/sign-in", {**WRONG, "email": "b@example.org"}))


def test_all_hosts_of_a_network_of_ipv6_count_as_one(stranger, classroom, spend):
    spend(limits.WRONG_AT_ADDRESS, "2001:db8:1:2::/64")
    stranger.client.environ_base["REMOTE_ADDR"] = "2001:db8:1:2:3:4:5:6"
    assert_told_to_wait(stranger.post("/sign-in", WRONG))

    stranger.client.environ_base["REMOTE_ADDR"] = "2001:db8:1:3::1"
    assert stranger.post("/sign-in", WRONG).status_code == 422


def test_a_lecture_hall_behind_one_address_signs_in(stranger, classroom, spend):
    """Six hundred right passwords from one address are no wrong ones, and the next is let in."""
    for limit in (limits.WRONG_AT_ADDRESS, limits.ALL_OF_STRANGERS, limits.SIGN_UPS):
        assert limit.times >= 600
    spend(limits.ALL_OF_STRANGERS, "127.0.0.1", left=limits.ALL_OF_STRANGERS.times - 600)

    assert stranger.post("/sign-in", {"email": GRACE, "password": PASSWORD}).status_code == 303


def test_a_forged_address_begins_no_new_count_without_a_proxy(stranger, classroom, lock):
    lock(GRACE)

    assert_told_to_wait(stranger.post("/sign-in", WRONG, **{"X-Forwarded-For": "192.0.2.1"}))


def test_the_password_of_a_sign_in_that_was_left_open_cannot_be_guessed(
    instructor, classroom, spend
):
    instructor.client.delete_cookie("gradmark-browser")
    spend(limits.WRONG_HERE, f"{GRACE} 127.0.0.1", left=1)
    wrong = {"email-email": "new@example.org", "email-password": "not this one"}
    assert instructor.post("/account/email", wrong).status_code == 422

    for address, typed in (
        ("/account/email", {**wrong, "email-password": PASSWORD}),
        (
            "/account/password",
            {"password-password": PASSWORD, "password-new_password": "another long one"},
        ),
        ("/account/delete", {"password": PASSWORD}),
    ):
        assert_told_to_wait(instructor.post(address, typed))
    assert instructor.post("/account/name", {"name-display_name": "Grace H."}).status_code == 303


def test_too_many_sign_ups_from_one_address_wait_and_keep_what_was_typed(stranger, spend):
    spend(limits.SIGN_UPS, "127.0.0.1")
    typed = {"display_name": "Emmy", "email": "e@example.org", "password": PASSWORD}

    refused = stranger.post("/sign-up", typed)

    assert_told_to_wait(refused)
    assert 'value="Emmy"' in refused.text
    assert PASSWORD not in refused.text


def test_sign_in_links_cannot_be_guessed_for_ever(stranger, spend):
    spend(limits.LINKS_TO_NOTHING, "127.0.0.1", left=1)
    assert stranger.get("/sign-in/link/nothing").status_code == 404

    assert_told_to_wait(stranger.get("/sign-in/link/nothing"))
    assert_told_to_wait(stranger.post("/sign-in/link/nothing", {"password": PASSWORD}))


def test_join_codes_cannot_be_guessed_for_ever(student, classroom, spend):
    spend(WRONG_CODES, str(classroom.student), left=1)
    assert student.post("/join", {"join_code": "NOTACODE"}).status_code == 422

    assert_told_to_wait(student.post("/join", {"join_code": classroom.join_code}))


def test_a_thousand_submissions_are_refused_and_the_neighbours_is_taken(
    student, classroom, open_browser, spend
):
    spend(limits.SUBMISSIONS, str(classroom.student))
    variant = classroom.deal()
    refused = student.submit(variant, {"x_grad": "[1, 2, 3]"}, key="a-key-of-this-sheet")

    assert_told_to_wait(refused)
    # What was typed stands in a form that sends it again, as the same click.
    assert 'name="answer.x_grad" value="[1, 2, 3]"' in refused.text
    assert 'name="key" value="a-key-of-this-sheet"' in refused.text
    assert f'action="/variants/{variant}"' in refused.text

    neighbour = classroom.add_student("Bob")
    theirs = classroom.deal(student=neighbour)
    answers = classroom.right_answers(theirs)
    assert open_browser(neighbour).submit(theirs, answers).status_code == 303


def test_a_script_is_told_in_one_sentence(student, classroom, spend):
    spend(limits.ALL_OF_ACCOUNT, str(classroom.student))

    response = student.post("/preview?field=answer.x", {"answer.x": "1"}, **{"HX-Request": "true"})

    assert_told_to_wait(response)
    assert response.mimetype == "text/plain"
    assert len(response.text.splitlines()) == 1


def test_what_a_teacher_wrote_comes_back_in_a_form_that_sends_it_again(
    instructor, classroom, spend
):
    spend(limits.TEXTS, str(classroom.instructor))
    address = f"/items/{classroom.items[0]}/students/{classroom.student}/comments"

    refused = instructor.post(address, {"text": "Two lines\nof <advice>", "made_id": "1"})

    assert_told_to_wait(refused)
    assert f'action="{address}"' in refused.text
    assert "\nTwo lines\nof &lt;advice&gt;</textarea>" in refused.text


def test_every_limit_is_of_an_endpoint_that_exists(web_app):
    assert set(limits.OF_ENDPOINT) <= set(web_app.view_functions)


def test_reading_is_not_counted(student, classroom, spend):
    spend(limits.ALL_OF_ACCOUNT, str(classroom.student))

    assert student.get("/").status_code == 200
