"""Calls of every function and method of the language with arguments that nobody would give."""

import random

from engine.autograd import Tensor
from engine.snippet.vocabulary import ATTRIBUTES, MODULES

HEAD = """import torch
import torch.nn.functional as F
x = torch.ones(2, 3, requires_grad=True)
y = torch.arange(6.).reshape(3, 2)
m = torch.tensor([True, False, True])
i = torch.tensor([0, 1])
b = torch.tensor(3)
n = torch.ones(0, 3)
z = x * 2
p = torch.nn.Parameter(torch.ones(3))
f = lambda a: a
g = z.grad_fn
o = torch.optim.SGD([p], lr=0.1)
"""

TAIL = """
print(r)
try:
    r.sum().backward()
except RuntimeError:
    pass
"""

VALUES = (
    *("x", "y", "m", "i", "b", "n", "z", "p", "f", "g", "o", "torch", "F", "g.name"),
    *("0", "1", "-1", "2.5", "-3", "10**6", "10**30", "1e400", "True", "None", "'a'", "'mean'"),
    *("[]", "()", "{}", "[1, 2]", "(2, 3)", "[x, y]", "(x, x)", "[[1], [2, 3]]", "range(3)"),
    *("torch.float16", "torch.int64", "torch.Size([2])", "...", "'ij,jk->ik'", "(i, i)"),
)

KEYWORDS = (
    *("dim", "keepdim", "dtype", "size", "out", "requires_grad", "other", "alpha", "reduction"),
    *("weight", "input", "index", "axis", "p", "unbiased", "correction", "min", "max", "value"),
    *("src", "accumulate", "n", "lr", "create_graph", "inputs", "device", "gradient"),
)

PLACES = (
    *(
        f"{'F' if path == 'torch.nn.functional' else path}.{name}"
        for path, module in MODULES.items()
        if path != "math"
        for name in module.members
    ),
    *(f"{owner}.{name}" for owner in "xyzibmpn" for name in ATTRIBUTES[Tensor]),
    *("o.step", "o.zero_grad", "o.add_param_group", "g.register_hook", "g.name", "g"),
)
"""What is called."""


def odd_call(chance: random.Random) -> str:
    """A program that makes one call, prints its result and differentiates it."""
    given = chance.choices(VALUES, k=chance.choice((0, 1, 1, 2, 2, 3)))
    named = chance.sample(KEYWORDS, chance.choice((0, 0, 0, 1, 2)))
    given += [f"{name}={chance.choice(VALUES)}" for name in named]
    return f"{HEAD}r = {chance.choice(PLACES)}({', '.join(given)}){TAIL}"
