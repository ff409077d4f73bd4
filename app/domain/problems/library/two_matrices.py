# /// gradmark
# title = "Two matrices"
# topic = "matmul"
# difficulty = 3
# summary = "Both factors are leaves, and each gradient is made of the other factor."
# prerequisites = ["grad-tensors"]
# misconceptions = ["matmul-untransposed", "transposed", "ignores-weights"]
# [params]
# a0 = { kind = "matrix", shape = [2, 2], from = [-3, -2, -1, 1, 2, 3, 4, 5], distinct = true }
# b0 = { kind = "matrix", shape = [2, 2], from = [-3, -2, -1, 1, 2, 3, 4, 5], distinct = true }
# w = { kind = "matrix", shape = [2, 2], from = [0, 1, 2, 10], distinct = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
c = a @ b
c.backward(torch.tensor(w))
