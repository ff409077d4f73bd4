"""A class that submits: seeded through the services, without hashing a password for each student."""

import uuid
from collections.abc import Sequence

from flask import Flask
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

import app.site
from app.db import Database
from app.domain.api_tokens import Scope
from app.domain.credit import DEFAULT_RULES
from app.domain.problems import find_truth
from app.models import Course, Item, Variant
from app.services.accounts import SignedIn, begin_sign_in
from app.services.api_tokens import make_token
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.dealing import deal_item, deal_problem
from app.services.items import NewItem
from app.services.members import join_course
from app.settings import Settings
from app.web.sign_in import start
from tests.app.classroom import RecordingDoorbell
from tests.app.people import add_account
from tests.app.planted_truth import PREDICTED, TRUTH
from tests.faults.planning import Exercise, Student

# Numbers are asked for in all of them, so that a load never runs out of different answers.
_PROBLEMS = ("one-weight-per-component", "two-losses-one-leaf")
_PRACTISED = "three-leaves"
_MOST_ATTEMPTS = 100
# Of so many students one has a canary in place of the truth of what they were dealt.
_PLANTED_OF = 4


def make_class(db: Database, settings: Settings, students: int) -> Sequence[Student]:
    """Make a course of so many students, each signed in and with exercises of the course and of their own.

    The stored truth of some exercises is replaced by the canary's digits.
    """
    teacher = add_account(db, name="Grace")
    course_id = create_course(db, user_id=teacher, title="Gradients")
    assignment_id = create_assignment(
        db,
        user_id=teacher,
        course_id=course_id,
        title="Week 1",
        items=[NewItem(slug, points=4, max_attempts=_MOST_ATTEMPTS) for slug in _PROBLEMS],
        rules=DEFAULT_RULES,
    )
    with db.reading() as session:
        join_code = session.get_one(Course, course_id).join_code
        of_assignment = select(Item.id).where(Item.assignment_id == assignment_id)
        items = session.scalars(of_assignment.order_by(Item.position)).all()
    site = app.site.create_app(settings, RecordingDoorbell())
    made = []
    for number in range(students):
        user_id = add_account(db, name=f"Student {number}")
        join_course(db, user_id=user_id, join_code=join_code)
        dealt = [deal_item(db, user_id=user_id, item_id=item_id) for item_id in items]
        dealt.append(deal_problem(db, user_id=user_id, slug=_PRACTISED))
        is_planted = number % _PLANTED_OF == 0
        exercises = [_exercise(db, variant_id, is_planted=is_planted) for variant_id in dealt]
        made.append(_student(db, site, user_id, exercises))
    site.extensions["gradmark"].db.dispose()
    return made


def _exercise(db: Database, variant_id: uuid.UUID, *, is_planted: bool) -> Exercise:
    with db.writing() as session:
        variant = session.get_one(Variant, variant_id)
        truth = variant.truth or find_truth(variant.as_dealt())
        if is_planted:
            variant.truth = {name: _replaced(value, TRUTH) for name, value in truth.items()}
            changes = {name: _replaced(value, PREDICTED) for name, value in truth.items()}
            variant.predictions = {
                "listed": ["overwrites"],
                "answers": [{"codes": ["overwrites"], "changes": changes}],
            }
    return Exercise(variant_id, truth, is_planted)


def _replaced(value: object, canary: float) -> object:
    return [_replaced(one, canary) for one in value] if isinstance(value, list) else canary


def _student(
    db: Database, site: Flask, user_id: uuid.UUID, exercises: Sequence[Exercise]
) -> Student:
    with db.writing() as session:
        signed_in = begin_sign_in(db, session, user_id)
    api_token = make_token(
        db,
        user_id=user_id,
        name="load",
        scopes=[Scope.READ.value, Scope.SUBMIT.value],
        days=7,
        token_id=uuid.uuid4(),
    )
    assert api_token is not None
    cookies, form_token = _browser(site, signed_in)
    return Student(user_id, cookies, form_token, api_token, exercises)


def _browser(site: Flask, signed_in: SignedIn) -> tuple[str, str]:
    """Return the cookies and the forms' token of a browser in which somebody is signed in, made by the pages' code."""
    with site.test_request_context():
        start(signed_in)
        form_token = generate_csrf()
        response = site.process_response(site.make_response(""))
    cookies = [line.partition(";")[0] for line in response.headers.getlist("Set-Cookie")]
    return "; ".join(cookies), form_token
