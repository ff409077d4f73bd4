"""The form of an assignment's time limit, and of what is handed in at closing time."""

from collections.abc import Mapping

from app.domain.sittings import DEFAULT_CONDUCT, Conduct, HandIn
from app.domain.texts import say
from app.errors import InvalidInput


def conduct_fields(conduct: Conduct) -> dict[str, str]:
    """Return the form's fields as they stand."""
    minutes = "" if conduct.minutes is None else str(conduct.minutes)
    return {"minutes": minutes, "hand_in": conduct.hand_in.value}


def read_conduct(fields: Mapping[str, str]) -> Conduct:
    """Read the form; what is not in it is as by default.

    Raises:
        InvalidInput: The minutes are no whole number, or something is not in the list.
    """
    try:
        text = fields.get("minutes", "").strip()
        minutes = int(text) if text else None
    except ValueError:
        message = say("Type a whole number of minutes, for instance 45.")
        raise InvalidInput(message, {"minutes": message}) from None
    try:
        hand_in = HandIn(fields.get("hand_in", DEFAULT_CONDUCT.hand_in))
    except ValueError:
        message = say("Choose one of the list.")
        raise InvalidInput(message, {"hand_in": message}) from None
    return Conduct(minutes, hand_in)
