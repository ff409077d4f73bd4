# /// gradmark
# title = "Three leaves, one weight vector"
# topic = "grad-tensors"
# difficulty = 2
# summary = "One vector of weights travels back to three leaves along different rules."
# atol = 1e-9
# prerequisites = ["functions"]
# misconceptions = ["ignores-weights", "sums-weights", "log-derivative"]
# [params]
# a0 = { kind = "vector", size = 3, from = { start = 1, stop = 9, step = 1 } }
# b0 = { kind = "vector", size = 3, from = [1, 2, 3, 4, 5] }
# c0 = { kind = "vector", size = 3, from = [2, 4, 5, 8, 10] }
# weights = { kind = "vector", size = 3, from = [10, 0.1, 0.01, 0.0001], distinct = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# [[ask]]
# expr = "c.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = torch.tensor(c0, requires_grad=True)

f = 3 * a + 2 * b**2 + torch.log(c)
v = torch.tensor(weights)
f.backward(v)
