# /// gradmark
# title = "Before and after zeroing"
# topic = "zeroing"
# difficulty = 3
# summary = "Two calls, a zeroing, and one call more: a note before, the gradient at the end."
# prerequisites = ["repeated-backward"]
# misconceptions = ["forgets-zeroing", "overwrites", "zeroing-resets-tensor"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 6, step = 1 }, nonzero = true, distinct = true }
# j = { kind = "number", from = [2, 3, 4] }
# k = { kind = "number", from = [5, 6, 10] }
# [[ask]]
# expr = "before"
# prompt = "Just before it is zeroed"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
(j * x * x).sum().backward()
(k * x).sum().backward()
before = x.grad.clone()
x.grad.zero_()
(x * x * x).sum().backward()
