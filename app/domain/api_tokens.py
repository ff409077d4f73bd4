"""Tokens with which programs act for a person: what they allow, how they look, how long they last."""

import datetime as dt
import secrets
from collections.abc import Iterable
from enum import StrEnum

from app.domain.texts import say
from app.errors import InvalidInput

# Scanners for leaked secrets know a token by how it begins.
_BEGINNING = "gradmark_"
_SHOWN = len(_BEGINNING) + 6
MOST_TOKENS = 20
"""How many one person has at a time."""
LONGEST_NAME = 80
LIFETIMES = (7, 30, 90, 180, 365)
"""For how many days a token may be made."""


class Scope(StrEnum):
    """What a token allows, of what its owner may do: never more than that."""

    READ = "read"
    """Read what its owner can read."""
    SUBMIT = "submit"
    """Work as a student: join courses, begin exercises, keep drafts, submit, ask."""
    TEACH = "teach"
    """Change the courses in which its owner teaches, and make new ones."""
    ADMINISTER = "administer"
    """Look after accounts and the service, for administrators."""


def new_token() -> str:
    """Return a fresh token of 256 random bits."""
    return _BEGINNING + secrets.token_urlsafe(32)


def shown_part(token: str) -> str:
    """Return the beginning by which its owner knows a token again; the rest is shown once."""
    return token[:_SHOWN]


def clean_wish(
    name: str, scopes: Iterable[str], days: int
) -> tuple[str, list[Scope], dt.timedelta]:
    """Return what a token shall be called, allow, and how long it lasts.

    Args:
        name: What its owner calls it.
        scopes: The values of its scopes, in any order.
        days: For how long; one of `LIFETIMES`.

    Raises:
        InvalidInput: One of them cannot be used; told by the fields `name`, `scopes` and `days`.
    """
    name, chosen = " ".join(name.split()), set(scopes)
    fields: dict[str, str] = {}
    if not 0 < len(name) <= LONGEST_NAME:
        fields["name"] = say(
            "Say in 1 to %(most)s characters what the token is for.", most=LONGEST_NAME
        )
    if not chosen or chosen - set(Scope):
        fields["scopes"] = say("Choose at least one thing that the token allows.")
    if days not in LIFETIMES:
        fields["days"] = say("Choose one of the times in the list.")
    if fields:
        raise InvalidInput(say("Some fields need another look."), fields)
    return name, [scope for scope in Scope if scope in chosen], dt.timedelta(days=days)
