# /// gradmark
# title = "An expression to take apart"
# topic = "functions"
# difficulty = 3
# summary = "A formula is taken apart from the outside, down to its leaves."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["value-for-gradient", "sign-of-subtraction-lost"]
# [params]
# a0 = { kind = "number", from = [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0] }
# b0 = { kind = "number", from = [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0] }
# formula = { kind = "expression", names = ["a", "b"], functions = ["torch.square"], operators = ["+", "-", "*"], constants = [2, 3], depth = 2 }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = a * b - k * b - formula
y.backward()
