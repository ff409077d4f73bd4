# /// gradmark
# title = "Forgotten in a loop"
# topic = "zeroing"
# difficulty = 4
# summary = "Gradient descent in three steps, without zeroing the gradient after a step."
# prerequisites = ["repeated-backward"]
# misconceptions = ["overwrites", "update-ignored"]
# [params]
# w0 = { kind = "number", from = { start = 1.0, stop = 9.0, step = 1.0 } }
# lr = { kind = "number", from = [0.1, 0.2, 0.5] }
# inputs = { kind = "vector", size = 3, from = [1, 2, 3, 4, 5, 6] }
# [[ask]]
# expr = "w.grad"
# [[ask]]
# expr = "w.data"
# prompt = "The weight itself after the loop"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
for x in inputs:
    loss = w * x
    loss.backward()
    w.data = w.data - lr * w.grad
