# /// gradmark
# title = "The slope at a point"
# topic = "scalar-outputs"
# difficulty = 1
# summary = "One number goes in, one comes out, and backward() finds the slope between them."
# misconceptions = ["power-exponent-kept", "power-factor-dropped", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = [-4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0] }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# b = { kind = "number", from = { start = 1, stop = 20, step = 1 } }
# formula = { kind = "choice", from = ["a * x**2 + b * x", "a * x**3 + b * x", "a * x**2 - b * x", "b - a * x**3"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward()
