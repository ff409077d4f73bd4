# /// gradmark
# title = "Zeroed in between"
# topic = "zeroing"
# difficulty = 1
# summary = "Between two backward() calls the gradient is set back to zero."
# prerequisites = ["repeated-backward"]
# misconceptions = ["forgets-zeroing", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [3, 5, 7, 9] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = (x * x).sum()
y.backward()

x.grad.zero_()
z = (k * x).sum()
z.backward()
