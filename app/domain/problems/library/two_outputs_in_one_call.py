# /// gradmark
# title = "Two outputs in one call"
# topic = "several-outputs"
# difficulty = 3
# summary = "torch.autograd.backward takes several outputs, each with weights of its own."
# prerequisites = ["grad-tensors"]
# misconceptions = ["ignores-weights", "sums-weights", "averages-output"]
# [params]
# x0 = { kind = "vector", size = 2, from = [1, 2, 3, 4, 5] }
# k = { kind = "number", from = [2, 3, 4, 5] }
# v0 = { kind = "vector", size = 2, from = [0.1, 0.2, 10] }
# w0 = { kind = "vector", size = 2, from = [0.5, 2, 100] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = x * x
z = k * x
v = torch.tensor(v0)
w = torch.tensor(w0)
torch.autograd.backward([y, z], [v, w])
