"""What the trail of a course tells: the actions there are, the fields they change, and what these are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from app.domain.texts import Message, say


class Action(StrEnum):
    """Something that was done; at most 16 characters, as it is stored."""

    OVERRIDE = "override"
    OVERRIDE_UNDONE = "override_undone"
    COMMENT = "comment"
    COMMENT_UNDONE = "comment_undone"
    REQUEUED = "requeued"
    REGRADED = "regraded"
    REGRADE_UNDONE = "regrade_undone"
    EXTENSION = "extension"
    EXTENSION_UNDONE = "extension_undone"
    EXTRA_TIME = "extra_time"
    SITTING = "sitting"
    ROLE = "role"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"
    RETURNED = "returned"
    INVITED = "invited"
    INVITE_UNDONE = "invite_undone"
    ASSIGNMENT_MADE = "assignment_made"
    ASSIGNMENT = "assignment"
    ITEM_ADDED = "item_added"
    ITEM = "item"
    ITEM_REMOVED = "item_removed"
    ITEMS_MOVED = "items_moved"
    GROUPS = "groups"
    COURSE = "course"
    PROBLEM_OUT = "problem_out"
    PROBLEM_ARCHIVED = "problem_archived"


class Family(StrEnum):
    """What a reader of the trail looks for."""

    POINTS = "points"
    TIME = "time"
    PEOPLE = "people"
    RULES = "rules"


FAMILIES: Final[Mapping[Family, Message]] = {
    Family.POINTS: say("Points and comments"),
    Family.TIME: say("Time"),
    Family.PEOPLE: say("People"),
    Family.RULES: say("Rules"),
}

_OF_FAMILY: Final[Mapping[Family, Mapping[Action, Message]]] = {
    Family.POINTS: {
        Action.OVERRIDE: say("Points overridden"),
        Action.OVERRIDE_UNDONE: say("Override withdrawn"),
        Action.COMMENT: say("Comment written"),
        Action.COMMENT_UNDONE: say("Comment withdrawn"),
        Action.REQUEUED: say("Failed submission queued again"),
        Action.REGRADED: say("Regraded"),
        Action.REGRADE_UNDONE: say("Regrade undone"),
    },
    Family.TIME: {
        Action.EXTENSION: say("More time given"),
        Action.EXTENSION_UNDONE: say("More time taken back"),
        Action.EXTRA_TIME: say("Extra time in the course"),
        Action.SITTING: say("More minutes in a running assignment"),
    },
    Family.PEOPLE: {
        Action.ROLE: say("Role changed"),
        Action.JOINED: say("Joined"),
        Action.LEFT: say("Left"),
        Action.REMOVED: say("Removed"),
        Action.RETURNED: say("Came back"),
        Action.INVITED: say("Expected by the roster"),
        Action.INVITE_UNDONE: say("Expected no longer"),
    },
    Family.RULES: {
        Action.ASSIGNMENT_MADE: say("Assignment made"),
        Action.ASSIGNMENT: say("Assignment changed"),
        Action.ITEM_ADDED: say("Item added"),
        Action.ITEM: say("Item changed"),
        Action.ITEM_REMOVED: say("Item removed"),
        Action.ITEMS_MOVED: say("Items put in another order"),
        Action.GROUPS: say("Groups of assignments changed"),
        Action.COURSE: say("Course changed"),
        Action.PROBLEM_OUT: say("Problem published"),
        Action.PROBLEM_ARCHIVED: say("Problem archived or offered again"),
    },
}
ACTIONS: Final[Mapping[Action, Message]] = {
    action: text for family in _OF_FAMILY.values() for action, text in family.items()
}
"""What each action is called."""

FIELDS: Final[Mapping[str, Message]] = {
    "archived": say("Archived"),
    "assignments": say("Assignments"),
    "attempt": say("Attempt"),
    "attempts": say("Attempts"),
    "by": say("Way in"),
    "carries_slips": say("A slip that is carried on loses marks once"),
    "closes_at": say("Closes"),
    "counting": say("Which attempt counts"),
    "drop_lowest": say("Lowest that are dropped"),
    "due_at": say("Due"),
    "each_anew": say("A new exercise for each attempt"),
    "excused": say("Excused"),
    "explanation": say("Explanation shown"),
    "groups": say("Groups"),
    "hands_in_drafts": say("Drafts are handed in"),
    "items": say("Items"),
    "minutes": say("Minutes"),
    "mode": say("Marks that would fall"),
    "opens_at": say("Opens"),
    "people": say("People"),
    "percent": say("Percent"),
    "percents": say("Credit over attempts"),
    "points": say("Points"),
    "position": say("Place"),
    "prerequisite": say("Prerequisite"),
    "problem": say("Problem"),
    "reason": say("Reason"),
    "regrade": say("What was done"),
    "role": say("Role"),
    "streak_percent": say("The first right answer, in percent of the points"),
    "text": say("Text"),
    "time_zone": say("Time zone"),
    "timeline": say("Early and late credit"),
    "title": say("Title"),
    "truth": say("Right answers shown"),
    "until": say("Until"),
    "verdict": say("Results shown"),
    "version": say("Version"),
    "weight": say("Weight"),
}
"""What the fields of changes are called."""

INSTANTS: Final = frozenset({"opens_at", "due_at", "closes_at", "until"})
"""The fields that hold an instant, as an ISO text."""


def actions_of(family: Family) -> tuple[Action, ...]:
    """Return the actions of a family."""
    return tuple(_OF_FAMILY[family])


def differing(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return of two states the fields in which they differ; one that a state lacks is left out of it."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
