# /// gradmark
# title = "Changed under the hood"
# topic = "descent"
# difficulty = 5
# summary = "A loss is computed, the leaf's data change, and only then comes backward()."
# prerequisites = ["functions"]
# misconceptions = ["update-ignored", "expects-error", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# d = { kind = "number", from = [-3, -2, -1, 1, 2, 3] }
# update = { kind = "choice", from = ["x.data += d", "x.data = x.data + d", "x.data -= d", "x.data *= k"] }
# [[ask]]
# kind = "error"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
loss = (k * x * x).sum()
update
loss.backward()
