# /// gradmark
# title = "Weights for a matrix"
# topic = "grad-tensors"
# difficulty = 3
# summary = "The weights have the output's shape, and so has the gradient of what it was made of."
# prerequisites = ["functions"]
# misconceptions = ["ignores-weights", "sums-weights", "transposed"]
# [params]
# m0 = { kind = "matrix", shape = [2, 2], from = [1, 2, 3, 4, 5] }
# n0 = { kind = "matrix", shape = [2, 2], from = [-3, -2, 2, 3] }
# w = { kind = "matrix", shape = [2, 2], from = [0, 0.1, 0.5, 2, 5, 10], distinct = true }
# [[ask]]
# expr = "m.grad"
# [[ask]]
# expr = "n.grad"
# ///
import torch

m = torch.tensor(m0, requires_grad=True)
n = torch.tensor(n0, requires_grad=True)
y = m * n
y.backward(torch.tensor(w))
