# /// gradmark
# title = "A constant takes part"
# topic = "detaching"
# difficulty = 1
# summary = "Two tensors are multiplied, but only one of them asked for a gradient."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["zeros-for-none", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "vector", size = 3, from = { start = -5, stop = 9, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4] }
# formula = { kind = "choice", from = ["(c * x).sum()", "(k * x * c).sum()", "c.dot(x)", "(x * c + k).sum()"] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "c.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
c = torch.tensor(c0)
y = formula
y.backward()
