# /// gradmark
# title = "A mean of squares"
# topic = "reductions"
# difficulty = 2
# summary = "A matrix goes through a sum, a square and a mean, as in PyTorch's first tutorial."
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
