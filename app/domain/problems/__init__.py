"""Problems: files that hold a PyTorch snippet, and the variants and truths derived from its text."""

from app.domain.problems.built_in import find_problem, library, prerequisites_of, text_of
from app.domain.problems.engine_version import ENGINE_VERSION
from app.domain.problems.error_kinds import ERROR_KINDS, ErrorKind
from app.domain.problems.errors import BrokenProblem, ProblemError, UnknownProblem
from app.domain.problems.parameters import Parameter
from app.domain.problems.problem import Problem, load_problem, parse_problem
from app.domain.problems.questions import Option, Question, QuestionKind
from app.domain.problems.topics import TOPICS, Topic, find_topic
from app.domain.problems.truth import Truth, asked, find_truth, read_truths, rules_of, run_variant
from app.domain.problems.variants import (
    SEEDS,
    Drawn,
    Variant,
    draw_values,
    find_origin,
    instantiate,
    write_variant,
)

__all__ = [
    "ENGINE_VERSION",
    "ERROR_KINDS",
    "SEEDS",
    "TOPICS",
    "BrokenProblem",
    "Drawn",
    "ErrorKind",
    "Option",
    "Parameter",
    "Problem",
    "ProblemError",
    "Question",
    "QuestionKind",
    "Topic",
    "Truth",
    "UnknownProblem",
    "Variant",
    "asked",
    "draw_values",
    "find_origin",
    "find_problem",
    "find_topic",
    "find_truth",
    "instantiate",
    "library",
    "load_problem",
    "parse_problem",
    "prerequisites_of",
    "read_truths",
    "rules_of",
    "run_variant",
    "text_of",
    "write_variant",
]
