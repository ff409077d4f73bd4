# /// gradmark
# title = "Two losses, one after the other"
# topic = "several-losses"
# difficulty = 3
# summary = "The gradient after the first loss, and after the second on top of it."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "inner-derivative-dropped"]
# [params]
# w0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true, distinct = true }
# t0 = { kind = "vector", size = 2, from = { start = -5, stop = 6, step = 1 } }
# k = { kind = "number", from = [2, 3, 4, 5, 10] }
# [[ask]]
# expr = "first"
# prompt = "After the first loss"
# [[ask]]
# expr = "w.grad"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
target = torch.tensor(t0)
fit = ((k * w - target) ** 2).sum()
size = (w * w).sum()
fit.backward()
first = w.grad.clone()
size.backward()
