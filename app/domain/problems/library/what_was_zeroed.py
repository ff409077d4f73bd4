# /// gradmark
# title = "What was zeroed"
# topic = "zeroing"
# difficulty = 3
# summary = "Two losses, and something is set to zero between them."
# prerequisites = ["repeated-backward"]
# misconceptions = ["zeroing-resets-tensor", "forgets-zeroing"]
# [params]
# w0 = { kind = "vector", size = 2, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# k = { kind = "number", from = [2, 3, 4, 6] }
# earlier = { kind = "choice", from = ["(w * w).sum()", "(k * w).sum()", "w.sum()"] }
# later = { kind = "choice", from = ["(k * w * w).sum()", "(w * w - k * w).sum()", "k * w.dot(w)"] }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "w.data"
# prompt = "The weight itself at the end"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
first = earlier
first.backward()
w.grad.zero_()
second = later
second.backward()
