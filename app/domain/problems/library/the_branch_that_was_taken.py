# /// gradmark
# title = "The branch that was taken"
# topic = "loops"
# difficulty = 2
# summary = "The data decide between two formulas, and the graph knows of one of them only."
# prerequisites = ["grad-tensors"]
# misconceptions = ["ignores-weights", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = [3, 4, 5, 6, 7] }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 2, 3, 10] }
# condition = { kind = "choice", from = ["x.sum() > 0.5", "x[0] > x[1] + 0.5"] }
# one = { kind = "choice", from = ["k * x", "x * x"] }
# other = { kind = "choice", from = ["x - k", "x / 2", "x + k"] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "y.grad_fn.name()"
# kind = "choice"
# choices = ["AddBackward0", "SubBackward0", "MulBackward0", "DivBackward0"]
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
if condition:
    y = one
else:
    y = other
y.backward(torch.tensor(w))
