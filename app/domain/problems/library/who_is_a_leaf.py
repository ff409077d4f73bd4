# /// gradmark
# title = "Who is a leaf?"
# topic = "leaves"
# difficulty = 1
# summary = "Four tensors: some were made by hand, some were computed."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["leaf-means-requires-grad"]
# [params]
# x0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# c0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 5] }
# mixed = { kind = "choice", from = ["c * x", "x + c", "x - k * c", "c / x"] }
# plain = { kind = "choice", from = ["k * c", "c + k", "c * c", "c - k"] }
# [[ask]]
# expr = "x.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "c.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "p.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "q.is_leaf"
# kind = "boolean"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
c = torch.tensor(c0)
p = mixed
q = plain
