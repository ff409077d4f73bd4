# /// gradmark
# title = "One bias for all rows"
# topic = "broadcasting"
# difficulty = 2
# summary = "A bias is added to each row of a batch."
# prerequisites = ["grad-tensors"]
# misconceptions = ["broadcast-unsummed", "broadcast-counted-once", "ignores-weights"]
# [params]
# rows = { kind = "matrix", shape = [3, 2], from = { start = -4, stop = 5, step = 1 } }
# b0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# w = { kind = "matrix", shape = [3, 2], from = [0, 0.1, 0.5, 1, 2, 10] }
# [[ask]]
# expr = "bias.grad"
# [[ask]]
# expr = "batch.grad"
# ///
import torch

batch = torch.tensor(rows, requires_grad=True)
bias = torch.tensor(b0, requires_grad=True)
y = batch + bias
y.backward(torch.tensor(w))
