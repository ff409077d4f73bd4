# /// gradmark
# title = "Weights only weigh"
# topic = "puzzles"
# difficulty = 4
# summary = "A tensor that requires a gradient is passed to backward() as the weights."
# prerequisites = ["grad-tensors"]
# misconceptions = ["ignores-weights", "zeros-for-none"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# y0 = { kind = "vector", size = 3, from = { start = 1, stop = 5, step = 1 } }
# z0 = { kind = "vector", size = 3, from = [-2, 0.5, 3, 10] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "y.grad"
# [[ask]]
# expr = "z.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = torch.tensor(y0, requires_grad=True)
z = torch.tensor(z0, requires_grad=True)

t = x + y
t.backward(z)
