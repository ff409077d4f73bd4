# /// gradmark
# title = "Three notes of one gradient"
# topic = "repeated-backward"
# difficulty = 3
# summary = "The same output three times with other weights, and a note after each call."
# prerequisites = ["grad-tensors"]
# misconceptions = ["overwrites", "ignores-weights", "product-one-sided"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = [-10, -3, 2, 4, 5], distinct = true }
# u = { kind = "vector", size = 2, from = [1, 2, 10], distinct = true }
# v = { kind = "vector", size = 2, from = [0, 3, 5], distinct = true }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 4], distinct = true }
# [[ask]]
# expr = "first"
# prompt = "After the first call"
# [[ask]]
# expr = "second"
# prompt = "After the second call"
# [[ask]]
# expr = "a.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = a * a * b
y.backward(torch.tensor(u), retain_graph=True)
first = a.grad.clone()
y.backward(torch.tensor(v), retain_graph=True)
second = a.grad.clone()
y.backward(torch.tensor(w))
