# /// gradmark
# title = "Without recording"
# topic = "detaching"
# difficulty = 2
# summary = "Part of the computation happens under torch.no_grad()."
# prerequisites = ["functions"]
# misconceptions = ["no-grad-ignored", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# hidden = { kind = "choice", from = ["k * x", "x * x", "x + k", "x - k"] }
# formula = { kind = "choice", from = ["(c * x).sum()", "(k * c * x).sum()", "(c + x * x).sum()"] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "c.requires_grad"
# kind = "boolean"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
with torch.no_grad():
    c = hidden
y = formula
y.backward()
