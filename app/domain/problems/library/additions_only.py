# /// gradmark
# title = "Additions only"
# topic = "freed-graphs"
# difficulty = 5
# summary = "backward() is called twice on a graph of nothing but additions and subtractions."
# prerequisites = ["repeated-backward"]
# misconceptions = ["expects-error", "overwrites"]
# [params]
# a0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# formula = { kind = "choice", from = ["(a + b).sum()", "(a - b).sum()", "(b - a).sum()", "a.sum() - b.sum()", "(a + a - b).sum()", "(a - b - b).sum()"] }
# [[ask]]
# kind = "error"
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = formula
y.backward()
y.backward()
