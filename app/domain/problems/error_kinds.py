"""The ways in which a program can end, in a student's words: the options of questions about errors."""

from dataclasses import dataclass

from app.domain.texts import say
from engine.snippet import Raised


@dataclass(frozen=True)
class ErrorKind:
    """One way to end.

    Attributes:
        code: Its name in answers and truths.
        label: What a student reads.
    """

    code: str
    label: str


RUNS = ErrorKind("runs", say("It runs to its end"))
OTHER = ErrorKind("other", say("An error of another kind"))

_BY_MESSAGE = (
    (
        ErrorKind("graph-freed", say("An error: this graph was freed by an earlier backward pass")),
        "Trying to backward through the graph a second time",
    ),
    (
        ErrorKind("not-scalar", say("An error: backward() on several numbers needs a gradient")),
        "grad can be implicitly created only for",
    ),
    (
        ErrorKind(
            "gradient-shape", say("An error: the gradient that is passed does not fit its output")
        ),
        "Mismatch in shape: grad_output",
        " tensors and ",
        "invalid gradient at index",
    ),
    (
        ErrorKind("no-history", say("An error: nothing behind this tensor requires a gradient")),
        "does not require grad and does not have a grad_fn",
        "One of the differentiated Tensors does not require grad",
    ),
    (
        ErrorKind(
            "changed-in-place", say("An error: a value that backward needs was changed in place")
        ),
        "needed for gradient computation has been modified by an inplace operation",
    ),
    (
        ErrorKind(
            "leaf-in-place", say("An error: a leaf that requires a gradient is changed in place")
        ),
        "leaf Variable that requires grad is being used in an in-place operation",
    ),
    (
        ErrorKind("none-attribute", say("An error: None is used as if it were a tensor")),
        "NoneType",
    ),
)
"""Each kind with parts of PyTorch's messages that belong to it; the first that fits counts."""

ERROR_KINDS = (RUNS, *(kind for kind, *_ in _BY_MESSAGE), OTHER)
"""All kinds, in the order in which they are offered."""


def find_error_kind(raised: Raised | None) -> ErrorKind:
    """Tell which kind of ending a run had; None is a run without an error."""
    if raised is None:
        return RUNS
    for kind, *parts in _BY_MESSAGE:
        if any(part in raised.message for part in parts):
            return kind
    return OTHER
