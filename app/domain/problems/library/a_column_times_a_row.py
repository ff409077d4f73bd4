# /// gradmark
# title = "A column times a row"
# topic = "broadcasting"
# difficulty = 3
# summary = "Two thin tensors are stretched into a full table, each along another side."
# prerequisites = ["grad-tensors"]
# misconceptions = ["broadcast-unsummed", "broadcast-counted-once", "ignores-weights"]
# [params]
# c0 = { kind = "matrix", shape = [2, 1], from = [-3, -2, -1, 1, 2, 3, 4] }
# r0 = { kind = "vector", size = 3, from = [-3, -2, -1, 1, 2, 3, 4] }
# w = { kind = "matrix", shape = [2, 3], from = [0, 1, 2, 10] }
# [[ask]]
# expr = "column.grad"
# [[ask]]
# expr = "row.grad"
# ///
import torch

column = torch.tensor(c0, requires_grad=True)
row = torch.tensor(r0, requires_grad=True)
table = column * row
table.backward(torch.tensor(w))
