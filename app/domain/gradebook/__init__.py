"""What students get in the end: overrides, standings in assignments, and totals over groups with drops. Pure rules."""

from app.domain.gradebook.groups import Group, GroupFields, check_groups
from app.domain.gradebook.standing import (
    ItemPoints,
    Override,
    Standing,
    asked_of,
    check_points,
    stand,
)
from app.domain.gradebook.totals import Entry, GroupTotal, Status, Total, total

__all__ = [
    "Entry",
    "Group",
    "GroupFields",
    "GroupTotal",
    "ItemPoints",
    "Override",
    "Standing",
    "Status",
    "Total",
    "asked_of",
    "check_groups",
    "check_points",
    "stand",
    "total",
]
