# /// gradmark
# title = "Not every loss is asked"
# topic = "several-losses"
# difficulty = 1
# summary = "Three losses are computed, and backward() is called on some of them."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 0.5 }, nonzero = true }
# i = { kind = "number", from = [2, 3, 4] }
# j = { kind = "number", from = [5, 6, 7, 8] }
# k = { kind = "number", from = [9, 10, 11, 12] }
# one = { kind = "choice", from = ["first", "second"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
first = i * x
second = j * x * x
third = k * x
one.backward()
third.backward()
