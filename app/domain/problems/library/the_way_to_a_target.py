# /// gradmark
# title = "The way to a target"
# topic = "reductions"
# difficulty = 3
# summary = "The distance between two points, and which way it grows."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["norm-unnormalised", "sign-of-subtraction-lost", "value-for-gradient"]
# [params]
# c1 = { kind = "number", from = { start = -9.0, stop = 9.0, step = 1.0 } }
# c2 = { kind = "number", from = { start = -9.0, stop = 9.0, step = 1.0 } }
# s = { kind = "number", from = [-4, -3, -2, 2, 3, 4] }
# t1 = { kind = "derived", expr = "c1 - 3 * s" }
# t2 = { kind = "derived", expr = "c2 - 4 * s" }
# [[ask]]
# expr = "here.grad"
# [[ask]]
# expr = "target.grad"
# ///
import torch

here = torch.tensor([c1, c2], requires_grad=True)
target = torch.tensor([t1, t2], requires_grad=True)
distance = (here - target).norm()
distance.backward()
