# /// gradmark
# title = "A penalty on the gradient"
# topic = "second-derivatives"
# difficulty = 4
# summary = "A loss is made of a gradient, as in training that wants gradients to stay small."
# prerequisites = ["reductions", "several-outputs"]
# misconceptions = ["create-graph-ignored", "grad-call-fills", "product-one-sided"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -4, stop = 4, step = 1 }, nonzero = true }
# w0 = { kind = "vector", size = 2, from = { start = -4, stop = 4, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3] }
# formula = { kind = "choice", from = ["(k * w * x * x).sum()", "(k * w * x * x + w).sum()", "(w * x * x - k * w).sum()"] }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
w = torch.tensor(w0, requires_grad=True)
y = formula
(g,) = torch.autograd.grad(y, x, create_graph=True)
penalty = (g * g).sum()
penalty.backward()
