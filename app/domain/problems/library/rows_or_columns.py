# /// gradmark
# title = "Rows or columns"
# topic = "broadcasting"
# difficulty = 3
# summary = "sum(dim=...) leaves a vector, whose weights find their way back into the matrix."
# prerequisites = ["reductions", "grad-tensors"]
# misconceptions = ["ignores-weights", "transposed"]
# [params]
# m0 = { kind = "matrix", shape = [2, 2], from = [-4, -3, -2, 2, 3, 4, 5] }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 2, 3, 10], distinct = true }
# axis = { kind = "choice", from = ["0", "1"] }
# k = { kind = "number", from = [2, 3, 5] }
# [[ask]]
# expr = "m.grad"
# ///
import torch

m = torch.tensor(m0, requires_grad=True)
y = (k * m * m).sum(dim=axis)
y.backward(torch.tensor(w))
