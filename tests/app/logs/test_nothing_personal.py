"""Lines hold no name, no address, no answer and no truth, whatever goes wrong."""

import re

import pytest
from sqlalchemy import update

from app.models import User, Variant
from app.services import verdicts
from app.services.grading import mark_waiting
from app.settings import Settings
from app.site import create_app
from tests.app.web.browsing import PASSWORD, Browser
from tests.app.web.conftest import NO_BROKER, SECRET

ANSWER = "98765.4321"
NAME = "Zaphod Beeblebrox"


@pytest.fixture
def database_url(fresh_sqlite: str) -> str:
    """What is said does not depend on the database; what it says itself is tested on both."""
    return fresh_sqlite


@pytest.fixture
def site(db, database_url, doorbell):
    settings = Settings(secret_key=SECRET, database_url=database_url, broker_url=NO_BROKER)
    return create_app(settings, doorbell)


def break_so_that_it_quotes(classroom, variant, code):
    """Let a variant's program give what is no truth; the engine's message quotes it."""
    with classroom.db.writing() as session:
        broke = update(Variant).where(Variant.id == variant)
        session.execute(broke.values(code=code, truth=None))


def test_a_students_day_leaves_only_ids(classroom, site, lines):
    student = classroom.add_student(NAME)
    with classroom.db.reading() as session:
        email = session.get_one(User, student).email
    right, wrong, broken = (classroom.deal(place, student) for place in range(3))
    browser = Browser(site).sign_in(classroom.db, student)
    browser.post("/sign-in", {"email": email, "password": "not my password"})
    answers = classroom.right_answers(right)
    for variant, typed in (
        (right, answers),
        (wrong, classroom.wrong_answers(wrong, ANSWER)),
        (wrong, classroom.wrong_answers(wrong, f"[{ANSWER},")),
        (broken, classroom.wrong_answers(broken, ANSWER)),
    ):
        browser.submit(variant, typed)
    break_so_that_it_quotes(
        classroom, broken, f"import {NAME.split(maxsplit=1)[0]}\nx = {ANSWER}\n"
    )
    mark_waiting(classroom.db)
    browser.get(f"/variants/{right}?search={NAME}")
    browser.get(f"/explanations/{broken}")

    told = str(lines())
    assert str(right) in told
    assert "answered" in told
    for secret in (
        ANSWER,
        NAME,
        NAME.split(maxsplit=1)[0],
        email,
        PASSWORD,
        "not my password",
        "Gradients",
    ):
        assert secret not in told
    long = [text for text in answers.values() if len(re.sub(r"\W", "", text)) > 2]
    assert not [text for text in long if text in told]


def test_what_marking_did_not_expect_is_told_without_what_it_was_about(classroom, lines, caplog):
    variant = classroom.deal()
    # Nothing that could be submitted: whoever reads it stumbles, and says over what.
    answers = dict.fromkeys(classroom.right_answers(variant), f"{ANSWER}x")
    claim = verdicts.Claim(classroom.submit(variant).submission_id, 1, answers, variant)
    with classroom.db.reading() as session:
        known = verdicts.Known(
            session.get_one(Variant, variant).as_dealt(),
            truth=None,
            predictions=None,
            carries_slips=True,
            listed=(),
            accepted=(),
        )

    assert verdicts.judge(claim, known).state == "queued"

    assert ANSWER in caplog.text, "the error itself does not quote it, which proves nothing"
    (line,) = lines()
    assert str(claim.submission_id) in line["event"]
    assert "in judge" in line["exception"]
    assert ANSWER not in str(line)
