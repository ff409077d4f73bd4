# /// gradmark
# title = "Scaled while it was made"
# topic = "leaves"
# difficulty = 4
# summary = "A weight is scaled in the very line that makes it."
# prerequisites = ["reductions"]
# misconceptions = ["grad-on-nonleaf", "leaf-means-requires-grad"]
# [params]
# w0 = { kind = "vector", size = 3, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [0.1, 0.5, 2, 4, 10] }
# scaled = { kind = "choice", from = ["torch.tensor(w0, requires_grad=True) * k", "torch.tensor(w0, requires_grad=True) / k", "k * torch.tensor(w0, requires_grad=True)"] }
# formula = { kind = "choice", from = ["(w * w).sum()", "(w * w).mean()", "w.dot(w)"] }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "w.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "w.requires_grad"
# kind = "boolean"
# ///
import torch

w = scaled
loss = formula
loss.backward()
