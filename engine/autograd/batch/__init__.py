"""Many variants of a program at once: arrays with a hidden last axis, one place in it per variant.

A program is run once for all variants that take the same way through it. Where its tensors differ
between variants, their values are a `Batch` in place of an array; operations, graph and traversal
see its shape without the hidden axis and do not know of it. Whatever must have one answer for all
variants (the truth of a condition, an index, a printed number) raises `Split` when the variants
disagree, and whatever a batch cannot do raises `NotBatched`: whoever started the run divides the
variants and starts again, in the end one by one.
"""

from engine.autograd.batch import functions, products, sums  # noqa: F401 - they fill NumPy's tables
from engine.autograd.batch.arrays import Batch
from engine.autograd.batch.neutral import (
    address,
    filled,
    is_free,
    number_as,
    numbers_in,
    plain_array,
    whole,
    windowed,
)
from engine.autograd.batch.number import VARYING, Varying, lifted, settled, varying
from engine.autograd.batch.signals import NotBatched, Signal, Split, agreed, alike

__all__ = [
    "VARYING",
    "Batch",
    "NotBatched",
    "Signal",
    "Split",
    "Varying",
    "address",
    "agreed",
    "alike",
    "filled",
    "is_free",
    "lifted",
    "number_as",
    "numbers_in",
    "plain_array",
    "settled",
    "varying",
    "whole",
    "windowed",
]
