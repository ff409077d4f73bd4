# /// gradmark
# title = "Two numbers, one result"
# topic = "scalar-outputs"
# difficulty = 1
# summary = "Each leaf gets the slope in its own direction, while the other stands still."
# misconceptions = ["sign-of-subtraction-lost", "value-for-gradient"]
# [params]
# a0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 1.0 }, nonzero = true }
# b0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 1.0 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["a * b - k * a", "k * a - a * b", "a - k * a * b", "k - a * b", "k * b - a * b"] }
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
