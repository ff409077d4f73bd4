"""Whatever text comes in, only a refusal of ours goes out: no crash, no hang, no leak."""

import ast
import copy
import random
import string
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.snippet import DEFAULT_LIMITS, SnippetError, parse

LIMITS = DEFAULT_LIMITS.__class__(steps=2_000, seconds=1.0, tensor_elements=10_000, length=2_000)
QUICK = settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

TOKENS = [
    "import torch",
    "from torch import tensor",
    "import math",
    "torch",
    "torch.tensor",
    "torch.ones",
    "math.exp",
    "x",
    "y",
    "f",
    "e",
    "x.grad",
    ".grad",
    ".data",
    ".backward",
    ".sum",
    ".zero_",
    ".append",
    ".shape",
    ".requires_grad",
    "requires_grad=True",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    ".",
    "=",
    "==",
    "+=",
    "-=",
    "*=",
    "**",
    "*",
    "+",
    "-",
    "/",
    "//",
    "%",
    "@",
    "<",
    ">",
    "is",
    "in",
    "not",
    "and",
    "or",
    "if",
    "else",
    "elif",
    "for",
    "while",
    "break",
    "continue",
    "def",
    "return",
    "lambda",
    "with",
    "torch.no_grad()",
    "try",
    "except",
    "except RuntimeError as e",
    "finally",
    "pass",
    "del",
    "None",
    "True",
    "0",
    "1",
    "2.5",
    "1e999",
    "'a'",
    "f'{x}'",
    "f'{x:.2f}'",
    "\n",
    "\n    ",
    "\n        ",
    "print",
    "len",
    "range",
    "zip",
    "sum",
    "list",
    "int",
    "class",
    "yield",
    "await",
    "async",
    ":=",
    "global",
    "import os",
    "__class__",
    ".__class__",
    "9**9",
    "<<",
    "'a'*9999",
    "range(10**9)",
]

SEEDS = (
    "import torch\nx = torch.tensor([1., 2.], requires_grad=True)\ny = (x * x).sum()\ny.backward()\nprint(x.grad, f'{y:.2f}')",
    "import torch\na = torch.ones(2, 2, requires_grad=True)\nfor i in range(3):\n    b = a * i + a[0]\n    b.backward(torch.ones(2, 2))\n    if i > 1:\n        a.grad.zero_()\n    else:\n        a.grad = None\nprint(a.grad)",
    "def f(a, b=2):\n    try:\n        return a / b\n    except ZeroDivisionError as e:\n        return str(e)\n    finally:\n        pass\nd = {k: f(k, v) for k, v in zip(range(3), [0, 1, 2])}\nprint(d, [v for v in d.values() if v])",
    "import math\nimport torch\nx = torch.arange(6.).reshape(2, 3)\nwhile x.norm() < 100:\n    x = x * 2\nx[0, 1:] = 3\nx[1] += 1\nprint(x.tolist(), len(x), x.shape, math.sqrt(4), max(1, 2), -x[0].sum() ** 2)",
    "import torch\nfrom torch.autograd import grad\nx = torch.tensor(2., requires_grad=True)\nwith torch.no_grad():\n    w = x * 3\ng = lambda t: t ** 3\nprint(grad(g(x), x), w.is_leaf, x.grad is None, 1 < 2 <= 3, not x, 'a' in 'abc')",
)
"""Programs whose parts the mutations below mix: between them they use most of the language."""


def survive(source: str) -> None:
    start = time.process_time()
    try:
        outcome = parse(source, LIMITS).run(limits=LIMITS)
    except SnippetError as refusal:
        place = (refusal.line, refusal.column)
    else:
        place = (1, 1)
        assert "<function" not in outcome.stdout
        assert "engine." not in outcome.stdout
        assert outcome.error is None or "engine." not in outcome.error.message
    assert min(place) >= 1
    assert time.process_time() - start < 5.0


@QUICK
@given(st.lists(st.sampled_from(TOKENS), max_size=25))
def test_a_soup_of_tokens_is_survived(tokens: list[str]):
    survive(" ".join(tokens))


@QUICK
@given(st.text(max_size=80))
def test_any_text_is_survived(text: str):
    survive(text)


@QUICK
@given(st.text(alphabet="()[]{}-~+*'\"\\\n\t :.,f1ax=", max_size=200))
def test_a_soup_of_punctuation_is_survived(text: str):
    survive(text)


@QUICK
@given(st.randoms(use_true_random=False))
def test_programs_with_parts_exchanged_are_survived(chance: random.Random):
    survive(mutated(chance))


@QUICK
@given(st.randoms(use_true_random=False))
def test_programs_with_characters_exchanged_are_survived(chance: random.Random):
    text = list(chance.choice(SEEDS))
    for _ in range(chance.randrange(1, 4)):
        text[chance.randrange(len(text))] = chance.choice(string.printable)
    survive("".join(text))


def mutated(chance: random.Random) -> str:
    """A program in which some expressions and statements stand where others stood."""
    tree = ast.parse(chance.choice(SEEDS))
    donors = [node for seed in SEEDS for node in ast.walk(ast.parse(seed))]
    for _ in range(chance.randrange(1, 5)):
        parent = chance.choice([node for node in ast.walk(tree) if node._fields])
        field = chance.choice(parent._fields)
        old = getattr(parent, field, None)
        if isinstance(old, list) and old:
            place = chance.randrange(len(old))
            old[place] = _like(old[place], donors, chance)
        elif isinstance(old, ast.AST):
            setattr(parent, field, _like(old, donors, chance))
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return SEEDS[0]  # not every tree is the tree of a text


def _like(old: object, donors: list[ast.AST], chance: random.Random) -> object:
    for family in (ast.expr, ast.stmt, ast.operator, ast.cmpop, ast.unaryop):
        if isinstance(old, family):
            donor = chance.choice([donor for donor in donors if isinstance(donor, family)])
            return copy.deepcopy(donor)  # or a node could end up inside itself
    return old


@pytest.mark.parametrize("seed", SEEDS)
def test_the_programs_that_are_mutated_run_themselves(seed: str):
    assert parse(seed).run().error is None
