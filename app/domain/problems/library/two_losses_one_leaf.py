# /// gradmark
# title = "Two losses, one leaf"
# topic = "several-losses"
# difficulty = 2
# summary = "Two losses are computed from the same leaf, and each has its own backward()."
# prerequisites = ["repeated-backward"]
# misconceptions = ["only-last-loss", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = { start = -9.0, stop = 9.0, step = 0.5 }, nonzero = true }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# b = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = a * x**2
z = b * x
y.backward()
z.backward()
