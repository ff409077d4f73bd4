# /// gradmark
# title = "Weights for some"
# topic = "several-outputs"
# difficulty = 2
# summary = "A vector and a scalar go into one call, and only one of them needs weights."
# prerequisites = ["grad-tensors", "reductions"]
# misconceptions = ["ignores-weights", "sums-weights", "averages-output"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 2, 3, 10], distinct = true }
# formula = { kind = "choice", from = ["x * x", "k * x", "x * x + k * x"] }
# total = { kind = "choice", from = ["(k * x).sum()", "x.dot(x)", "4 * x.mean()"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
z = total
weights = [torch.tensor(w), None]
torch.autograd.backward([y, z], weights)
