# /// gradmark
# title = "Cleaning up first"
# topic = "zeroing"
# difficulty = 2
# summary = "A careful program starts with a gradient of zero."
# prerequisites = ["scalar-outputs"]
# misconceptions = ["expects-no-error"]
# [params]
# w0 = { kind = "vector", size = 3, from = { start = -4, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = { start = 2, stop = 9, step = 1 } }
# clean = { kind = "choice", from = ["w.grad.zero_()", "w.grad.fill_(0)", "w.grad.mul_(0)"] }
# formula = { kind = "choice", from = ["(k * w).sum()", "(w * w).sum()", "k * w.mean()"] }
# [[ask]]
# kind = "error"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
clean
loss = formula
loss.backward()
