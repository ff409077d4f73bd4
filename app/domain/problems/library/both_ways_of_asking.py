# /// gradmark
# title = "Both ways of asking"
# topic = "several-outputs"
# difficulty = 4
# summary = "torch.autograd.grad and backward() run through the same graph, one after the other."
# prerequisites = ["repeated-backward", "grad-tensors"]
# misconceptions = ["grad-call-fills", "ignores-weights", "graph-always-freed"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# v = { kind = "vector", size = 2, from = [0.1, 0.5, 2], distinct = true }
# w = { kind = "vector", size = 2, from = [3, 5, 10], distinct = true }
# formula = { kind = "choice", from = ["k * x * x", "x * x - k * x", "k * x"] }
# [[ask]]
# expr = "g"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
(g,) = torch.autograd.grad(y, x, torch.tensor(v), retain_graph=True)
y.backward(torch.tensor(w))
