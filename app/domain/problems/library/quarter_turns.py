# /// gradmark
# title = "Quarter turns"
# topic = "functions"
# difficulty = 2
# summary = "Sine and cosine at a quarter turn, where one of them stands still."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["trig-sign-lost", "value-for-gradient"]
# [params]
# turns = { kind = "vector", size = 3, from = [-1.5, -0.5, 0.5, 1.5], distinct = true }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# b = { kind = "number", from = { start = 10, stop = 50, step = 1 } }
# formula = { kind = "choice", from = ["a * torch.cos(x) + b * torch.sin(x)", "b * torch.sin(x) - a * torch.cos(x)", "a * torch.sin(x) - b * torch.cos(x)"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.pi * torch.tensor(turns)
x.requires_grad_()
y = formula
y.sum().backward()
