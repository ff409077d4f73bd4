# /// gradmark
# title = "A matrix times a vector"
# topic = "matmul"
# difficulty = 2
# summary = "The way there goes along the rows, and the gradient has to find the way back."
# prerequisites = ["grad-tensors"]
# misconceptions = ["matmul-untransposed", "ignores-weights"]
# [params]
# m0 = { kind = "matrix", shape = [2, 2], from = [-3, -2, -1, 1, 2, 3, 4, 5], distinct = true }
# x0 = { kind = "vector", size = 2, from = [-3, -2, -1, 1, 2, 3, 4, 5] }
# w = { kind = "vector", size = 2, from = [0.1, 2, 3, 10], distinct = true }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "m.grad"
# ///
import torch

m = torch.tensor(m0, requires_grad=True)
x = torch.tensor(x0, requires_grad=True)
y = m @ x
y.backward(torch.tensor(w))
