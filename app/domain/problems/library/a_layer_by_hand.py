# /// gradmark
# title = "A layer by hand"
# topic = "matmul"
# difficulty = 4
# summary = "A linear layer, a target and a squared error: the step that all of training is made of."
# prerequisites = ["reductions", "broadcasting"]
# misconceptions = ["transposed", "power-factor-dropped", "value-for-gradient"]
# [params]
# w0 = { kind = "matrix", shape = [2, 2], from = [-2, -1, 1, 2, 3] }
# b0 = { kind = "vector", size = 2, from = [-2, -1, 0, 1, 2] }
# x0 = { kind = "vector", size = 2, from = [-2, 1, 2, 3, 4], distinct = true }
# t0 = { kind = "vector", size = 2, from = [-5, -4, 4, 5, 8] }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
x = torch.tensor(x0)
target = torch.tensor(t0)
error = w @ x + b - target
loss = (error**2).sum()
loss.backward()
