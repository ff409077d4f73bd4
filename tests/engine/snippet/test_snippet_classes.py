"""Classes derived from `torch.autograd.Function`, hooks and decorated functions in snippets.

What custom functions do is proved beside PyTorch (`tests/oracle/programs/functions.txt`); here
stands what the language adds to that, lets pass and refuses.
"""

import pytest

from engine.snippet import LimitExceeded, UnsupportedSyntax, parse

CUBE = """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, power=3):
        ctx.save_for_backward(x)
        ctx.power = power
        return x ** power

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * ctx.power * x ** (ctx.power - 1), None

x = torch.tensor([1., 2.], requires_grad=True)
"""

PROGRAMS = {
    "a class makes an operation with its own derivative": (
        CUBE + "Cube.apply(x).sum().backward()\nprint(x.grad)",
        "tensor([ 3., 12.])\n",
    ),
    "apply can be kept in a name and takes plain values": (
        CUBE
        + "cube = Cube.apply\ny = cube(x, 2)\ny.sum().backward()\nprint(y.grad_fn.name(), x.grad)",
        "CubeBackward tensor([2., 4.])\n",
    ),
    "ctx keeps whatever values a method gives it": (
        """
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, f):
        ctx.seen = [f(2)]
        ctx.seen += ["more"]
        ctx.label = "F"
        return x * 1

    @staticmethod
    def backward(ctx, g):
        print(ctx.label, ctx.seen, ctx.needs_input_grad)
        return g, None

F.apply(torch.tensor(1., requires_grad=True), lambda n: n + 1).backward()
""",
        "F [3, 'more'] (True, False)\n",
    ),
    "an attribute that ctx was never given is Python's AttributeError": (
        """
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, keep=False):
        if keep:
            ctx.factor = 3
        return x * 3

    @staticmethod
    def backward(ctx, g):
        return g * ctx.factor, None

x = torch.tensor(1., requires_grad=True)
F.apply(x, True).backward()
print(x.grad)
try:
    F.apply(x).backward()
except AttributeError as e:
    print(e)
""",
        "tensor(3.)\n'FBackward' object has no attribute 'factor'\n",
    ),
    "methods see the names around the class": (
        """
def make(k):
    class Times(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * k * scale

        @staticmethod
        def backward(ctx, g):
            return g * k * scale
    return Times.apply
scale = 10
x = torch.tensor(1., requires_grad=True)
make(2)(x).backward()
make(3)(x).backward()
print(x.grad)
""",
        "tensor(50.)\n",
    ),
    "a class has a docstring or nothing in it": (
        '''
class A(torch.autograd.Function):
    """Says what it is."""
class B(torch.autograd.Function):
    pass
for f in (A, B, torch.autograd.Function):
    try:
        f.apply(torch.ones(1))
    except NotImplementedError as e:
        print("no forward")
''',
        "no forward\nno forward\nno forward\n",
    ),
    "Function is imported by name": (
        """
from torch.autograd import Function
class F(Function):
    @staticmethod
    def forward(x):
        return x.exp()
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output)
    @staticmethod
    def backward(ctx, g):
        y, = ctx.saved_tensors
        return g * y
x = torch.tensor(0., requires_grad=True)
F.apply(x=x).backward()
print(x.grad)
""",
        "tensor(1.)\n",
    ),
    "an exception in backward can be caught": (
        """
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1
    @staticmethod
    def backward(ctx, g):
        return 1 / 0
try:
    F.apply(torch.tensor(1., requires_grad=True)).backward()
except ZeroDivisionError as e:
    print(e)
""",
        "division by zero\n",
    ),
    "hooks are functions, lambdas and methods": (
        """
x = torch.tensor([1., 2.], requires_grad=True)
seen = []
def double(g):
    return g * 2
handle = x.register_hook(double)
x.register_hook(seen.append)
x.register_hook(print)
x.register_hook(lambda g: None)
(x * x).sum().backward()
handle.remove()
(x * x).sum().backward()
print(x.grad, seen)
""",
        "tensor([4., 8.])\ntensor([2., 4.])\ntensor([ 6., 12.]) [tensor([4., 8.]), tensor([2., 4.])]\n",
    ),
    "a hook that is no function fails when it is called": (
        "x = torch.tensor(1., requires_grad=True)\nx.register_hook(3)\ntry:\n    (x * 2).backward()\nexcept TypeError as e:\n    print(e)",
        "'int' object is not callable\n",
    ),
    "a hook may give nothing but a tensor": (
        "x = torch.tensor(1., requires_grad=True)\nx.register_hook(lambda g: 'a')\ntry:\n    (x * 2).backward()\nexcept TypeError as e:\n    print(e)",
        "expected Variable, but hook returned 'str'\n",
    ),
    "no_grad decorates a function": (
        """
x = torch.tensor(1., requires_grad=True)
@torch.no_grad()
def f(a, b=2):
    return a * b
@torch.no_grad()
@torch.enable_grad()
def g(a):
    return a * 2
print(f(x).requires_grad, f(x, b=3), g(x).requires_grad, (x * 2).requires_grad)
""",
        "False tensor(3.) True True\n",
    ),
    "no_grad decorates a method's neighbour that recurses": (
        "@torch.no_grad()\ndef f(n):\n    return 0 if n == 0 else n + f(n - 1)\nprint(f(10))",
        "55\n",
    ),
}


@pytest.mark.parametrize(("source", "expected"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_classes_and_hooks_do_as_python_does(printed, in_pytorch, source: str, expected: str):
    assert printed(source) == expected
    assert in_pytorch(source) in {(expected, None), None}


HEAD = "class F(torch.autograd.Function):\n    "

REFUSED = {
    "no base": "class F:\n    pass",
    "an empty base": "class F():\n    pass",
    "two bases": "class F(torch.autograd.Function, torch.autograd.Function):\n    pass",
    "a base of Python": "class F(Exception):\n    pass",
    "a base of torch": "class F(torch.Tensor):\n    pass",
    "a base that is a function": "def f():\n    pass\nclass F(f):\n    pass",
    "a base that is another class": HEAD + "pass\nclass G(F):\n    pass",
    "a metaclass": "class F(torch.autograd.Function, metaclass=print):\n    pass",
    "a keyword of a class": "class F(torch.autograd.Function, tag=1):\n    pass",
    "a decorator of a class": "@print\nclass F(torch.autograd.Function):\n    pass",
    "bases written as a list": "class F(*[torch.autograd.Function]):\n    pass",
    "an attribute of a class": HEAD + "power = 3",
    "a statement in a class": HEAD + "print(1)",
    "a class in a class": HEAD + "class G(torch.autograd.Function):\n        pass",
    "a method of another name": HEAD + "def apply(ctx):\n        pass",
    "an initialiser": HEAD + "def __init__(self):\n        pass",
    "a hook of class creation": HEAD + "def __init_subclass__(cls):\n        pass",
    "a hook of attributes": HEAD + "def __getattr__(self, name):\n        pass",
    "a decorator of a method": HEAD + "@print\n    def forward(ctx):\n        pass",
    "a class method": HEAD + "@classmethod\n    def forward(ctx):\n        pass",
    "a staticmethod of one's own": "def staticmethod(f):\n    return f\n"
    + HEAD
    + "@staticmethod\n    def forward(ctx):\n        pass",
    "a class by the name of a dunder": "class __builtins__(torch.autograd.Function):\n    pass",
    "the bases of a class": HEAD + "pass\nF.__bases__",
    "the engine's class behind a class": HEAD + "pass\nF.made",
    "what the engine's class has": HEAD + "pass\nF.differentiate",
    "an attribute assigned to a class": HEAD + "pass\nF.grad = 1",
    "a dunder of ctx": HEAD + "def forward(ctx, x):\n        ctx.__class__ = 1",
    "the engine's side of ctx": HEAD + "def forward(ctx, x):\n        ctx._record = 1",
    "the dict of ctx": HEAD + "def forward(ctx, x):\n        ctx.__dict__",
    "a method of ctx assigned to": HEAD
    + "def forward(ctx, x):\n        ctx.mark_dirty = 1\nF.apply(torch.ones(1))",
    "ctx printed, with its address": HEAD
    + "def forward(ctx, x):\n        print(ctx)\nF.apply(torch.ones(1))",
    "a name of ctx on a module": HEAD
    + "def forward(ctx, x):\n        ctx.load = 1\n        torch.load('x')",
    "a name of ctx on a tensor": HEAD
    + "def forward(ctx, x):\n        ctx.numpy = 1\n        x.numpy()\nF.apply(torch.ones(1))",
    "a name of ctx on a string": HEAD
    + "def forward(ctx, x):\n        ctx.format = 1\n        '{}'.format(x)\nF.apply(torch.ones(1))",
    "a name of ctx set on a tensor": HEAD
    + "def forward(ctx, x):\n        ctx.note = 1\n        x.note = 1\nF.apply(torch.ones(1))",
    "a decorator that is a function": "def f(g):\n    return g\n@f\ndef h():\n    pass",
    "a decorator that returns a tensor": "@torch.ones(1)\ndef h():\n    pass",
    "staticmethod outside a class": "@staticmethod\ndef h():\n    pass",
    "the hooks behind a handle": "torch.ones(1, requires_grad=True).register_hook(print)._hooks",
    "a class given to torch": HEAD + "pass\ntorch.sin(F)",
    "a class printed": HEAD + "pass\nprint(F)",
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_what_a_class_could_be_misused_for_is_refused(source: str):
    with pytest.raises(UnsupportedSyntax) as caught:
        parse("import torch\n" + source).run()
    assert min(caught.value.line, caught.value.column) >= 1


ENDLESS = {
    "classes made in a loop": "while True:\n    class F(torch.autograd.Function):\n        pass",
    "a forward that applies its own class": HEAD
    + "@staticmethod\n    def forward(ctx, x):\n        return F.apply(x)\nF.apply(torch.ones(1))",
    "a backward that runs backward for ever": HEAD
    + "@staticmethod\n    def forward(ctx, x):\n        return x * 1\n    @staticmethod\n    def backward(ctx, g):\n"
    "        with torch.enable_grad():\n            F.apply(g.clone().requires_grad_()).backward()\n        return g\n"
    "F.apply(torch.tensor(1., requires_grad=True)).backward()",
    "a hook that runs its own backward": "x = torch.tensor(1., requires_grad=True)\n"
    "def again(g):\n    with torch.enable_grad():\n        (x * 2).backward()\nx.register_hook(again)\n(x * 2).backward()",
    "a hook that never ends": "x = torch.tensor(1., requires_grad=True)\n"
    "def busy(g):\n    while True:\n        pass\nx.register_hook(busy)\n(x * 2).backward()",
    "a decorated function that calls itself": "@torch.no_grad()\ndef f():\n    return f()\nf()",
    "a forward that makes a huge tensor": HEAD
    + "@staticmethod\n    def forward(ctx, x):\n        return torch.ones(10**6, 10**6)\nF.apply(torch.ones(1))",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS.keys())
def test_classes_and_hooks_stay_within_the_bounds(source: str):
    with pytest.raises(LimitExceeded):
        parse("import torch\n" + source).run()
