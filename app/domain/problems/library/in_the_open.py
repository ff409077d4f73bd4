# /// gradmark
# title = "In the open"
# topic = "descent"
# difficulty = 3
# summary = "A weight is updated right after backward(), without any context around it."
# prerequisites = ["leaves"]
# misconceptions = ["expects-no-error"]
# [params]
# w0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# lr = { kind = "number", from = [0.1, 0.2, 0.5] }
# update = { kind = "choice", from = ["w -= lr * w.grad", "w.sub_(lr * w.grad)", "w += -lr * w.grad", "w.add_(w.grad, alpha=-lr)"] }
# [[ask]]
# kind = "error"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
loss = (k * w * w).sum()
loss.backward()
update
