# /// gradmark
# title = "Where the curve is flat"
# topic = "functions"
# difficulty = 2
# summary = "Some neurons are in the middle of their curve, and some are far out."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["tanh-derivative", "value-for-gradient"]
# [params]
# far = { kind = "number", from = { start = 20.0, stop = 60.0, step = 1.0 } }
# low = { kind = "number", from = { start = -60.0, stop = -20.0, step = 1.0 } }
# w = { kind = "vector", size = 3, from = [0.5, 2, 3, 5, 10] }
# places = { kind = "choice", from = ["[0.0, far, low]", "[far, 0.0, low]", "[low, 0.0, 0.0]", "[0.0, low, 0.0]", "[0.0, low, far]"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(places, requires_grad=True)
h = torch.tanh(x)
score = (torch.tensor(w) * h).sum()
score.backward()
