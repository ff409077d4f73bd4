# /// gradmark
# title = "Three seeds for a scalar"
# topic = "repeated-backward"
# difficulty = 3
# summary = "A scalar output takes a weight too: three calls, each with another one."
# prerequisites = ["grad-tensors", "functions"]
# misconceptions = ["overwrites", "ignores-weights"]
# [params]
# a0 = { kind = "number", from = { start = 1.0, stop = 9.0, step = 1.0 } }
# b0 = { kind = "number", from = [1.0, 2.0, 3.0, 5.0] }
# c0 = { kind = "number", from = [0.1, 0.5, 1.0, 2.0] }
# u = { kind = "number", from = [0.1, 0.2, 0.3] }
# v = { kind = "number", from = [1.0, 2.0] }
# w = { kind = "number", from = [0.01, 0.02] }
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

f = 3 * a + 2 * b**2 + torch.log(c)
f.backward(torch.tensor(u), retain_graph=True)
f.backward(torch.tensor(v), retain_graph=True)
f.backward(torch.tensor(w))
