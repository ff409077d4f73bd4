# /// gradmark
# title = "At the corner"
# topic = "special-points"
# difficulty = 2
# summary = "One component is exactly where the function has its corner."
# prerequisites = ["grad-tensors"]
# misconceptions = ["kink-takes-one", "kink-ignored", "ignores-weights"]
# kink = true
# [params]
# low = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, -1.0, -0.5] }
# high = { kind = "number", from = [0.5, 1.0, 3.0, 4.0, 5.0] }
# places = { kind = "choice", from = ["[low, 0.0, high]", "[0.0, high, low]", "[high, low, 0.0]"] }
# w = { kind = "vector", size = 3, from = [-1, 0.1, 0.5, 2, 3, 10], distinct = true }
# formula = { kind = "choice", from = ["torch.relu(x)", "x.relu()", "torch.nn.functional.relu(x)"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(places, requires_grad=True)
y = formula
y.backward(torch.tensor(w))
