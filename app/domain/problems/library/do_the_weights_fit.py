# /// gradmark
# title = "Do the weights fit?"
# topic = "grad-tensors"
# difficulty = 2
# summary = "A vector comes out, and backward() is given a tensor of weights."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["expects-no-error"]
# [params]
# a0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# u = { kind = "number", from = [0.1, 0.5, 2.0, 10.0] }
# v = { kind = "number", from = [1.0, 3.0, 5.0] }
# formula = { kind = "choice", from = ["3 * a + a * a", "a * a - a", "(a * a).sum() * a"] }
# weights = { kind = "choice", from = ["[u]", "[u, v]", "[[u, v, u]]", "[[u], [v], [u]]", "[u, v, u, v]", "u"] }
# [[ask]]
# kind = "error"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
y = formula
y.backward(torch.tensor(weights))
