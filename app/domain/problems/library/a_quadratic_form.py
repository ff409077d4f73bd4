# /// gradmark
# title = "The same vector on both sides"
# topic = "matmul"
# difficulty = 4
# summary = "A vector meets the matrix twice, and both meetings count."
# prerequisites = ["reductions"]
# misconceptions = ["product-one-sided", "matmul-untransposed", "value-for-gradient"]
# [params]
# x0 = { kind = "vector", size = 2, from = [-3, -2, -1, 1, 2, 3, 4, 5], distinct = true }
# m0 = { kind = "matrix", shape = [2, 2], from = [-4, -3, -2, -1, 0, 1, 2, 3, 4], distinct = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
m = torch.tensor(m0)
y = x @ m @ x
y.backward()
