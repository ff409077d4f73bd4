# /// gradmark
# title = "Only one leaf zeroed"
# topic = "zeroing"
# difficulty = 2
# summary = "Two leaves take part in both calls, but only one of them is zeroed."
# prerequisites = ["repeated-backward"]
# misconceptions = ["forgets-zeroing", "overwrites", "retain-graph-doubles"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = (a * b).sum()
y.backward(retain_graph=True)
a.grad.zero_()
y.backward()
