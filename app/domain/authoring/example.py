"""Problem files to begin with; each passes every gate."""

from typing import Final

EXAMPLE: Final = """\
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
"""A small problem, as the pages for authors show it."""

TEMPLATE: Final = """\
# /// gradmark
# title = "A new problem"
# topic = "scalar-outputs"
# difficulty = 1
# summary = "One sentence for students."
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -6, stop = 7, step = 1 }, nonzero = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = (x * x).sum()
y.backward()
"""
"""As little as a problem needs: each line is there to be changed."""
