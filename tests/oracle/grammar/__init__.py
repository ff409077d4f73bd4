"""A grammar of whole programs on tensors, for holding the engine to PyTorch.

`program(random)` writes one. A production is a function that takes the `Draft` of a program and
adds a line or a few; each family of productions stands in a file of its own. The grammar knows the
shape and the type of every name, so most programs run to their end, and errors are meant.
"""

from tests.oracle.grammar.program import program

__all__ = ["program"]
