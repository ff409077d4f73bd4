"""Item analysis: the figures of an assignment and its items, as pure functions of the students' work.

What each figure means, and how to read it, is told to teachers in docs/statistics.md.
"""

from app.domain.item_analysis.activity import Activity, Step, activity
from app.domain.item_analysis.analysing import (
    Analysis,
    ItemStatistics,
    ItemWork,
    StudentTotal,
    analyse,
)
from app.domain.item_analysis.believing import (
    NOT_DIAGNOSED,
    UNRECOGNISED,
    Belief,
    WrongAnswer,
    tally,
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
from app.domain.item_analysis.disclosing import (
    FEWEST,
    disclose,
    disclose_count,
    disclose_counts,
    disclose_summary,
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
from app.domain.item_analysis.structure import Structure, structure_of
from app.domain.item_analysis.work import LONGEST_PAUSE, Attempt, Work, working_time

__all__ = [
    "FEWEST",
    "LONGEST_PAUSE",
    "NOT_DIAGNOSED",
    "QUINTILES",
    "UNRECOGNISED",
    "Activity",
    "Analysis",
    "Attempt",
    "Belief",
    "Figure",
    "ItemStatistics",
    "ItemWork",
    "Missing",
    "Step",
    "Structure",
    "StudentTotal",
    "Summary",
    "Work",
    "WrongAnswer",
    "activity",
    "analyse",
    "correlation",
    "cronbach_alpha",
    "disclose",
    "disclose_count",
    "disclose_counts",
    "disclose_summary",
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
    "structure_of",
    "summarise",
    "tally",
    "working_time",
]
