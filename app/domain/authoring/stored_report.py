"""A report of the gates as plain data whose texts can still be translated."""

from typing import Any

from app.domain.quality import Report
from app.domain.stored_texts import to_plain


def stored_report(report: Report) -> dict[str, Any]:
    """Give a report as plain data whose texts, the names of figures among them, can still be translated."""
    told = report.to_json()
    for data, gate in zip(told["gates"], report.gates, strict=True):
        data["figures"] = list(gate.figures.items())
    plain: dict[str, Any] = to_plain(told)
    return plain
