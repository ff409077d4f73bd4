"""Programs with many variants: ways through a program, errors and memory."""

from tests.engine.snippet.variants import Program, floats, ints

FLOWS = {
    "the program of the first lesson": Program(
        "a = torch.tensor(a0, requires_grad=True)\nb = torch.tensor(b0, requires_grad=True)\n"
        "c = torch.tensor(c0, requires_grad=True)\ny = 3 * a + 2 * b * b + torch.log(c)\n"
        "y.backward(torch.tensor(w))",
        "a.grad; b.grad; c.grad; y",
        {"a0": floats(3), "b0": floats(3), "c0": floats(3, low=0.1), "w": floats(3)},
    ),
    "doubling until the norm is large": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x * 2\nn = 0\nwhile y.norm() < 1000:\n"
        "    y = y * 2\n    n += 1\ny.backward(torch.tensor([0.1, 1.0, 0.0001]))",
        "x.grad; y; n",
        {"a": floats(3)},
        parts=10,
    ),
    "a condition on a tensor": Program(
        "x = torch.tensor(a, requires_grad=True)\nif x.sum() > 0:\n    y = x * 2\nelse:\n"
        "    y = -x\ny.sum().backward()",
        "x.grad; y",
        {"a": floats(3)},
        parts=2,
    ),
    "conditions on numbers": Program(
        "y = k > 0 and j > 0\nz = not k\nw = 1 if k else 2\nu = k or j",
        "y; z; w; u",
        {"k": ints(), "j": ints()},
        parts=12,
    ),
    "as many turns of a loop as a parameter says": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x\nfor i in range(k):\n    y = y * x + i\n"
        "y.sum().backward()",
        "x.grad; y",
        {"a": floats(3, low=-1, high=1), "k": ints(low=0, high=5)},
        parts=8,
    ),
    "descent with a learning rate": Program(
        "w = torch.tensor(a, requires_grad=True)\nfor i in range(4):\n"
        "    loss = ((w * torch.tensor(b)) ** 2).mean()\n    loss.backward()\n"
        "    with torch.no_grad():\n        w -= lr * w.grad\n        w.grad.zero_()",
        "w; w.grad; loss",
        {"a": floats(3), "b": floats(3), "lr": floats(low=0.01, high=0.1)},
    ),
    "training with Adam and momentum": Program(
        "w = torch.tensor(a, requires_grad=True)\nv = torch.zeros(3, requires_grad=True)\n"
        "adam = torch.optim.Adam([w], lr=0.1)\n"
        "sgd = torch.optim.SGD([v], lr=0.1, momentum=0.9, weight_decay=k)\nfor i in range(3):\n"
        "    adam.zero_grad()\n    sgd.zero_grad(set_to_none=False)\n"
        "    ((w - v - torch.tensor(b)) ** 2).sum().backward()\n    adam.step()\n    sgd.step()",
        "w; v; w.grad; v.grad",
        {"a": floats(3), "b": floats(3), "k": floats(low=0, high=0.1)},
    ),
    "three passes with zeroing between": Program(
        "x = torch.tensor(a, requires_grad=True)\nfor i in range(3):\n    (x * x).sum().backward()\n"
        "    if i < 2:\n        x.grad.zero_()",
        "x.grad",
        {"a": floats(3)},
    ),
    "a function of the snippet": Program(
        "def f(u, v):\n    return u * v + k\nx = torch.tensor(a, requires_grad=True)\n"
        "f(x, x).sum().backward()",
        "x.grad; f(x, 2)",
        {"a": floats(3), "k": floats()},
    ),
    "hooks and functions of one's own": Program(
        "class Cube(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n"
        "        ctx.save_for_backward(x)\n        return x**3\n    @staticmethod\n"
        "    def backward(ctx, g):\n        (x,) = ctx.saved_tensors\n        return g * 3 * x**2\n"
        "x = torch.tensor(a, requires_grad=True)\ny = Cube.apply(x)\n"
        "y.register_hook(lambda g: g * k)\nx.register_hook(lambda g: g + 1)\ny.sum().backward()",
        "x.grad; y",
        {"a": floats(3), "k": floats()},
    ),
    "rows and items unpacked": Program(
        "p, q = a\nx = torch.tensor([q, p], requires_grad=True)\n(x * x).sum().backward()\nt = 0.0\n"
        "for v in x:\n    t = t + v * v",
        "x.grad; t",
        {"a": floats(2)},
    ),
}

ERRORS = {
    "an error of some variants": Program(
        "x = torch.tensor(a, requires_grad=True)\nif x[0] > 0:\n    x.add_(1)\ny = x * 2\n"
        "y.backward()",
        "x.grad",
        {"a": floats(3)},
        parts=2,
    ),
    "an error of all variants": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x * 2\ny.backward()",
        "x.grad",
        {"a": floats(3)},
    ),
    "an error of a question": Program(
        "x = torch.tensor(a)", "x.sum(); x[k]; x.sum()", {"a": floats(3), "k": ints(low=-5)}, 20
    ),
    "an error that is caught": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x * 2\ntry:\n    y.backward()\n"
        "except RuntimeError as e:\n    print(e)\n    y.sum().backward()",
        "x.grad",
        {"a": floats(3)},
    ),
    "a division by zero": Program("y = 1 / k\nx = torch.tensor(3.0) * y", "x; y", {"k": ints()}, 2),
    "a function outside its domain": Program(
        "import math\ny = math.sqrt(k)", "y; math.floor(k)", {"k": floats()}, 2
    ),
    "what was saved is written to": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x.exp()\ny.add_(1)\ny.sum().backward()",
        "x.grad",
        {"a": floats(3)},
    ),
    "a second pass": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = (x * x).sum()\ny.backward()\ny.backward()",
        "x.grad",
        {"a": floats(3)},
    ),
    "shapes that do not fit": Program(
        "x = torch.tensor(a) + torch.tensor(b)", "x", {"a": floats(3), "b": floats(2)}
    ),
    "an index outside": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x[i] * 2\ny.backward()",
        "x.grad; y",
        {"a": floats(4), "i": ints(low=-6, high=6)},
        parts=24,
    ),
    "a refusal of some variants": Program(
        "d = [1] if k > 0 else {(torch.tensor(a), 1): 2}", "d", {"a": floats(2), "k": ints()}, 2
    ),
    "a bound of some variants": Program(
        "y = 'ab' * 10**k", "len(y)", {"k": ints(low=3, high=7)}, parts=4
    ),
}

MEMORY = {
    "steps in place": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x * 2\ny.add_(1)\ny *= x.detach()\n"
        "y[0] = 5.0\ny[1:] *= 2\ny.sum().backward()",
        "x.grad; y",
        {"a": floats(3)},
    ),
    "what is alike in all is written to": Program(
        "x = torch.tensor(a, requires_grad=True)\nt = torch.zeros(3)\nv = t[1:]\nt += x.detach()\n"
        "v *= 2\ny = (x * t).sum()\ny.backward()",
        "x.grad; y; v; t",
        {"a": floats(3)},
    ),
    "parts of what is alike, recorded": Program(
        "x = torch.tensor(a, requires_grad=True)\nt = torch.ones(3)\nt[0] = x[1]\n"
        "t[1:] = x[:2] * 3\nt.mul_(2)\ny = (t * t).sum()\ny.backward()",
        "x.grad; y; t",
        {"a": floats(3)},
    ),
    "views of views": Program(
        "x = torch.tensor(a, requires_grad=True)\nt = x.clone()\nv = t[1:]\nv.mul_(x[:2])\n"
        "w = t.view(3, 1)\nw.add_(1)\ny = (t * t).sum() + v.sum()\ny.backward()",
        "x.grad; y; t; v",
        {"a": floats(3)},
    ),
    "a gradient alike in all, then one that differs": Program(
        "x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\n(x * 3).sum().backward()\n"
        "g = x.grad\nd = g.detach()\n(x * torch.tensor(a)).sum().backward()",
        "x.grad; g; d",
        {"a": floats(3)},
    ),
    "data and grad assigned": Program(
        "x = torch.tensor(a, requires_grad=True)\n(x * 2).sum().backward()\n"
        "x.grad = torch.tensor(b)\n(x * 3).sum().backward()\nx.data = torch.tensor(b)",
        "x.grad; x",
        {"a": floats(2), "b": floats(2)},
    ),
    "questions that write": Program(
        "x = torch.tensor(a)", "x; x.add_(1); x; [x, x.mul_(k)]; x", {"a": floats(3), "k": ints()}
    ),
    "the tensor of a parameter written to": Program(
        "x = torch.tensor(a)\nx.mul_(2)\ny = torch.tensor(a)\ny[0] = k",
        "x; y; torch.tensor(a)",
        {"a": floats(3), "k": floats()},
    ),
    "a diagonal filled": Program(
        "x = torch.tensor(m, requires_grad=True)\ny = x * 1\ny.diagonal().mul_(k)\n"
        "y.sum().backward()",
        "y; x.grad; x.diag()",
        {"m": floats(3, 3), "k": floats()},
    ),
}
