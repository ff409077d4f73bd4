# /// gradmark
# title = "A leaf left behind"
# topic = "descent"
# difficulty = 4
# summary = "The step is right, but the name now stands for another tensor."
# prerequisites = ["leaves"]
# misconceptions = ["zeros-for-none", "leaf-means-requires-grad"]
# [params]
# x0 = { kind = "vector", size = 3, from = { start = -5, stop = 5, step = 1 }, nonzero = true }
# lr = { kind = "number", from = [0.1, 0.2, 0.5] }
# k = { kind = "number", from = [1, 2, 3, 4] }
# [[ask]]
# expr = "x.grad"
# [[ask]]
# expr = "x.is_leaf"
# kind = "boolean"
# [[ask]]
# expr = "x"
# prompt = "The values of x"
# ///
import torch

x = torch.tensor(x0, requires_grad=True)
loss = (k * x * x).sum()
loss.backward()
x = x - lr * x.grad
