# /// gradmark
# title = "Two steps by hand"
# topic = "descent"
# difficulty = 3
# summary = "Two whole turns of a training loop, with everything in its place."
# prerequisites = ["zeroing", "loops"]
# misconceptions = ["update-ignored", "forgets-zeroing", "loop-one-early", "loop-one-late"]
# [params]
# w0 = { kind = "number", from = { start = -8.0, stop = 8.0, step = 1.0 }, nonzero = true }
# t = { kind = "number", from = [-20, -10, 10, 15, 20] }
# lr = { kind = "number", from = [0.1, 0.2, 0.25] }
# clean = { kind = "choice", from = ["w.grad.zero_()", "w.grad = None"] }
# formula = { kind = "choice", from = ["(w - t)**2", "(t - w)**2", "w * w - 2 * t * w"] }
# [[ask]]
# expr = "w.data"
# prompt = "The weight after two steps"
# ///
import torch

w = torch.tensor(w0, requires_grad=True)
for turn in range(2):
    loss = formula
    loss.backward()
    w.data = w.data - lr * w.grad
    clean
