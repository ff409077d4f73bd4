# /// gradmark
# title = "Moved between two losses"
# topic = "descent"
# difficulty = 3
# summary = "The leaf is moved after the first backward(), and then a second loss is computed."
# prerequisites = ["several-losses"]
# misconceptions = ["update-ignored", "overwrites", "evaluates-at-updated"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 5] }
# d = { kind = "number", from = [-2, -1, 1, 2, 3] }
# update = { kind = "choice", from = ["x.data = x.data + d", "x.data = k * x.data", "x.data += d", "x.data -= d"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
first = (x * x).sum()
first.backward()
update
second = (k * x * x).sum()
second.backward()
