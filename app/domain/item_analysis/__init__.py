"""Item analysis: the figures of an assignment and its items, as pure functions of the students' work.

What each figure means, and how to read it, is told to teachers in docs/statistics.md.
"""

from app.domain.item_analysis.analysing import (
    Analysis,
    ItemStatistics,
    ItemWork,
    StudentTotal,
    analyse,
)
from app.domain.item_analysis.describing import (
    Summary,
    histogram,
    is_full,
    is_zero,
    mean,
    median,
    sample_sd,
    share,
    summarise,
)
from app.domain.item_analysis.figure import Figure, Missing
from app.domain.item_analysis.relating import (
    QUINTILES,
    correlation,
    cronbach_alpha,
    item_rest,
    item_total,
    quintile_scores,
)
from app.domain.item_analysis.work import LONGEST_PAUSE, Attempt, Work, working_time

__all__ = [
    "LONGEST_PAUSE",
    "QUINTILES",
    "Analysis",
    "Attempt",
    "Figure",
    "ItemStatistics",
    "ItemWork",
    "Missing",
    "StudentTotal",
    "Summary",
    "Work",
    "analyse",
    "correlation",
    "cronbach_alpha",
    "histogram",
    "is_full",
    "is_zero",
    "item_rest",
    "item_total",
    "mean",
    "median",
    "quintile_scores",
    "sample_sd",
    "share",
    "summarise",
    "working_time",
]
