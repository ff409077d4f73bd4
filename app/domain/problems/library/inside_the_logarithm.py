# /// gradmark
# title = "Inside the logarithm"
# topic = "functions"
# difficulty = 2
# summary = "A factor, a divisor or a power stands inside the logarithm, and not all of it is felt."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["log-derivative", "inner-derivative-dropped", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = [0.5, 2, 4, 5, 8, 10], distinct = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["torch.log(k * x)", "torch.log(x / k)", "torch.log(k * x**2)", "torch.log(k * x * x)"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.sum().backward()
