"""The explanation of a variant: its run as a table, and its graph as a picture."""

from app.domain.explanation.explanation import Explanation, Section, explain
from app.domain.explanation.graph import described
from app.domain.explanation.local_rules import LocalRule, local_rule
from app.domain.explanation.parting import Parting, first_parting
from app.domain.explanation.picture import graph_svg
from app.domain.explanation.rows import Row, RowKind, Send
from app.domain.explanation.storing import Told

__all__ = [
    "Explanation",
    "LocalRule",
    "Parting",
    "Row",
    "RowKind",
    "Section",
    "Send",
    "Told",
    "described",
    "explain",
    "first_parting",
    "graph_svg",
    "local_rule",
]
