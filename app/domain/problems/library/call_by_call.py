# /// gradmark
# title = "Call by call"
# topic = "repeated-backward"
# difficulty = 2
# summary = "What the gradient holds after the first call, and what after the second."
# prerequisites = ["grad-tensors"]
# misconceptions = ["overwrites", "ignores-weights"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 6, step = 1 }, nonzero = true, distinct = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# u = { kind = "vector", size = 2, from = [0.5, 2, 10], distinct = true }
# v = { kind = "vector", size = 2, from = [0.1, 3, 4], distinct = true }
# formula = { kind = "choice", from = ["k * x * x", "x * x - k * x", "x * x + k * x"] }
# [[ask]]
# expr = "first"
# prompt = "The gradient after the first call"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward(torch.tensor(u), retain_graph=True)
first = x.grad.clone()
y.backward(torch.tensor(v))
