# /// gradmark
# title = "backward() without a word"
# topic = "scalar-outputs"
# difficulty = 2
# summary = "backward() is called on what came out, without an argument."
# misconceptions = ["expects-no-error"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["k * x", "x * x", "x + k", "(x * x).sum() * x", "x - x.mean()", "k * x.sum() - x"] }
# [[ask]]
# kind = "error"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward()
