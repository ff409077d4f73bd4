# /// gradmark
# title = "One line in between"
# topic = "descent"
# difficulty = 4
# summary = "Between the loss and its backward(), one more line is written."
# prerequisites = ["freed-graphs"]
# misconceptions = ["expects-no-error"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# change = { kind = "choice", from = ["h += k", "h.mul_(k)", "h.zero_()", "h[0] = k"] }
# formula = { kind = "choice", from = ["(h * h).sum()", "(h * x).sum()", "h.dot(h)", "(h**3).sum()"] }
# [[ask]]
# kind = "error"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
h = k * x
y = formula
change
y.backward()
