# /// gradmark
# title = "A dot product"
# topic = "matmul"
# difficulty = 1
# summary = "Two vectors are multiplied, component by component, and added up to one number."
# prerequisites = ["reductions"]
# misconceptions = ["value-for-gradient", "sign-of-subtraction-lost"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# z0 = { kind = "vector", size = 3, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "choice", from = ["k - x.dot(z)", "k * x.sum() - x.dot(z)", "z.sum() - k * x.dot(z)", "x.dot(x) - x.dot(z)"] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "z.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
z = torch.tensor(z0, requires_grad=True)
loss = formula
loss.backward()
