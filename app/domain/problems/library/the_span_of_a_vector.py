# /// gradmark
# title = "The span of a vector"
# topic = "special-points"
# difficulty = 2
# summary = "From the greatest component to the least; the others look on."
# prerequisites = ["reductions"]
# misconceptions = ["sign-of-subtraction-lost", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 4, from = { start = -9, stop = 9, step = 1 }, distinct = true }
# k = { kind = "number", from = [-3, -2, 2, 3, 4, 5] }
# formula = { kind = "choice", from = ["k * x.max() - x.min()", "x.max() - k * x.min()", "k * (x.max() - x.min())", "k * x.max() - x.sum()"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward()
