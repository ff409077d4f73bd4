# /// gradmark
# title = "The second step goes from the first"
# topic = "descent"
# difficulty = 4
# summary = "Two steps of gradient descent; the second gradient is taken where the first step led."
# prerequisites = ["zeroing"]
# misconceptions = ["forgets-zeroing", "update-ignored"]
# [params]
# w0 = { kind = "vector", size = 2, from = { start = -6, stop = 7, step = 1 }, nonzero = true, distinct = true }
# t0 = { kind = "vector", size = 2, from = [-3, -2, -1, 1, 2, 3, 4] }
# lr = { kind = "number", from = [0.1, 0.2, 0.25] }
# [[ask]]
# expr = "first"
# prompt = "The gradient of the first step"
# [[ask]]
# expr = "second"
# prompt = "The gradient of the second step"
# [[ask]]
# expr = "w.data"
# prompt = "The weight at the end"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
target = torch.tensor(t0)
((w - target) ** 2).sum().backward()
first = w.grad.clone()
w.data = w.data - lr * w.grad
w.grad.zero_()
((w - target) ** 2).sum().backward()
second = w.grad.clone()
w.data = w.data - lr * w.grad
