# /// gradmark
# title = "A sum and a mean"
# topic = "reductions"
# difficulty = 1
# summary = "One leaf is added up, the other is averaged, and both results are added."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["mean-without-n", "sum-as-mean"]
# [params]
# a0 = { kind = "vector", size = 4, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 4, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# j = { kind = "number", from = [2, 3, 5, 7, 8, 9] }
# k = { kind = "number", from = [2, 3, 6, 8, 10] }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = (j * a).sum() + (k * b).mean()
y.backward()
