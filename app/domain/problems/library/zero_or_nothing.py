# /// gradmark
# title = "Zero or nothing"
# topic = "zeroing"
# difficulty = 1
# summary = "After backward() the gradients are cleared, but not all in the same way."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["forgets-zeroing", "zeroing-gives-none", "clearing-gives-zeros"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "number", from = { start = 2.0, stop = 9.0, step = 1.0 } }
# last = { kind = "choice", from = ["c.grad.zero_()", "c.grad = None", "pass"] }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# [[ask]]
# expr = "c.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = torch.tensor(c0, requires_grad=True)
y = (a * b).sum() * c
y.backward()
a.grad.zero_()
b.grad = None
last
