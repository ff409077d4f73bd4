# /// gradmark
# title = "One weight per component"
# topic = "grad-tensors"
# difficulty = 1
# summary = "The output is a vector, so backward() needs one weight for each component."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["ignores-weights", "sums-weights", "averages-output"]
# [params]
# a0 = { kind = "vector", size = 3, from = { start = -3, stop = 4, step = 1 }, nonzero = true }
# w = { kind = "vector", size = 3, from = [0.1, 0.5, 2, 10] }
# [[ask]]
# expr = "a.grad"
# ///
import torch

a = torch.tensor(a0, requires_grad=True)
y = 3 * a + a * a
y.backward(torch.tensor(w))
