# /// gradmark
# title = "One over the other"
# topic = "functions"
# difficulty = 2
# summary = "A quotient has two leaves, and they do not pull in the same direction."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["quotient-sign-lost", "value-for-gradient"]
# [params]
# a0 = { kind = "number", from = { start = -9.0, stop = 9.0, step = 1.0 }, nonzero = true }
# b0 = { kind = "number", from = [-10.0, -5.0, -4.0, -2.0, 2.0, 4.0, 5.0, 10.0] }
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
y.backward()
