# /// gradmark
# title = "Two heads on one body"
# topic = "several-losses"
# difficulty = 4
# summary = "Two losses share a computed tensor, which is not a leaf."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "grad-on-nonleaf"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# j = { kind = "number", from = [2, 4, 6] }
# k = { kind = "number", from = [3, 5, 7] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "h.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
h = x * x
first = (j * h).sum()
second = (k * h).sum()
first.backward(retain_graph=True)
second.backward()
