# /// gradmark
# title = "A root at zero"
# topic = "special-points"
# difficulty = 4
# summary = "One component stands at the very edge of where the function is defined."
# prerequisites = ["functions", "grad-tensors"]
# misconceptions = ["sqrt-derivative", "ignores-weights"]
# kink = true
# [params]
# a = { kind = "number", from = [1.0, 4.0, 16.0, 25.0] }
# b = { kind = "number", from = [0.25, 100.0, 400.0] }
# places = { kind = "choice", from = ["[0.0, a, b]", "[a, 0.0, b]", "[b, a, 0.0]"] }
# w = { kind = "vector", size = 3, from = [1, 2, 3, 4, 6, 10], distinct = true }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(places, requires_grad=True)
y = torch.sqrt(x)
y.backward(torch.tensor(w))
