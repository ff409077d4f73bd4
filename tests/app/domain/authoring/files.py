"""Problem files as instructors write them: a good one, and what can be wrong with it."""

FILE = """\
# /// gradmark
# title = "Twice through a square"
# topic = "repeated-backward"
# difficulty = 2
# summary = "The same square, backward two times."
# misconceptions = ["overwrites"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -6, stop = 7, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5, 6, 7] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = (k * x * x).sum()
y.backward(retain_graph=True)
y.backward()
"""


def changed(old: str, new: str) -> str:
    """The good file with one thing changed."""
    assert FILE.count(old) == 1
    return FILE.replace(old, new)
