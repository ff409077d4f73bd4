# /// gradmark
# title = "A number for all"
# topic = "broadcasting"
# difficulty = 1
# summary = "One number multiplies every component of a vector."
# prerequisites = ["scalar-outputs", "reductions"]
# misconceptions = ["broadcast-unsummed", "broadcast-counted-once", "value-for-gradient"]
# [params]
# s0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 0.5 }, nonzero = true }
# x0 = { kind = "vector", size = 3, from = { start = -5, stop = 9, step = 1 }, nonzero = true }
# [[ask]]
# expr = "s.grad"
# [[ask]]
# expr = "x.grad"
# ///
import torch

s = torch.tensor(s0, requires_grad=True)
x = torch.tensor(x0, requires_grad=True)
y = s * x
y.sum().backward()
