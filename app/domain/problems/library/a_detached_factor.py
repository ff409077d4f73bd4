# /// gradmark
# title = "A detached factor"
# topic = "detaching"
# difficulty = 2
# summary = "The same values stand in both factors, but one of them has been detached."
# prerequisites = ["functions"]
# misconceptions = ["detach-ignored", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -6, stop = 6, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# copy = { kind = "choice", from = ["x.detach()", "x.data", "(k * x).detach()", "x.detach() + k"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
c = copy
y = k * c * x
y.sum().backward()
