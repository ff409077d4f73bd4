# /// gradmark
# title = "Measured by itself"
# topic = "functions"
# difficulty = 2
# summary = "The gradient of an exponential is compared with the exponential itself."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["exp-derivative", "inner-derivative-dropped"]
# [params]
# x0 = { kind = "vector", size = 3, from = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2], distinct = true }
# k = { kind = "number", from = { start = 2, stop = 6, step = 1 } }
# a = { kind = "number", from = { start = 1, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["torch.exp(k * x)", "torch.exp(a + k * x)", "torch.exp(a - k * x)"] }
# [[ask]]
# expr = "x.grad / y"
# prompt = "The gradient divided by y, component by component"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.sum().backward()
