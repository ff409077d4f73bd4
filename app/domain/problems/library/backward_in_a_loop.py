# /// gradmark
# title = "backward() in a loop"
# topic = "loops"
# difficulty = 2
# summary = "Each turn builds a loss of its own and calls backward() on it."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "loop-one-early", "loop-one-late"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# turns = { kind = "number", from = [2, 3] }
# formula = { kind = "choice", from = ["(k * x).sum()", "(x * x).sum()", "k * x.dot(x)", "(x * x - k * x).sum()"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
for turn in range(turns):
    loss = formula
    loss.backward()
