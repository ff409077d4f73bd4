# /// gradmark
# title = "The same backward() twice"
# topic = "repeated-backward"
# difficulty = 1
# summary = "retain_graph=True keeps the graph, so that backward() can run through it again."
# prerequisites = ["reductions"]
# misconceptions = ["overwrites", "retain-graph-doubles", "graph-always-freed", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = (k * x * x).sum()
y.backward(retain_graph=True)
y.backward()
