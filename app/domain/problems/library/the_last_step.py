# /// gradmark
# title = "The name of the last step"
# topic = "leaves"
# difficulty = 2
# summary = "grad_fn remembers which operation made a tensor."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["grad-on-nonleaf"]
# [params]
# x0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 0.5 }, nonzero = true }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# inner = { kind = "choice", from = ["a * x", "x + a", "x - a", "x / a"] }
# outer = { kind = "choice", from = ["h * h + a", "h - a", "a * (h + x)", "(x + h) / a", "(x * h)**2", "x * h"] }
# [[ask]]
# expr = "y.grad_fn.name()"
# kind = "choice"
# choices = ["AddBackward0", "SubBackward0", "MulBackward0", "DivBackward0", "PowBackward0"]
# [[ask]]
# expr = "h.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
h = inner
y = outer
y.backward()
