# /// gradmark
# title = "In the middle of the sigmoid"
# topic = "functions"
# difficulty = 2
# summary = "A neuron is exactly undecided, and the gradient asks how fast it would change."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["sigmoid-derivative", "inner-derivative-dropped", "value-for-gradient"]
# [params]
# x0 = { kind = "number", from = { start = -5.0, stop = 5.0, step = 0.5 }, nonzero = true }
# w0 = { kind = "number", from = [-8.0, -6.0, -5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0] }
# b0 = { kind = "derived", expr = "-w0 * x0" }
# k = { kind = "number", from = { start = 2, stop = 20, step = 2 } }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
w = torch.tensor(w0, requires_grad=True)
b = torch.tensor(b0)
p = torch.sigmoid(w * x + b)
loss = k * p
loss.backward()
