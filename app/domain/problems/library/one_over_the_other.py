# /// gradmark
# title = "One over the other"
# topic = "functions"
# difficulty = 2
# summary = "A quotient has two leaves, and they do not pull in the same direction."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["quotient-sign-lost", "value-for-gradient"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -9, stop = 9, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = [-10, -5, -4, -2, 2, 4, 5, 10], distinct = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["k * a / b", "a / b + k * a", "(a + k) / b"] }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = formula
y.sum().backward()
