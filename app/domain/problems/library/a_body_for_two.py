# /// gradmark
# title = "A body for two"
# topic = "freed-graphs"
# difficulty = 3
# summary = "Two losses are computed from the same intermediate result."
# prerequisites = ["several-losses"]
# misconceptions = ["expects-no-error"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# body = { kind = "choice", from = ["x * x", "x**2", "k * x", "torch.tanh(x)"] }
# head = { kind = "choice", from = ["(k * h).sum()", "h.dot(h)", "h.mean()"] }
# [[ask]]
# kind = "error"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
h = body
first = h.sum()
second = head
first.backward()
second.backward()
