# /// gradmark
# title = "The slope of the slope"
# topic = "second-derivatives"
# difficulty = 2
# summary = "The first gradient is differentiated once more."
# prerequisites = ["functions", "several-outputs"]
# misconceptions = ["power-exponent-kept", "power-factor-dropped"]
# [params]
# x0 = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0] }
# a = { kind = "number", from = { start = 2, stop = 6, step = 1 } }
# b = { kind = "number", from = { start = 2, stop = 12, step = 1 } }
# formula = { kind = "choice", from = ["a * x**3", "a * x**3 + b * x", "a * x**3 - b * x", "b - a * x**3"] }
# [[ask]]
# expr = "first"
# [[ask]]
# expr = "second"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
(first,) = torch.autograd.grad(y, x, create_graph=True)
(second,) = torch.autograd.grad(first, x)
