# /// gradmark
# title = "No slope or no path"
# topic = "detaching"
# difficulty = 3
# summary = "One leaf cannot change the output, another is never used, the third matters."
# prerequisites = ["leaves"]
# misconceptions = ["zeros-for-none", "none-for-zeros"]
# [params]
# a0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# b0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "vector", size = 2, from = { start = 1, stop = 5, step = 1 } }
# idle = { kind = "choice", from = ["0 * a", "a - a", "a * 0"] }
# unused = { kind = "choice", from = ["b.detach()", "b.data", "torch.zeros_like(b)"] }
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
y = (c * c + idle + unused).sum()
y.backward()
