"""Keeping what stands in an exercise's form, while it is typed."""

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.services.drafts import keep_draft
from app.web.exercises import read_counter, typed_answers
from app.web.parts import db
from app.web.sign_in import account

pages = Blueprint("drafts", __name__)


@pages.post("/variants/<uuid:variant_id>/draft")
def keep(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the form; say which counter is kept now, and whether it is the one that was sent."""
    kept = keep_draft(
        db(),
        user_id=account().id,
        variant_id=variant_id,
        answers=typed_answers(request.form),
        counter=read_counter(request.form),
    )
    return {"kept": kept.is_newest, "counter": kept.counter}
