# /// gradmark
# title = "A leaf as the root"
# topic = "puzzles"
# difficulty = 5
# summary = "backward() is called on a leaf, with weights that were computed from others."
# prerequisites = ["grad-tensors", "leaves"]
# misconceptions = ["zeros-for-none", "ignores-weights"]
# [params]
# x0 = { kind = "vector", size = 3, from = [1, 2, 3, 4] }
# y0 = { kind = "vector", size = 3, from = [2, 5, 10] }
# z0 = { kind = "vector", size = 3, from = [7, 9, 11, 13] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "z.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = torch.tensor(y0, requires_grad=True)
z = torch.tensor(z0, requires_grad=True)

t = x * y
z.backward(t)
