# /// gradmark
# title = "Zeros are not None"
# topic = "puzzles"
# difficulty = 5
# summary = "One gradient is zeroed, another thrown away, then backward() is called on a leaf."
# prerequisites = ["zeroing", "leaves"]
# misconceptions = ["forgets-zeroing", "zeros-for-none", "zeroing-gives-none"]
# [params]
# x0 = { kind = "vector", size = 3, from = [1, 2, 3, 4, 5] }
# y0 = { kind = "vector", size = 3, from = [0.5, 2, 10] }
# z0 = { kind = "vector", size = 3, from = [-3, -2, 2, 3] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "y.grad"
# [[ask]]
# expr = "z.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = torch.tensor(y0, requires_grad=True)
z = torch.tensor(z0, requires_grad=True)

t = x * y
t.backward(z, retain_graph=True)
x.grad.zero_()
y.grad = None
z.backward(t)
