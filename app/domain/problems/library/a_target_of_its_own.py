# /// gradmark
# title = "A target of its own"
# topic = "detaching"
# difficulty = 4
# summary = "A prediction is compared with a target that the same weight has made."
# prerequisites = ["functions"]
# misconceptions = ["detach-ignored", "inner-derivative-dropped", "power-factor-dropped"]
# [params]
# w0 = { kind = "number", from = { start = -6.0, stop = 6.0, step = 0.5 }, nonzero = true }
# a = { kind = "number", from = [2, 3, 4, 5] }
# b = { kind = "number", from = [-3, -2, 6, 7] }
# r = { kind = "number", from = { start = 1, stop = 9, step = 1 } }
# [[ask]]
# expr = "w.grad"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
prediction = a * w
target = r + b * w
loss = (prediction - target.detach())**2
loss.backward()
