# /// gradmark
# title = "Kept or recorded"
# topic = "second-derivatives"
# difficulty = 3
# summary = "retain_graph=True and create_graph=True: both allow another call, but that is not all."
# prerequisites = ["several-outputs", "freed-graphs"]
# misconceptions = ["create-graph-ignored", "grad-call-fills"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5, 6, 7] }
# formula = { kind = "choice", from = ["(k * x * x).sum()", "(x**3).sum()", "k * x.dot(x)"] }
# [[ask]]
# expr = "kept.requires_grad"
# kind = "boolean"
# [[ask]]
# expr = "recorded.requires_grad"
# kind = "boolean"
# [[ask]]
# expr = "recorded"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
(kept,) = torch.autograd.grad(y, x, retain_graph=True)
(recorded,) = torch.autograd.grad(y, x, create_graph=True)
