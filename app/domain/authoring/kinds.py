"""The kinds of parameters and questions, as the help beside the editor shows them; docs/authoring.md says more."""

from dataclasses import dataclass
from typing import Final

from app.domain.problems import QuestionKind
from app.domain.texts import Message, say


@dataclass(frozen=True)
class Kind:
    """One kind, to read and to copy.

    Attributes:
        name: What stands behind `kind =`.
        what: What it is, in a sentence or two.
        example: Lines as they stand in the block above the snippet, without the `#` before each.
    """

    name: str
    what: Message
    example: str


PARAMETER_KINDS: Final = (
    Kind(
        "number",
        say("One number, from a list or a range. 2 stays 2; a leaf needs numbers with a point."),
        'k = { kind = "number", from = [2, 3, 5] }\n'
        'x0 = { kind = "number", from = { start = -4, stop = 4, step = 0.5 }, nonzero = true }',
    ),
    Kind(
        "vector",
        say("As many numbers as size says. They can be all different, and in ascending order."),
        'w = { kind = "vector", size = 3, from = [0.1, 0.5, 2, 4], distinct = true, sorted = true }',
    ),
    Kind(
        "matrix",
        say("Rows and columns of numbers, as many as shape says."),
        'm = { kind = "matrix", shape = [2, 3], from = { start = -3, stop = 4, step = 1 } }',
    ),
    Kind(
        "derived",
        say("Calculated from other parameters: a square to take a root of, one turn more."),
        'root = { kind = "number", from = [2, 3, 5] }\n'
        'square = { kind = "derived", expr = "root ** 2" }',
    ),
    Kind(
        "choice",
        say(
            "One of several pieces of code. Alone on its line it may stand for statements; pass takes the line away."
        ),
        'loss = { kind = "choice", from = ["y.sum()", "y[0] - y[1]"] }\n'
        'between = { kind = "choice", from = ["pass", "x.grad.zero_()"] }',
    ),
    Kind(
        "expression",
        say("Another formula for everybody, made of names that the program gives values to."),
        'f = { kind = "expression", names = ["x"], functions = ["square"], operators = ["+", "*"], '
        "constants = [2, 3], depth = 2 }",
    ),
)
"""All kinds of parameters, in the order in which they are taught."""

QUESTION_KINDS: Final = (
    Kind(
        QuestionKind.VALUE.value,
        say("A tensor, a number, None or an error, typed. It is the default."),
        '[[ask]]\nexpr = "x.grad"',
    ),
    Kind(
        QuestionKind.BOOLEAN.value,
        say("True or False."),
        '[[ask]]\nkind = "boolean"\nexpr = "y.is_leaf"\nprompt = "Is y a leaf?"',
    ),
    Kind(
        QuestionKind.CHOICE.value,
        say("One of the choices that you write; the expression must come to one of them."),
        '[[ask]]\nkind = "choice"\nexpr = "y.grad_fn.name()"\n'
        'choices = ["MulBackward0", "AddBackward0"]',
    ),
    Kind(
        QuestionKind.TEXT.value,
        say("One word, typed. Capitals, quotes and angle brackets do not count."),
        '[[ask]]\nkind = "text"\nexpr = "y.grad_fn.name()"\nprompt = "What is the name of y.grad_fn?"',
    ),
    Kind(
        QuestionKind.ERROR.value,
        say("How the program ends: without an error, or with which. It has no expression."),
        '[[ask]]\nkind = "error"\nprompt = "What happens?"',
    ),
)
"""All kinds of questions, the default first."""
