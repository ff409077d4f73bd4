# /// gradmark
# title = "Who shares what"
# topic = "several-losses"
# difficulty = 2
# summary = "Three leaves and two losses: one leaf takes part in both."
# prerequisites = ["reductions", "repeated-backward"]
# misconceptions = ["overwrites", "clears-before-backward", "only-last-loss"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 5] }
# earlier = { kind = "choice", from = ["(k * a * b).sum()", "a.dot(b)", "(b * b + k * a).sum()"] }
# later = { kind = "choice", from = ["(b * c).sum()", "k * b.dot(c)", "(k * b + c * c).sum()"] }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# [[ask]]
# expr = "c.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = torch.tensor(c0, requires_grad=True)
first = earlier
second = later
first.backward()
second.backward()
