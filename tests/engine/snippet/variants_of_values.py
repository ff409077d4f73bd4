"""Programs with many variants: numbers and tensors."""

from tests.engine.snippet.variants import Program, floats, ints, special

NUMBERS = {
    "a number as a leaf": Program(
        "x = torch.tensor(k, requires_grad=True)\ny = x**2 + 3 * x\ny.backward()",
        "x.grad; y",
        {"k": floats()},
    ),
    "whole numbers meet floats": Program(
        "x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\ny = (x * k + k).sum()\ny.backward()",
        "x.grad; y; k * 2; k / 4",
        {"k": ints()},
    ),
    "lists of numbers computed from a parameter": Program(
        "x = torch.tensor([k * i for i in range(3)], requires_grad=True)\ny = (x * x).sum()\n"
        "y.backward()",
        "x.grad; y",
        {"k": floats()},
    ),
    "plain numbers among those that differ": Program(
        "x = torch.tensor([k, 2 * k, 1.0], requires_grad=True)\nz = torch.tensor([j, 1])\n"
        "y = x.sum() * z\ny.sum().backward()",
        "x.grad; y; z",
        {"k": floats(), "j": ints()},
    ),
    "arithmetic of floats": Program(
        "y = 2.0**k\nz = k**2\nw = k // 2\nv = k % 3",
        "y; z; w; v; -k; abs(k); round(k, 1); round(k); int(k); float(k); k > 0; k == k; k + True",
        {"k": floats()},
    ),
    "arithmetic of whole numbers": Program(
        "y = k**2\nw = k // 2\nv = k % 3",
        "y; w; v; -k; abs(k); int(k); float(k); k > 0; k + 1.5; True + k; k & 1; k | 4; k << 2",
        {"k": ints()},
    ),
    "whole numbers too wide for a register": Program(
        "y = k**40\nz = k * 10**18", "y; z; z * k", {"k": ints()}, parts=24
    ),
    "powers beyond the bound": Program("y = k ** 10**9", "y", {"k": ints(low=2, high=5)}, parts=1),
    "powers beyond the bound of some variants": Program(
        "y = 2 ** 10**k", "y > 0", {"k": ints(low=2, high=12)}, parts=24
    ),
    "functions of math": Program(
        "import math\ny = math.sin(k) + math.exp(k)", "y; math.floor(k)", {"k": floats()}
    ),
    "numbers out of tensors": Program(
        "x = torch.tensor(a)\ns = x.sum().item()\ny = x * s + s**2\nz = x.tolist()",
        "y; s; z; z[0] * s",
        {"a": floats(3)},
    ),
    "keys of a dict": Program("d = {k: 1, (k, 2): 3}\ny = d.get(2, 0)", "y", {"k": ints()}, 7),
    "the greatest of a list": Program(
        "y = max(a) + min(a)\nz = sorted(a)\nw = sum(a)", "y; z; w", {"a": floats(3)}, parts=8
    ),
    "lists that grow": Program(
        "b = a + [1.0]\nb.append(k)\nc = b[1:]\nx = torch.tensor(c, requires_grad=True)\n"
        "x.sum().backward()",
        "x.grad; x; b; len(b); a",
        {"a": floats(3), "k": floats()},
    ),
    "lists repeated": Program("b = [0.5] * k", "b; len(b)", {"k": ints(low=0, high=4)}, parts=4),
    "a number as exponent": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x**k\ny.sum().backward()",
        "x.grad; y",
        {"a": floats(3), "k": ints(low=0, high=4)},
        parts=4,
    ),
    "a number as index": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x[i] * 2 + x[i:].sum()\ny.backward()",
        "x.grad; y",
        {"a": floats(4), "i": ints(low=-2, high=2)},
        parts=4,
    ),
    "a number as size": Program(
        "x = torch.arange(k)\ny = torch.zeros(k, 2)", "x; y", {"k": ints(low=0, high=4)}, parts=4
    ),
    "a number to fill with": Program(
        "x = torch.zeros(3)\nx.fill_(k)\ny = torch.full((2,), k)\nz = torch.full_like(x, k)",
        "x; y; z",
        {"k": floats()},
    ),
    "a number as seed": Program(
        "torch.manual_seed(k)\nx = torch.rand(3) * torch.tensor(a)",
        "x",
        {"k": ints(low=0, high=3), "a": floats(3)},
        parts=3,
    ),
    "a float meets whole numbers": Program(
        "x = torch.tensor([1, 2, 3])\ny = x * k\nz = x + k", "y; z", {"k": floats()}
    ),
    "numbers printed": Program(
        "print('n', k, [k, 1], {1: k})\nprint(f'{k:>4} {k + 0.5:.2f}')",
        "str(k)",
        {"k": ints(low=0, high=3)},
        parts=3,
    ),
    "tensors printed": Program("print(torch.tensor(a))", "1", {"a": ints(2, low=0, high=2)}, 4),
    "tensors that all print in their own way": Program(
        "print(torch.tensor(a))", "1", {"a": floats(2)}, parts=24
    ),
}

TENSORS = {
    "broadcasting": Program(
        "x = torch.tensor(m, requires_grad=True)\nv = torch.tensor(a, requires_grad=True)\n"
        "s = torch.tensor(k, requires_grad=True)\ny = (x * v + v / 2 - s * x).exp().sum()\n"
        "y.backward()",
        "x.grad; v.grad; s.grad; y",
        {"m": floats(2, 3, low=-1, high=1), "a": floats(3, low=-1, high=1), "k": floats()},
    ),
    "products of matrices": Program(
        "x = torch.tensor(m, requires_grad=True)\nv = torch.tensor(a, requires_grad=True)\n"
        "y = x @ v\ny.backward(torch.tensor([1.0, 2.0]))\nz = x.t() @ x\nz.sum().backward()",
        "x.grad; v.grad; y; z; v @ v; v @ z; torch.outer(v, v)",
        {"m": floats(2, 3), "a": floats(3)},
    ),
    "indices": Program(
        "x = torch.tensor(m, requires_grad=True)\n"
        "y = x[0] * x[1, 2] + x[:, 1].sum() + x[-1, ::2].mean()\ny.sum().backward()",
        "x.grad; y; x[0][1]; x[..., None]",
        {"m": floats(2, 3)},
    ),
    "lists as indices": Program(
        "x = torch.tensor(m, requires_grad=True)\ny = x[[0, 1, 1]] * 2\n(y * y).sum().backward()",
        "x.grad; y",
        {"m": floats(2, 3)},
    ),
    "masks as indices": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x[x > 0].sum()\ny.backward()",
        "x.grad; y; x[x > 0]",
        {"a": floats(2)},
        parts=4,
    ),
    "reductions": Program(
        "x = torch.tensor(m, requires_grad=True)\n"
        "y = x.sum(0).mean() + x.sum(dim=1, keepdim=True).sum() + x.mean(0).prod() + x.norm()\n"
        "y = y + x.max() + x.min() + x.max(dim=1)[0].sum() + x.var() + x.softmax(1)[0, 0]\n"
        "y.backward()",
        "y; x.grad; x.argmax(); x.argmax(1); x.max(1)[1]; x.cumsum(0); x.logsumexp(1); x.std(0)",
        {"m": floats(3, 4)},
    ),
    "long sums": Program(
        "x = torch.tensor(m)",
        "x.sum(1); x.sum(0); x.sum(); x.mean(1); x.t().sum(1); x[:, ::2].sum()",
        {"m": floats(3, 150)},
    ),
    "long sums of variants that went different ways": Program(
        "x = torch.tensor(m)\nif x[0, 0] > 0:\n    x = x * 2",
        "x.sum(1); x.sum(0); x.sum(); x.mean(1); (x * x).sum(1)",
        {"m": floats(3, 50)},
        parts=2,
    ),
    "views of all kinds": Program(
        "x = torch.tensor(m, requires_grad=True)\n"
        "y = x.t().reshape(2, -1).unsqueeze(0).expand(3, 2, 6).permute(2, 0, 1).flatten(1).squeeze()\n"
        "(y * y).sum().backward()",
        "y; x.grad; x.T; x.is_contiguous(); x.t().is_contiguous(); x.flip(0); x.roll(1)",
        {"m": floats(3, 4)},
    ),
    "joined and stacked": Program(
        "x = torch.tensor(m, requires_grad=True)\nz = torch.ones(1, 4)\ny = torch.cat([x, z, x[:1]])\n"
        "w = torch.stack([x, x * 2], dim=1)\n(y.sum() + (w * w).sum()).backward()",
        "y; w; x.grad",
        {"m": floats(3, 4)},
    ),
    "chosen element by element": Program(
        "x = torch.tensor(a, requires_grad=True)\n"
        "y = torch.where(x > 0, x * 2, -x) + torch.where(x > 1, x, 0.0) + x.clamp(min=k)\n"
        "y = y + torch.maximum(x, torch.zeros(4)) + torch.minimum(x, x * 2)\ny.sum().backward()",
        "y; x.grad; x.masked_fill(x < 0, k); (x > 0).any(); torch.equal(x, x * 1)",
        {"a": floats(4), "k": floats()},
        parts=24,
    ),
    "functions at special points": Program(
        "x = torch.tensor(a, requires_grad=True)\n"
        "y = x.log() + x.exp() + x.sqrt() + x.abs() + x.relu() + x.sigmoid() + x.tanh() + 1 / x\n"
        "y.backward(torch.ones(5))",
        "y; x.grad; x.sign(); x.max(); x.clamp(-1, 1); x == x; x.sum(); x**2; x**0.5",
        {"a": special(5)},
    ),
    "functions": Program(
        "x = torch.tensor(a, requires_grad=True)\n"
        "y = torch.stack([x.sin(), x.cos(), x.tan(), x.square(), x.reciprocal(), x.expm1(), -x,\n"
        "    x.floor(), x.ceil(), x.round(), x.trunc(), x.pow(3), x.erf()])\ny.sum().backward()",
        "y; x.grad",
        {"a": floats(5)},
    ),
    "functions of what is positive": Program(
        "x = torch.tensor(a, requires_grad=True)\n"
        "y = torch.stack([x.log(), x.log1p(), x.log2(), x.log10(), x.sqrt(), x.rsqrt(), x**0.5,\n"
        "    x**-1, x**2.5, 2**x, x**x])\ny.sum().backward()",
        "y; x.grad",
        {"a": floats(5, low=0.1)},
    ),
    "float64": Program(
        "x = torch.tensor(a, dtype=torch.float64, requires_grad=True)\ny = x * k + torch.tensor(a)\n"
        "y.sum().backward()",
        "y; x.grad",
        {"a": floats(4, wide=True), "k": floats(wide=True)},
    ),
    "whole numbers": Program(
        "x = torch.tensor(a)\ny = x * 2 + k",
        "y; x / 2; x // 2; x % 3; x.float() * k; x + 0.5; x.sum(); x.to(torch.float64); -x; x > k",
        {"a": ints(4), "k": ints()},
    ),
    "a graph of the gradient": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = (x**3).sum()\n"
        "g = torch.autograd.grad(y, x, create_graph=True)[0]\n(g * g).sum().backward()",
        "g; x.grad",
        {"a": floats(3)},
    ),
    "gradients that are retained": Program(
        "x = torch.tensor(a, requires_grad=True)\ny = x * x\ny.retain_grad()\nz = (y * w).sum()\n"
        "z.backward(retain_graph=True)\nz.backward()",
        "y.grad; x.grad",
        {"a": floats(3), "w": floats()},
    ),
    "a Jacobian": Program(
        "x = torch.tensor(a)\nj = torch.autograd.functional.jacobian(lambda t: t * t * k, x)",
        "j",
        {"a": floats(2), "k": floats()},
    ),
    "the old names": Program(
        "x = torch.autograd.Variable(torch.FloatTensor(a), requires_grad=True)\ny = x * 2\n"
        "y.backward(torch.FloatTensor(w))",
        "x.grad",
        {"a": floats(3), "w": floats(3)},
    ),
}
