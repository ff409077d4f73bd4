# /// gradmark
# title = "Two ways to cut off"
# topic = "special-points"
# difficulty = 5
# summary = "relu() and clamp(min=0) give the same values everywhere, but they are not the same."
# prerequisites = ["grad-tensors"]
# misconceptions = ["kink-takes-one", "kink-ignored", "ignores-weights"]
# kink = true
# [params]
# low = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, -1.0, -0.5] }
# high = { kind = "number", from = [0.5, 1.0, 3.0, 4.0, 5.0] }
# places = { kind = "choice", from = ["[low, 0.0, high]", "[0.0, high, low]", "[high, low, 0.0]"] }
# w = { kind = "vector", size = 3, from = [-1, 0.1, 0.5, 2, 3, 10], distinct = true }
# [[ask]]
# expr = "a.grad"
# [[ask]]
# expr = "b.grad"
# ///
import torch

a = torch.tensor(places, requires_grad=True)
b = torch.tensor(places, requires_grad=True)
y = torch.relu(a) + b.clamp(min=0)
y.backward(torch.tensor(w))
