"""Snippets as teachers have them in their notes: what each is about, and its text."""

PASTED = {
    "a square": """
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = (x ** 2).sum()
y.backward()
print(x.grad)
""",
    "one number": """
x = torch.tensor(3.0, requires_grad=True)
y = 2 * x ** 2 + 5 * x
y.backward()
x.grad
""",
    "backward twice": """
import torch

x = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
y = (3 * x * x).sum()
y.backward(retain_graph=True)
y.backward()
print(x.grad)
""",
    "two losses": """
import torch

a = torch.tensor([2.0, 3.0], requires_grad=True)
b = torch.tensor([6.0, 4.0], requires_grad=True)
first_loss = (3 * a * a).sum()
second_loss = (a * b).sum()
first_loss.backward()
second_loss.backward()
""",
    "weights": """
import torch

a = torch.tensor([2.0, 3.0], requires_grad=True)
b = torch.tensor([6.0, 4.0], requires_grad=True)
Q = 3 * a * a - b * b
external_grad = torch.tensor([1.0, 10.0])
Q.backward(gradient=external_grad)
""",
    "weights of the old tutorial": """
import torch

x = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
y = x * 2
y.backward(torch.tensor([0.1, 1.0, 0.01]))
print(x.grad)
""",
    "zeroed in between": """
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
(x * x).sum().backward()
first = x.grad.clone()
x.grad.zero_()
(3 * x).sum().backward()
print(first, x.grad)
""",
    "cleared": """
import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
(w * w * 4).sum().backward()
w.grad = None
(w * 5).sum().backward()
""",
    "one step": """
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
target = torch.tensor([3.0, -1.0])
lr = 0.1
loss = ((w - target) ** 2).sum()
loss.backward()
with torch.no_grad():
    w -= lr * w.grad
""",
    "detached": """
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
c = x.detach()
y = (2 * c * x).sum()
y.backward()
""",
    "a mean of a matrix": """
import torch

x = torch.tensor([[1.0, 2.0],
                  [3.0, 4.0]], requires_grad=True)
y = x + 2
z = y * y * 3
out = z.mean()
out.backward()
print(x.grad)
""",
    "a matrix times a vector": """
import torch

A = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
x = torch.tensor([1.0, -1.0], requires_grad=True)
y = A @ x
y.sum().backward()
""",
    "a loop": """
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
for k in range(3):
    y = (x * x).sum()
    y.backward()
""",
    "asked for by grad": """
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x * 4).sum()
g = torch.autograd.grad(y, x)[0]
""",
    "a graph that is gone": """
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
y.backward()
y.backward()
""",
    "a quotient": """
import torch

x = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
y = (6 / x).sum()
y.backward()
""",
}
