# /// gradmark
# title = "Three weightings of a product"
# topic = "repeated-backward"
# difficulty = 3
# summary = "Each call weights the components of the same vector anew."
# prerequisites = ["grad-tensors"]
# misconceptions = ["overwrites", "ignores-weights", "retain-graph-doubles", "graph-always-freed"]
# [params]
# a0 = { kind = "vector", size = 2, from = [1, 2, 3, 4, 5] }
# b0 = { kind = "vector", size = 2, from = [-3, -2, 2, 10] }
# u = { kind = "vector", size = 2, from = [0.1, 0.2] }
# v = { kind = "vector", size = 2, from = [0, 1] }
# w = { kind = "vector", size = 2, from = [2, 5] }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = a * b
y.backward(torch.tensor(u), retain_graph=True)
y.backward(torch.tensor(v), retain_graph=True)
y.backward(torch.tensor(w))
