"""The form of an assignment's rules."""

import re
import uuid
from collections.abc import Mapping

from app.domain.credit import DEFAULT_RULES, Counting, Prerequisite, Rules
from app.domain.feedback import DEFAULT_FEEDBACK, Feedback, Shown
from app.domain.texts import say
from app.errors import InvalidInput
from app.queries.assignments import AssignmentPage
from app.web.conduct_form import conduct_fields
from app.web.items_form import item_fields
from app.web.schedules import read_schedule, schedule_fields

_BETWEEN = re.compile(r"[\s,;%]+")


def assignment_fields(page: AssignmentPage) -> dict[str, str]:
    """Return the form's fields as they stand for an assignment."""
    fields = {
        "title": page.title,
        "verdict": page.feedback.verdict.value,
        "truth": page.feedback.truth.value,
        "explanation": page.feedback.explanation.value,
        "attempt_percents": ", ".join(f"{percent:g}" for percent in page.rules.percents),
        "counting": page.rules.counting.value,
        "streak_percent": f"{page.rules.streak_percent:g}",
        **schedule_fields(page.rules.times, page.time_zone),
        **conduct_fields(page.conduct),
    }
    if page.rules.new_exercises:
        fields["new_exercises"] = "on"
    if page.rules.carries_slips:
        fields["carries_slips"] = "on"
    if page.prerequisite is not None:
        fields["after"] = str(page.prerequisite.assignment_id)
        fields["after_points"] = f"{page.prerequisite.points:g}"
    return fields | item_fields(page.items)


def read_rules(fields: Mapping[str, str], zone: str) -> Rules:
    """Read an assignment's rules from its form; what belongs to another way of counting is passed over.

    Raises:
        InvalidInput: Something is no time, no number or not in the list; told by field.
    """
    errors: dict[str, str] = {}
    percents: tuple[float, ...] = ()
    counting, streak = DEFAULT_RULES.counting, DEFAULT_RULES.streak_percent
    try:
        counting = Counting(fields.get("counting", counting))
    except ValueError:
        errors["counting"] = say("Choose one of the list.")
    try:
        if counting is Counting.BEST:
            percents = _percents(fields.get("attempt_percents", ""))
    except ValueError:
        errors["attempt_percents"] = say(
            "Type numbers with commas between them, for instance 100, 70, 50."
        )
    try:
        if counting is Counting.STREAK:
            streak = float(fields.get("streak_percent", streak))
    except ValueError:
        errors["streak_percent"] = say("Type a number, for instance 25.")
    try:
        times = read_schedule(fields, zone)
    except InvalidInput as error:
        raise InvalidInput(error.text, {**error.fields, **errors}) from None
    if errors:
        raise InvalidInput(say("The credit over attempts needs another look."), errors)
    return Rules(
        times,
        percents,
        carries_slips="carries_slips" in fields,
        counting=counting,
        streak_percent=streak,
        new_exercises=bool(fields.get("new_exercises")),
    )


def _percents(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in _BETWEEN.split(text) if part)


def read_feedback(fields: Mapping[str, str]) -> Feedback:
    """Read from an assignment's form when students are shown what; what is not in it is as by default.

    Raises:
        InvalidInput: Something is not in the list.
    """
    chosen = {}
    for name in ("verdict", "truth", "explanation"):
        try:
            chosen[name] = Shown(fields.get(name, getattr(DEFAULT_FEEDBACK, name)))
        except ValueError:
            message = say("Choose one of the times in the list.")
            raise InvalidInput(message, {name: message}) from None
    return Feedback(**chosen)


def read_prerequisite(fields: Mapping[str, str]) -> Prerequisite | None:
    """Read from an assignment's form what must be earned before; None where no assignment is chosen.

    Raises:
        InvalidInput: The points are no number, or the assignment is none.
    """
    chosen = fields.get("after", "")
    if not chosen:
        return None
    try:
        points = float(fields.get("after_points", ""))
    except ValueError:
        message = say("Type how many points must be earned there.")
        raise InvalidInput(message, {"after_points": message}) from None
    try:
        return Prerequisite(uuid.UUID(chosen), points)
    except ValueError:
        message = say("Choose one of the assignments in the list.")
        raise InvalidInput(message, {"after": message}) from None
