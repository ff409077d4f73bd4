"""What the language can say: each construct does what Python does with it.

The table could be wrong itself, so real PyTorch runs it too where it is installed.
"""

import pytest

PROGRAMS = {
    "assignments bind names, also several at once": ("a = b = 3\nprint(a, b)", "3 3\n"),
    "tuple targets unpack, also nested": (
        "(a, (b, c)), d = (1, [2, 3]), 4\nprint(a, b, c, d)",
        "1 2 3 4\n",
    ),
    "augmented assignment combines numbers": (
        "a = 7\na -= 2\na **= 2\na //= 3\na %= 5\nprint(a)",
        "3\n",
    ),
    "augmented assignment changes a list in place": (
        "a = [1]\nb = a\nb += (2, 3)\nb *= 2\nprint(a)",
        "[1, 2, 3, 1, 2, 3]\n",
    ),
    "augmented assignment works the index out once": (
        "n = [0]\ndef i():\n    n[0] += 1\n    return 0\na = [5]\na[i()] += 1\nprint(a, n)",
        "[6] [1]\n",
    ),
    "for runs over a range": ("for i in range(1, 7, 2):\n    print(i, end=' ')", "1 3 5 "),
    "for runs over the rows of a tensor": (
        "for r in torch.tensor([[1., 2.], [3., 4.]]):\n    print(r)",
        "tensor([1., 2.])\ntensor([3., 4.])\n",
    ),
    "for runs over a dict and its items": (
        "d = {'a': 1, 'b': 2}\nfor k in d:\n    print(k)\nfor k, v in d.items():\n    print(k, v)",
        "a\nb\na 1\nb 2\n",
    ),
    "for has an else that break skips": (
        "for stop in (True, False):\n    for i in range(3):\n        if stop:\n            break\n    else:\n        print('whole', i)",
        "whole 2\n",
    ),
    "while has continue, break and else": (
        "i = 0\nwhile i < 5:\n    i += 1\n    if i == 2:\n        continue\n    print(i)\nelse:\n    print('end')",
        "1\n3\n4\n5\nend\n",
    ),
    "elif and else choose": (
        "for i in range(3):\n    if i == 0:\n        print('a')\n    elif i == 1:\n        print('b')\n    else:\n        print('c')",
        "a\nb\nc\n",
    ),
    "functions have defaults and keywords": (
        "def f(a, b=2, c=3):\n    return a, b, c\nprint(f(1), f(1, c=5), f(b=0, a=9))",
        "(1, 2, 3) (1, 2, 5) (9, 0, 3)\n",
    ),
    "a function without return gives None": ("def f():\n    pass\nprint(f())", "None\n"),
    "return leaves loops at once": (
        "def f():\n    for i in range(9):\n        while True:\n            return i\nprint(f())",
        "0\n",
    ),
    "closures see later bindings": (
        "def f():\n    def g():\n        return x\n    x = 5\n    return g\nprint(f()())",
        "5\n",
    ),
    "closures of a loop share its variable": (
        "print([g() for g in [lambda: i for i in range(3)]])",
        "[2, 2, 2]\n",
    ),
    "functions recurse": (
        "def f(n):\n    return 1 if n == 0 else n * f(n - 1)\nprint(f(30))",
        "265252859812191058636308480000000\n",
    ),
    "lambdas take defaults": ("f = lambda a, b=3: a * b\nprint(f(2), f(2, b=4))", "6 8\n"),
    "comprehensions nest and filter": (
        "print([(i, j) for i in range(3) if i for j in range(i)])",
        "[(1, 0), (2, 0), (2, 1)]\n",
    ),
    "a comprehension keeps its names to itself": (
        "i = 7\na = [i for i in range(2)]\nprint(i, a)",
        "7 [0, 1]\n",
    ),
    "dict comprehensions": ("print({k: k * k for k in range(3)})", "{0: 0, 1: 1, 2: 4}\n"),
    "f-strings format": (
        "a = 3.14159\nprint(f'{a:.2f}|{7:>4d}|{7:04d}|{a!r}|{\"x\"!s:>3}|{12345:,}|{a=:.1f}|{{}}')",
        "3.14|   7|0007|3.14159|  x|12,345|a=3.1|{}\n",
    ),
    "f-strings print a 0-d tensor as a number": (
        "x = torch.tensor(0.1, requires_grad=True)\nprint(f'{x} {x:.2f}')",
        "0.10000000149011612 0.10\n",
    ),
    "conditions short-circuit and give an operand": (
        "print(0 or 'a', 1 and [], None or 0, 1 and 2 and 3)",
        "a [] 0 3\n",
    ),
    "comparison chains stop early": (
        "def f():\n    print('f')\n    return 3\nprint(1 < 2 < f(), 2 < 1 < f())",
        "f\nTrue False\n",
    ),
    "identity and membership": (
        "a = []\nprint(a is a, a is not [], 2 in (1, 2), 'b' not in 'abc', 1 in {1: 2}, 3 in range(3))",
        "True True True False True False\n",
    ),
    "the conditional expression evaluates one side": ("print(1 if True else 1 / 0)", "1\n"),
    "lists compare item by item": (
        "print([1, [2]] == [1, [2]], (1, 2) < (1, 3), [1] < [1, 0], [1] == (1,), {1: [2]} == {1: [2]})",
        "True True True False True\n",
    ),
    "slices of lists and strings": (
        "print([1, 2, 3, 4][1:], 'abcd'[::-1], (1, 2, 3)[-1], [1, 2, 3][:1])",
        "[2, 3, 4] dcba 3 [1]\n",
    ),
    "items of lists and dicts are assigned": (
        "a = [1, 2]\na[0] = 5\nd = {}\nd['k'] = a\nprint(a, d)",
        "[5, 2] {'k': [5, 2]}\n",
    ),
    "methods of lists": (
        "a = [1]\na.append(2)\na.extend([3, 4])\na.insert(0, 0)\nprint(a.pop(), a)\na.reverse()\nb = a.copy()\na.clear()\nprint(a, b)",
        "4 [0, 1, 2, 3]\n[] [3, 2, 1, 0]\n",
    ),
    "methods of dicts": (
        "d = {'a': 1}\nprint(d.get('b', 2), d.keys(), d.values(), d.items())\nprint(d.pop('a'), d)",
        "2 dict_keys(['a']) dict_values([1]) dict_items([('a', 1)])\n1 {}\n",
    ),
    "methods of strings": (
        "print(', '.join(['a', 'b']).upper(), ' x '.strip(), 'X'.lower())",
        "A, B x x\n",
    ),
    "zip and enumerate stop with the shortest": (
        "for i, (a, b) in enumerate(zip(range(5), 'ab'), 1):\n    print(i, a, b)",
        "1 0 a\n2 1 b\n",
    ),
    "numbers: abs, min, max, sum, round, sorted, reversed": (
        "print(abs(-2), min(3, 1), max([1, 4, 2]), sum([1, 2], 3), round(2.567, 1), round(2.5), sorted([3, 1, 2], reverse=True), list(reversed([1, 2])))",
        "2 1 4 6 2.6 2 [3, 2, 1] [2, 1]\n",
    ),
    "conversions": (
        "print(int('12'), int(3.9), float('inf'), float(1), bool([]), str(1.5), list('ab'), tuple([1]), dict([(1, 2)]), len('abc'))",
        "12 3 inf 1.0 False 1.5 ['a', 'b'] (1,) {1: 2} 3\n",
    ),
    "sum adds tensors": (
        "x = torch.tensor(2.)\nprint(sum([x * k for k in (1, 2, 3)]))",
        "tensor(12.)\n",
    ),
    "isinstance knows the types of the language": (
        "x = torch.tensor(1.)\nprint(isinstance(x, torch.Tensor), isinstance(1, (float, int)), isinstance('a', str), isinstance(None, int))",
        "True True True False\n",
    ),
    "print takes sep and end": (
        "print(1, 2, sep='-', end='!')\nprint()\nprint(sep='x')",
        "1-2!\n\n",
    ),
    "a list that holds itself prints with dots": ("a = [1]\na.append(a)\nprint(a)", "[1, [...]]\n"),
    "del unbinds a name": (
        "a = 1\ndel a\ntry:\n    a\nexcept NameError as e:\n    print(e)",
        "name 'a' is not defined\n",
    ),
    "a name may hide one of Python's": (
        "print(max(1, 2))\nmax = 3\nprint(max)\ndel max\nprint(max(1, 2))",
        "2\n3\n2\n",
    ),
    "try catches what PyTorch raises": (
        "x = torch.tensor([1., 2.], requires_grad=True)\ntry:\n    (x * 2).backward()\nexcept RuntimeError as e:\n    print('caught:', e, f'{e}', str(e) == f'{e}')",
        "caught: grad can be implicitly created only for scalar outputs grad can be implicitly created only for scalar outputs True\n",
    ),
    "except matches subclasses and tuples": (
        "for f in [lambda: 1 / 0, lambda: [][1], lambda: {}[2], lambda: int('x')]:\n    try:\n        f()\n    except (ArithmeticError, ValueError) as e:\n        print('a', e)\n    except LookupError as e:\n        print('b', e, isinstance(e, IndexError))",
        "a division by zero\nb list index out of range True\nb 2 False\na invalid literal for int() with base 10: 'x'\n",
    ),
    "else and finally of try": (
        "def f(a):\n    try:\n        1 / a\n    except ZeroDivisionError:\n        return 'zero'\n    else:\n        return 'fine'\n    finally:\n        print('finally')\nprint(f(0), f(1))",
        "finally\nfinally\nzero fine\n",
    ),
    "finally that breaks swallows the exception": (
        "for i in range(2):\n    try:\n        1 / 0\n    finally:\n        break\nprint(i)",
        "0\n",
    ),
    "except forgets its name afterwards": (
        "e = 1\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n    pass\ntry:\n    e\nexcept NameError as f:\n    print(f)",
        "name 'e' is not defined\n",
    ),
    "with switches recording off and on": (
        "x = torch.tensor(1., requires_grad=True)\nwith torch.no_grad():\n    y = x * 2\n    with torch.enable_grad():\n        z = x * 2\nprint(y.requires_grad, z.requires_grad, (x * 2).requires_grad)",
        "False True True\n",
    ),
    "with ends when a function returns out of it": (
        "x = torch.tensor(1., requires_grad=True)\ndef f():\n    with torch.no_grad():\n        return x * 2\nprint(f().requires_grad, (x * 2).requires_grad)",
        "False True\n",
    ),
    "gradients are read, assigned and forgotten": (
        "x = torch.tensor([1., 2.], requires_grad=True)\n(x * x).sum().backward()\nx.grad += 1\nprint(x.grad)\nx.grad = None\nprint(x.grad)\nx.data -= 1\nx.data = x.data * 3\nprint(x)",
        "tensor([3., 5.])\nNone\ntensor([0., 3.], requires_grad=True)\n",
    ),
    "a method can be kept and called later": (
        "x = torch.tensor(3., requires_grad=True)\nstep = (x * x).backward\nstep()\nprint(x.grad)",
        "tensor(6.)\n",
    ),
    "functions of torch are values": (
        "for f in [torch.exp, torch.log]:\n    print(f(torch.tensor(1.)))",
        "tensor(2.7183)\ntensor(0.)\n",
    ),
    "torch.autograd and its aliases": (
        "from torch.autograd import Variable, backward as back\nimport torch.autograd as ag\nx = Variable(torch.ones(2), requires_grad=True)\nback([x * 2, x], [torch.ones(2), None or torch.ones(2)])\nag.backward((x * x).sum())\nprint(x.grad)",
        "tensor([5., 5.])\n",
    ),
    "math works on numbers": (
        "import math\nfrom math import sqrt, pi as p\nprint(math.exp(0), sqrt(4), math.floor(2.7), f'{p:.3f}', math.isnan(math.nan))",
        "1.0 2.0 2 3.142 True\n",
    ),
    "the graph can be walked": (
        "x = torch.ones(2, requires_grad=True)\ny = (x * 3).sum()\nn = y.grad_fn\nprint(n.name(), n.next_functions[0][0].name(), n.next_functions[0][0].next_functions[0][0].variable is x)",
        "SumBackward0 MulBackward0 True\n",
    ),
    "max along a dimension has two fields": (
        "m = torch.tensor([[1., 3.], [5., 2.]]).max(1)\nprint(m.values, m.indices)\nv, i = m\nprint(v is m[0])\nprint(m)",
        "tensor([3., 5.]) tensor([1, 0])\nTrue\ntorch.return_types.max(\nvalues=tensor([3., 5.]),\nindices=tensor([1, 0]))\n",
    ),
    "shapes are tuples": (
        "s = torch.ones(2, 3).shape\na, b = s\nprint(s, s[0], s[1:], len(s), s == (2, 3), s.numel(), list(s), a * b, s + (4,))",
        "torch.Size([2, 3]) 2 torch.Size([3]) 2 True 6 [2, 3] 6 torch.Size([2, 3, 4])\n",
    ),
    "generator expressions feed what uses them up": (
        "a = [3, 1, 2]\nprint(sum(x * x for x in a), max(-x for x in a), min(x for x in a if x > 1), list(x for x in a), tuple(x for x in a), sorted(x for x in a), dict((x, x) for x in a), ', '.join(str(x) for x in a))",
        "14 -1 2 [3, 1, 2] (3, 1, 2) [1, 2, 3] {3: 3, 1: 1, 2: 2} 3, 1, 2\n",
    ),
    "generator expressions nest, filter and see what is around them": (
        "def f(n):\n    return sum(i * j * n for i in range(4) if i % 2 for j in range(i))\nprint(f(10), sum(sum(j for j in range(i)) for i in range(5)))",
        "90 10\n",
    ),
    "any and all stop a generator expression early": (
        "def f(i):\n    print(i)\n    return i\nprint(any(f(i) > 1 for i in range(9)), all(f(i) < 1 for i in range(9)), any([]), all([]))",
        "0\n1\n2\n0\n1\nTrue False False True\n",
    ),
    "the first iterable of a generator expression is asked for at once": (
        "try:\n    sum(i for i in 3)\nexcept TypeError as e:\n    print(e)",
        "'int' object is not iterable\n",
    ),
    "tensors are added by a generator expression": (
        "x = torch.ones(2, requires_grad=True)\nsum((k * x).sum() for k in range(3)).backward()\nprint(x.grad)",
        "tensor([3., 3.])\n",
    ),
    "a generator expression is unpacked into names": (
        "a, b = (i * 2 for i in (1, 2))\nprint(a, b)\ntry:\n    a, b = (i for i in (1, 2, 3))\nexcept ValueError as e:\n    print(e)",
        "2 4\ntoo many values to unpack (expected 2)\n",
    ),
    "masks are combined": (
        "x = torch.arange(6)\nm = (x > 1) & (x < 4) | (x == 5)\nprint(x[m], x[~m], (m ^ True).sum(), 6 & 3, 6 | 3, 6 ^ 3, ~6, ~True, True & False)\nm &= x > 2\nprint(m.sum())",
        "tensor([2, 3, 5]) tensor([0, 1, 4]) tensor(3) 2 7 5 -7 -2 False\ntensor(2)\n",
    ),
    "repr puts quotes around strings": (
        "print(repr('a'), repr([1.0]), f'{repr(2)}')",
        "'a' [1.0] 2\n",
    ),
    "messages name nested functions by their path": (
        "def f():\n    def g(a):\n        pass\n    g()\ntry:\n    f()\nexcept TypeError as e:\n    print(e)",
        "f.<locals>.g() missing 1 required positional argument: 'a'\n",
    ),
    "tensors are keys by their identity": (
        "x, y = torch.ones(2), torch.ones(2)\nd = {x: 1, y: 2}\nd[x] += 5\nprint(d[x], d[y], x in d, len(d))",
        "6 2 True 2\n",
    ),
    "a string alone is a comment": ('"""About this."""\nprint(1)', "1\n"),
}


@pytest.mark.parametrize(("source", "expected"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_the_language_does_as_python_does(printed, in_pytorch, source: str, expected: str):
    assert printed(source) == expected
    assert in_pytorch(source) in {(expected, None), None}
