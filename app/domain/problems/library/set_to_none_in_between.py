# /// gradmark
# title = "Set to None in between"
# topic = "zeroing"
# difficulty = 2
# summary = "Three calls, and the gradient is thrown away after the second."
# prerequisites = ["grad-tensors", "repeated-backward"]
# misconceptions = ["forgets-zeroing", "ignores-weights"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# u = { kind = "vector", size = 3, from = [0.1, 0.5, 1] }
# v = { kind = "vector", size = 3, from = [2, 3, 10] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = x * x
y.backward(torch.tensor(u), retain_graph=True)
y.backward(torch.tensor(u), retain_graph=True)
x.grad = None
y.backward(torch.tensor(v))
