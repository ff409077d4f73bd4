"""Engine functions that call a snippet's function, and optimisers: what passes and what is bounded.

That they do what PyTorch does is proved beside PyTorch (`tests/oracle/programs`).
"""

import pytest

from engine.snippet import LimitExceeded, Raised, UnsupportedSyntax, parse

HEAD = "import torch\nimport torch.autograd.functional as A\n"

PROGRAMS = {
    "a Jacobian of a lambda": (
        "print(A.jacobian(lambda x: x ** 2, torch.tensor([1., 3.])))",
        "tensor([[2., 0.],\n        [0., 6.]])\n",
    ),
    "a Hessian of a function": (
        "def f(x):\n    return (x ** 3).sum()\nprint(A.hessian(f, torch.tensor([1., 2.])))",
        "tensor([[ 6.,  0.],\n        [ 0., 12.]])\n",
    ),
    "products with vectors": (
        "x, v = torch.tensor([1., 2.]), torch.tensor([1., 1.])\nf = lambda x: (x ** 2).sum()\nprint(A.vjp(f, x)[1], A.jvp(f, x, v)[1], A.hvp(f, x, v=v)[1], A.vhp(f, x, v)[1])",
        "tensor([2., 4.]) tensor(6.) tensor([2., 2.]) tensor([2., 2.])\n",
    ),
    "gradcheck judges a custom function": (
        """
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.tensor([1.], dtype=torch.float64, requires_grad=True)
print(torch.autograd.gradcheck(torch.sin, (x,)), torch.autograd.gradcheck(F.apply, (x,), raise_exception=False))
try:
    torch.autograd.gradcheck(F.apply, (x,))
except RuntimeError as e:
    print(str(e)[:0] == "")
""",
        "True False\nTrue\n",
    ),
    "an optimiser takes steps": (
        """
w = torch.nn.Parameter(torch.tensor([1., 2.]))
b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([w, b], lr=0.1, momentum=0.5)
for i in range(2):
    opt.zero_grad()
    ((w * w).sum() + b).backward()
    opt.step()
print(w.tolist() == w.data.tolist(), b, isinstance(w, torch.nn.Parameter), isinstance(b, torch.nn.Parameter), isinstance(w, torch.Tensor))
""",
        "True tensor([-0.2500], requires_grad=True) True False True\n",
    ),
    "an optimiser's options are read and changed": (
        """
w = torch.ones(1, requires_grad=True)
opt = torch.optim.SGD([{'params': [w], 'lr': 0.5}], lr=0.1)
for group in opt.param_groups:
    group['lr'] *= 2
def closure():
    opt.zero_grad()
    loss = (3 * w).sum()
    loss.backward()
    return loss
print(opt.step(closure), w, opt.defaults['lr'], opt.state_dict()['state'])
""",
        "tensor(3., grad_fn=<SumBackward0>) tensor([-2.], requires_grad=True) 0.1 {}\n",
    ),
    "what an optimiser remembers is looked up by the parameter": (
        "w = torch.ones(1, requires_grad=True)\nopt = torch.optim.SGD([w], lr=0.1, momentum=0.9)\n(w * 2).sum().backward()\nopt.step()\nprint(opt.state[w]['momentum_buffer'], len(opt.state))",
        "tensor([2.]) 1\n",
    ),
    "parameters come from a dict": (
        "p = {'a': torch.ones(1, requires_grad=True)}\nopt = torch.optim.Adam(p.values(), lr=0.1)\nprint(len(opt.param_groups[0]['params']))",
        "1\n",
    ),
}


@pytest.mark.parametrize(("source", "expected"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_callbacks_do_as_pytorch_does(in_pytorch, source: str, expected: str):
    outcome = parse(HEAD + source).run()
    assert (outcome.stdout, outcome.error) == (expected, None)
    assert in_pytorch("import torch.autograd.functional as A\n" + source) in {
        (expected, None),
        None,
    }


REFUSED = {
    "a function as a parameter": "torch.optim.SGD([lambda: 1], lr=0.1)",
    "a module as a learning rate": "torch.optim.SGD([torch.ones(1)], lr=torch)",
    "a function in a group": "torch.optim.SGD([{'params': [torch.ones(1)], 'lr': print}])",
    "what the engine keeps of an optimiser": "torch.optim.SGD([torch.ones(1)], lr=1).params",
    "printing options that hold a function": "o = torch.optim.SGD([torch.ones(1)], lr=1)\no.param_groups[0]['note'] = print\nprint(o)",
    "a closure that is none": "torch.optim.SGD([torch.ones(1)], lr=1).step(clear=1)",
    "assignment to an optimiser": "o = torch.optim.SGD([torch.ones(1)], lr=1)\no.grad = 1",
    "the base of optimisers": "torch.optim.Optimizer([torch.ones(1)], {})",
    "a generator printed, with its address": "print(torch.manual_seed(1))",
    "inputs that are functions": "A.jacobian(lambda x: x, print)",
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_misuse_of_callbacks_is_refused(source: str):
    with pytest.raises(UnsupportedSyntax):
        parse(HEAD + source).run()


ENDLESS = {
    "a Jacobian of many rows": "A.jacobian(lambda x: torch.ones(900000) * x, torch.ones(1))",
    "a Jacobian of many elements": "A.jacobian(lambda x: x * 2, torch.ones(2000))",
    "a Hessian of many rows": "A.hessian(lambda x: (x * x).sum(), torch.ones(100000))",
    "a function that takes its own Jacobian": "def f(x):\n    return A.jacobian(f, x)\nf(torch.ones(1))",
    "a closure that steps for ever": "o = torch.optim.SGD([torch.ones(1)], lr=1)\ndef c():\n    o.step(c)\no.step(c)",
    "gradcheck of a function that never ends": "def f(x):\n    while True:\n        pass\ntorch.autograd.gradcheck(f, torch.ones(1, dtype=torch.float64, requires_grad=True))",
    "gradcheck of many numbers": "torch.autograd.gradcheck(torch.sin, torch.ones(3000, dtype=torch.float64, requires_grad=True))",
    "options as long as lists can be": "o = torch.optim.SGD([torch.ones(1)], lr=1)\nfor i in range(1000):\n    o.param_groups[0][str(i)] = 'a' * 100000\nprint(o)",
    "hooks that multiply": "x = torch.ones(1, requires_grad=True)\ndef f(g):\n    x.register_hook(f)\n    x.register_hook(f)\nx.register_hook(f)\nwhile True:\n    (x * 2).backward()",
    "random numbers without end": "torch.randint(0, 9, (10**5, 10**5))",
    "an order of 10**9 numbers": "torch.randperm(10**9)",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS.keys())
def test_callbacks_stay_within_the_bounds(source: str):
    with pytest.raises(LimitExceeded):
        parse(HEAD + source).run()


RAISES = {
    "a learning rate that became a function": (
        "w = torch.ones(1, requires_grad=True)\nw.sum().backward()\no = torch.optim.SGD([w], lr=1)\no.param_groups[0]['lr'] = print\no.step()",
        Raised("TypeError", "bad operand type for unary -: 'builtin_function_or_method'"),
    ),
    "groups that are no dicts": (
        "o = torch.optim.SGD([torch.ones(1)], lr=1)\no.param_groups.append(3)\no.step()",
        Raised("TypeError", "'int' object is not subscriptable"),
    ),
    "an optimiser given to torch": (
        "torch.sin(torch.optim.SGD([torch.ones(1)], lr=1))",
        Raised("TypeError", "sin(): argument 'input' (position 1) must be Tensor, not SGD"),
    ),
    "a hook of an input that cannot be told to do without a gradient": (
        "x = torch.ones(1, dtype=torch.float64, requires_grad=True)\nx.register_hook(lambda g: g * 2)\ntorch.autograd.gradcheck(lambda t: t.detach() * t, x)",
        Raised("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'int'"),
    ),
    "a verdict of gradcheck by its own name": (
        "torch.autograd.gradcheck(lambda t: t.detach() * t, torch.ones(1, dtype=torch.float64, requires_grad=True))",
        Raised(
            "GradcheckError",
            "Jacobian mismatch for output 0 with respect to input 0,\n"
            "numerical:tensor([[2.0000]], dtype=torch.float64)\n"
            "analytical:tensor([[1.]], dtype=torch.float64)\n",
        ),
    ),
}


@pytest.mark.parametrize(("source", "error"), RAISES.values(), ids=RAISES.keys())
def test_misuse_raises_what_pytorch_raises(in_pytorch, source: str, error: Raised):
    assert parse(HEAD + source).run().error == error
    assert in_pytorch(source) in {("", error), None}
