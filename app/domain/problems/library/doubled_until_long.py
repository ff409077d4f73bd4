# /// gradmark
# title = "Doubled until it is long"
# topic = "loops"
# difficulty = 3
# summary = "How often the loop turns depends on the data, and the graph grows with each turn."
# prerequisites = ["grad-tensors"]
# misconceptions = ["loop-one-early", "loop-one-late", "ignores-weights"]
# [params]
# x0 = { kind = "choice", from = ["[3.0, 4.0]", "[4.0, -3.0]", "[-6.0, 8.0]", "[8.0, 6.0]", "[0.0, 5.0]", "[-10.0, 0.0]"] }
# limit = { kind = "number", from = [30, 50, 75, 100, 150] }
# length = { kind = "choice", from = ["y.norm()", "y.data.norm()", "y.detach().norm()"] }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 1, 3, 10], distinct = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = x * 2
while length < limit:
    y = y * 2
y.backward(torch.tensor(w))
