# /// gradmark
# title = "Handed over"
# topic = "several-outputs"
# difficulty = 2
# summary = "torch.autograd.grad answers with the gradients themselves."
# prerequisites = ["reductions"]
# misconceptions = ["grad-call-fills", "zeros-for-none"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# formula = { kind = "choice", from = ["(k * a * b).sum()", "a.dot(b) - k * b.sum()", "(a * a + k * a * b).sum()"] }
# [[ask]]
# expr = "to_a"
# [[ask]]
# expr = "to_b"
# [[ask]]
# expr = "a.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = formula
to_a, to_b = torch.autograd.grad(y, (a, b))
