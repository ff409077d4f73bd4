# /// gradmark
# title = "Asked in vain"
# topic = "several-outputs"
# difficulty = 3
# summary = "Three gradients are asked for, though not every leaf is felt by the output."
# prerequisites = ["reductions"]
# misconceptions = ["expects-error", "zeros-for-none", "none-for-zeros"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# formula = { kind = "choice", from = ["(a * a + 0 * b).sum()", "(a * a - b + b).sum()", "(3 * a).sum() + 0 * b.sum()", "(a * a + 0 * b * a).sum()"] }
# [[ask]]
# expr = "to_a"
# [[ask]]
# expr = "to_b"
# [[ask]]
# expr = "to_c"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = torch.tensor(c0, requires_grad=True)
y = formula
to_a, to_b, to_c = torch.autograd.grad(y, (a, b, c), allow_unused=True)
