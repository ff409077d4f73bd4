# /// gradmark
# title = "Who made this?"
# topic = "leaves"
# difficulty = 3
# summary = "A formula makes y, and grad_fn remembers its last step only."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["leaf-means-requires-grad"]
# [params]
# x0 = { kind = "number", from = { start = 1.0, stop = 9.0, step = 1.0 } }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# formula = { kind = "expression", names = ["x", "h"], functions = ["torch.exp", "torch.tanh", "torch.sin", "torch.sigmoid"], operators = ["+", "-", "*", "/"], depth = 2 }
# [[ask]]
# expr = "y.grad_fn.name()"
# kind = "text"
# prompt = "The name of y.grad_fn"
# [[ask]]
# expr = "h.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "h.requires_grad"
# kind = "boolean"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
h = a * x
y = formula
