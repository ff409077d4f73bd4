# /// gradmark
# title = "Scaled by its own sum"
# topic = "broadcasting"
# difficulty = 4
# summary = "A vector is multiplied by the sum of its components, which depends on all of them."
# prerequisites = ["grad-tensors", "reductions"]
# misconceptions = ["broadcast-unsummed", "product-one-sided", "ignores-weights"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 6, step = 1 }, nonzero = true }
# w = { kind = "vector", size = 3, from = [1, 2, 3, 5, 10], distinct = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
total = x.sum()
y = total * x
y.backward(torch.tensor(w))
