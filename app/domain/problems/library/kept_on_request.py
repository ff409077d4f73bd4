# /// gradmark
# title = "Kept on request"
# topic = "leaves"
# difficulty = 3
# summary = "One of two computed tensors is asked to keep its gradient."
# prerequisites = ["reductions"]
# misconceptions = ["grad-on-nonleaf", "inner-derivative-dropped"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -3, stop = 4, step = 1 }, nonzero = true }
# j = { kind = "number", from = [2, 3, 4, 5] }
# k = { kind = "number", from = { start = 1, stop = 6, step = 1 } }
# kept = { kind = "choice", from = ["u", "v"] }
# inner = { kind = "choice", from = ["j * x", "j * x + k", "k - j * x"] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "u.grad"
# [[ask]]
# expr = "v.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
u = inner
v = u**2
kept.retain_grad()
y = v.sum()
y.backward()
