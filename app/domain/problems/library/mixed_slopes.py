# /// gradmark
# title = "First one way, then the other"
# topic = "second-derivatives"
# difficulty = 3
# summary = "A second derivative need not go the way of the first."
# prerequisites = ["functions", "several-outputs"]
# misconceptions = ["power-exponent-kept", "create-graph-ignored"]
# [params]
# a0 = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0, 6.0] }
# b0 = { kind = "number", from = [-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0, 6.0] }
# k = { kind = "number", from = [2, 3, 4, 5, 6, 7] }
# formula = { kind = "choice", from = ["k * a**2 * b", "a**2 * b + k * b", "k * a - b * a**2", "a**2 * b**2"] }
# [[ask]]
# expr = "to_a"
# [[ask]]
# expr = "then_to_b"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
b = torch.tensor(b0, requires_grad=True)
y = formula
(to_a,) = torch.autograd.grad(y, a, create_graph=True)
(then_to_b,) = torch.autograd.grad(to_a, b)
