"""Rosters: a course's list of people as CSV, and what taking it over would change."""

from app.domain.roster.planning import (
    Outcome,
    Place,
    PlannedLine,
    Standing,
    as_told,
    digest,
    plan,
)
from app.domain.roster.reading import MOST_LINES, Entry, Refusal, Roster, read_roster
from app.domain.roster.text import MOST_BYTES, decode

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "Entry",
    "Outcome",
    "Place",
    "PlannedLine",
    "Refusal",
    "Roster",
    "Standing",
    "as_told",
    "decode",
    "digest",
    "plan",
    "read_roster",
]
