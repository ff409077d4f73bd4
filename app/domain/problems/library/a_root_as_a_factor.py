# /// gradmark
# title = "A root as a factor"
# topic = "functions"
# difficulty = 3
# summary = "The same leaf stands in both factors, and one of them is a root."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["product-one-sided", "sqrt-derivative", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 2, from = [1, 4, 16, 25, 100], distinct = true }
# k = { kind = "number", from = { start = 2, stop = 20, step = 1 } }
# formula = { kind = "choice", from = ["k * x * torch.sqrt(x)", "(x + k) * torch.sqrt(x)", "torch.sqrt(x) * (x - k)", "torch.sqrt(x) * k * x", "x * x.sqrt() + k * x", "x * x.sqrt() - k * x"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.sum().backward()
