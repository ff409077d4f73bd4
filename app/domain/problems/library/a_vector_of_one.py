# /// gradmark
# title = "A vector of one"
# topic = "scalar-outputs"
# difficulty = 3
# summary = "What comes out has a shape, but only a single component."
# misconceptions = ["expects-error", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["k * x[:1]", "(x * x).sum(dim=0, keepdim=True)", "(k * x).sum().reshape(1)", "x[1:2] - k * x[2:]"] }
# [[ask]]
# kind = "error"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward()
