# /// gradmark
# title = "Made anew"
# topic = "freed-graphs"
# difficulty = 2
# summary = "Two passes over the same leaf, and retain_graph is never mentioned."
# prerequisites = ["repeated-backward"]
# misconceptions = ["expects-error", "overwrites"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["(k * x * x).sum()", "k * x.dot(x)", "(x * x + k * x).sum()"] }
# [[ask]]
# kind = "error"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
for turn in range(2):
    y = formula
    y.backward()
