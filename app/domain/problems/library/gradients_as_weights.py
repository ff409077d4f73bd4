# /// gradmark
# title = "Gradients as weights"
# topic = "repeated-backward"
# difficulty = 4
# summary = "What the first call has left behind is what the second call is weighted with."
# prerequisites = ["grad-tensors"]
# misconceptions = ["clears-before-backward", "ignores-weights", "retain-graph-doubles"]
# [params]
# x0 = { kind = "vector", size = 2, from = [-3, -2, -1, 1, 2, 3, 4] }
# w = { kind = "vector", size = 2, from = [0.1, 0.5, 2, 3, 5] }
# k = { kind = "number", from = [2, 3] }
# formula = { kind = "choice", from = ["x * x", "k * x", "x * x + k"] }
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
y = formula
y.backward(torch.tensor(w), retain_graph=True)
y.backward(x.grad)
