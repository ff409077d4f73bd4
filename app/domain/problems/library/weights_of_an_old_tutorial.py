# /// gradmark
# title = "The weights of an old tutorial"
# topic = "grad-tensors"
# difficulty = 3
# summary = "A scalar is given a vector of weights, which old PyTorch adds up."
# legacy = true
# prerequisites = ["functions"]
# misconceptions = ["ignores-weights", "value-for-gradient"]
# [params]
# a0 = { kind = "number", from = { start = -4, stop = 5, step = 0.5 }, nonzero = true }
# b0 = { kind = "number", from = { start = -3, stop = 4, step = 0.5 }, nonzero = true }
# w  = { kind = "vector", size = 3, from = [0.1, 0.5, 1, 2, 10], distinct = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)

f = 3 * a + 2 * b * b
f.backward(torch.tensor(w))
