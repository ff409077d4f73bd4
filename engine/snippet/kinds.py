"""Kinds of values that many checks ask for."""

from typing import Final

from engine.autograd import Tensor
from engine.autograd.batch import VARYING
from engine.autograd.parameter import Parameter

TENSORS: Final = frozenset({Tensor, Parameter})
NUMBERS: Final = frozenset({int, float, bool}) | VARYING
LISTS: Final = (list, tuple)
