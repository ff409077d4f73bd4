# /// gradmark
# title = "As long as it is kept"
# topic = "freed-graphs"
# difficulty = 3
# summary = "Several calls, each keeping the graph or not, until one of them fails."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "retain-graph-doubles", "expects-no-error"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# flags = { kind = "choice", from = ["[True, False, True]", "[True, True, False, True]", "[True, False, True, True]", "[True, False, False]", "[True, True, False, False]"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = (k * x * x).sum()
for keep in flags:
    try:
        y.backward(retain_graph=keep)
    except RuntimeError:
        break
