# /// gradmark
# title = "One step downhill"
# topic = "descent"
# difficulty = 2
# summary = "One step of gradient descent, and what the weight holds after it."
# prerequisites = ["functions", "detaching"]
# misconceptions = ["update-ignored", "inner-derivative-dropped", "evaluates-at-updated"]
# [params]
# w0 = { kind = "number", from = { start = -4.0, stop = 4.0, step = 1.0 } }
# a = { kind = "number", from = [2, 3, 4] }
# t = { kind = "number", from = { start = -9, stop = 9, step = 2 } }
# lr = { kind = "number", from = [0.01, 0.1, 0.5] }
# update = { kind = "choice", from = ["w -= lr * w.grad", "w.sub_(lr * w.grad)", "w.copy_(w - lr * w.grad)"] }
# [[ask]]
# expr = "w.data"
# prompt = "The weight after the step"
# [[ask]]
# expr = "w.grad"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
loss = (a * w - t)**2
loss.backward()
with torch.no_grad():
    update
