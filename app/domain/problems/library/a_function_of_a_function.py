# /// gradmark
# title = "A function of a function"
# topic = "scalar-outputs"
# difficulty = 2
# summary = "The gradient passes through two steps on its way back, and each has its say."
# misconceptions = ["inner-derivative-dropped", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = { start = -3.0, stop = 3.0, step = 0.5 }, nonzero = true }
# a = { kind = "number", from = { start = 2, stop = 6, step = 1 } }
# b = { kind = "number", from = { start = 1, stop = 9, step = 1 } }
# inner = { kind = "choice", from = ["a * x + b", "a * x - b", "b - a * x", "b + a * x"] }
# outer = { kind = "choice", from = ["u**2", "3 * u**2", "5 * u**2", "u**2 - 2 * a"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
u = inner
y = outer
y.backward()
