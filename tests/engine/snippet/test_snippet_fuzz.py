"""Whatever text comes in, only a refusal of ours goes out: no crash, no hang, no leak."""

import os
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.snippet import parse
from tests.engine.snippet.fuzzing import SEEDS, corpus, misspelt, mutated, survive
from tests.engine.snippet.odd_calls import odd_call

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
    "class F(torch.autograd.Function)",
    "@staticmethod",
    "def forward(ctx, x)",
    "ctx",
    ".apply",
    ".save_for_backward",
    ".register_hook",
    "torch.optim.SGD",
    ".step",
    "any",
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

SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
"""Processor time that each kind of mutation is tried for."""

START = int(os.environ.get("FUZZ_START", "0"))
"""Another number mutates other programs in other places."""


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


@pytest.mark.parametrize("mutate", [mutated, misspelt, odd_call])
def test_programs_that_nobody_would_write_are_survived(
    mutate: Callable[[random.Random], str],
):
    chance = random.Random(START)
    corpus()
    end = time.process_time() + SECONDS
    while time.process_time() < end:
        survive(mutate(chance))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_programs_that_are_mutated_run_themselves(seed: str):
    assert parse(seed).run().error is None
