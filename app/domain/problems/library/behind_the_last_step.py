# /// gradmark
# title = "Behind the last step"
# topic = "leaves"
# difficulty = 4
# summary = "From the last step the graph leads back, until it reaches what fills a leaf."
# prerequisites = ["reductions"]
# misconceptions = ["leaf-means-requires-grad"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# inner = { kind = "choice", from = ["k * x", "x + k", "x - k", "x / k"] }
# last = { kind = "choice", from = ["h.sum()", "torch.exp(h)", "h**2", "x.mean()", "x**2", "torch.tanh(x)"] }
# [[ask]]
# expr = "y.grad_fn.next_functions[0][0].name()"
# kind = "choice"
# choices = ["torch::autograd::AccumulateGrad", "AddBackward0", "SubBackward0", "MulBackward0", "DivBackward0", "SumBackward0", "PowBackward0"]
# prompt = "The name of y.grad_fn.next_functions[0][0]"
# [[ask]]
# expr = "h.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "c.is_leaf"
# kind = "boolean"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
c = torch.ones_like(x)
h = inner
y = last
