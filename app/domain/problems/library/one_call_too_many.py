# /// gradmark
# title = "One call too many?"
# topic = "freed-graphs"
# difficulty = 1
# summary = "backward() is called twice on the same output, without further ado."
# prerequisites = ["repeated-backward"]
# misconceptions = ["expects-no-error"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["(x * x).sum()", "(k * x**2).mean()", "k * x.dot(x)", "(x * x - k * x).sum()"] }
# [[ask]]
# kind = "error"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward()
y.backward()
