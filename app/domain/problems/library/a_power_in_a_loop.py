# /// gradmark
# title = "A power in a loop"
# topic = "loops"
# difficulty = 2
# summary = "The same leaf is multiplied in again and again."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["loop-one-early", "loop-one-late", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0] }
# a = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# turns = { kind = "number", from = [2, 3] }
# b = { kind = "number", from = { start = 1, stop = 9, step = 1 } }
# step = { kind = "choice", from = ["y * x", "x * y", "y * x + b", "b - y * x"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = a * x
for turn in range(turns):
    y = step
y.backward()
