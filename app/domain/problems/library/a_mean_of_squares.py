# /// gradmark
# title = "Four and a half"
# topic = "reductions"
# difficulty = 2
# summary = "A classic of PyTorch's first tutorial: a matrix, a square and a mean."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["mean-without-n", "value-for-gradient", "power-factor-dropped"]
# [params]
# x0 = { kind = "matrix", shape = [2, 2], from = { start = -4, stop = 6, step = 1 }, nonzero = true }
# b = { kind = "number", from = [1, 2, 3, 5] }
# k = { kind = "number", from = [2, 3, 4, 6] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "x.grad_fn"
# prompt = "The step that made x"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = x + b
z = k * y**2
out = z.mean()
out.backward()
