# /// gradmark
# title = "A tie"
# topic = "special-points"
# difficulty = 3
# summary = "Two components are the greatest at once."
# prerequisites = ["reductions"]
# misconceptions = ["max-to-first", "value-for-gradient"]
# kink = true
# [params]
# m = { kind = "number", from = [5.0, 6.0, 7.0, 8.0, 9.0] }
# s = { kind = "number", from = { start = -4.0, stop = 4.0, step = 1.0 } }
# k = { kind = "number", from = [3, 4, 5, 6, 7, 9] }
# places = { kind = "choice", from = ["[m, s, m]", "[s, m, m]", "[m, m, s]", "[s, m, s, m]", "[m, s, s, m]", "[m, m, s, s]"] }
# formula = { kind = "choice", from = ["k * x.max()", "x.max() * k", "k * torch.max(x)", "k * x.amax()"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(places, requires_grad=True)
y = formula
y.backward()
