# /// gradmark
# title = "Centred"
# topic = "reductions"
# difficulty = 4
# summary = "Every component moves the mean, and the mean is taken off every component."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["mean-without-n", "sign-of-subtraction-lost", "broadcast-unsummed"]
# [params]
# x0 = { kind = "vector", size = 4, from = { start = -6, stop = 9, step = 1 } }
# v = { kind = "vector", size = 4, from = [-2, -1, 0, 1, 2, 3, 4, 6, 10], distinct = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
centred = x - x.mean()
loss = (torch.tensor(v) * centred).sum()
loss.backward()
