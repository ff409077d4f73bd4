# /// gradmark
# title = "By a detour"
# topic = "detaching"
# difficulty = 3
# summary = "A loss is computed from a leaf, but not straight from it."
# prerequisites = ["leaves"]
# misconceptions = ["detach-ignored"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# copy = { kind = "choice", from = ["x.detach()", "x.data", "(k * x).detach()", "(x * x).data"] }
# formula = { kind = "choice", from = ["(k * c).sum()", "c.mean()", "c.dot(c)"] }
# [[ask]]
# kind = "error"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
c = copy
loss = formula
loss.backward()
