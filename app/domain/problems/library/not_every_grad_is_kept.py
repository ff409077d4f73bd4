# /// gradmark
# title = "Not every gradient is kept"
# topic = "leaves"
# difficulty = 2
# summary = "A gradient passes through every tensor on its way, but not all of them hold on to it."
# prerequisites = ["reductions"]
# misconceptions = ["grad-on-nonleaf", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 } }
# y0 = { kind = "vector", size = 3, from = { start = 1, stop = 9, step = 1 } }
# z0 = { kind = "vector", size = 3, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "z.grad"
# [[ask]]
# expr = "t.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = torch.tensor(y0, requires_grad=True)
z = torch.tensor(z0, requires_grad=True)

t = x + y
loss = t.dot(z)
loss.backward()
