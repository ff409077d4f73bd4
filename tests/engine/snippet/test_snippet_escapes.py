"""The known escapes of restricted evaluators, each by the name it became known under."""

import time

import pytest

from engine.snippet import LimitExceeded, SnippetError, UnsupportedSyntax, parse

SPEEDY = 1.0
"""Seconds within which everything here must be refused."""

ESCAPES = {
    # attributes that lead from a value to the interpreter
    "class, bases and subclasses": "().__class__.__bases__[0].__subclasses__()",
    "globals of a function": "(lambda: 0).__globals__",
    "code of a function": "(lambda: 0).__code__",
    "closure of a function": "def f():\n    return 1\nf.__closure__",
    "defaults of a function": "def f(a=1):\n    return a\nf.__defaults__",
    "mro of a type": "type(1).mro()",
    "dict of a type": "type(1).__dict__",
    "methods of an imported function": "torch.tensor.__self__",
    "class of a tensor": "torch.ones(1).__class__",
    "array interface of a tensor": "torch.ones(1).__array_interface__",
    "init of a class": "torch.Tensor.__init__.__globals__",
    "spec of a module": "torch.__spec__.loader",
    "dict of a module": "torch.__dict__",
    "asteval 86: print.__reduce__ hands back getattr": "print.__reduce__()",
    "asteval 32: a procedure's own tree": "def f():\n    return 1\nf.body[0].value.attr = '__class__'",
    "frame of a comprehension": "[x for x in (1, 2)].gi_frame.f_back",
    "simpleeval 138: frame of a generator": "(x for x in (1, 2)).gi_frame.f_globals",
    "simpleeval 138: frame of a coroutine": "f.cr_frame",
    "RestrictedPython 8.5: frame of an asynchronous generator": "f.ag_frame.f_back",
    "RestrictedPython CVE-2023-37271: inspect attributes": "(lambda: 0).f_back",
    "traceback of an exception": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.__traceback__.tb_frame",
    "RestrictedPython CVE-2024-47532: obj of AttributeError": "try:\n    (1).backward\nexcept AttributeError as e:\n    e.obj",
    "arguments of an exception": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.args",
    "context of an exception": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.__context__",
    "full-width letters that normalise to a dunder": "().__\uff43lass__",
    "full-width letters in a name": "__\uff49mport__('os')",
    "mathematical letters in an attribute": "torch.\U0001d425oad('x')",
    # strings that reach attributes
    "format with an attribute chain": "'{0.__class__}'.format(1)",
    "asteval CVE-2025-24359: an attribute inside an f-string": "f'{(1).__class__}'",
    "an attribute chain in a format specification": "f'{1:{(1).__class__}}'",
    "Jinja2 CVE-2016-10745: str.format kept in a name": "g = 'x'.format\ng(1)",
    "Jinja2 CVE-2019-10906: format_map": "'{a.b}'.format_map({'a': 1})",
    "RestrictedPython CVE-2023-41039: string.Formatter": "import string\nstring.Formatter().format('{0.__class__}', 1)",
    "RestrictedPython CVE-2026-76825: get_field": "from string import Formatter\nFormatter().get_field('0.__class__', [1], {})",
    "smolagents 2271: a dunder in a format literal": "('{0.__cla' + 'ss__}').format(1)",
    "crewAI 4643: a name built of characters": "chr(95) + chr(95)",
    "percent formatting": "'%(a)s' % {'a': 1}",
    # functions that give attributes or code
    "getattr by a string": "getattr(torch, 'load')",
    "setattr by a string": "setattr(torch, 'tensor', 1)",
    "RestrictedPython 7.2: getattr handed to another function": "sorted([1], key=getattr)",
    "vars": "vars(torch)",
    "globals": "globals()['__builtins__']",
    "locals": "locals()",
    "dir": "dir(torch)",
    "eval": "eval('1')",
    "exec": "exec('1')",
    "compile": "compile('1', '', 'eval')",
    "open": "open('/etc/passwd').read()",
    "input": "input()",
    "breakpoint": "breakpoint()",
    "type with three arguments": "type('A', (), {})",
    "object": "object()",
    "super": "super()",
    "memoryview": "memoryview(b'a')",
    "builtins by name": "__builtins__",
    "import by function": "__import__('os')",
    "id": "id(1)",
    "map": "map(print, [1])",
    # modules
    "an import of os": "import os",
    "an import of sys under another name": "import sys as torch",
    "an import from builtins": "from builtins import eval",
    "an import of numpy": "import numpy as np",
    "a relative import": "from . import snippet",
    "an import of everything": "from torch import *",
    "torch.load": "torch.load('x')",
    "torch.save": "torch.save(1, 'x')",
    "torch.hub": "torch.hub.load('a', 'b')",
    "torch.classes": "torch.classes.load_library('x')",
    "torch.ops": "torch.ops.load_library('x')",
    "torch.utils": "import torch.utils.cpp_extension",
    "torch.jit": "torch.jit.script",
    "simpleeval CVE-2026-32640: a chain of modules": "torch.autograd.sys",
    "simpleeval 1.0.8: the operator module": "import operator\noperator.attrgetter('__class__')(1)",
    "functional has no torch in it": "import torch.nn.functional as F\nF.torch",
    "math has no loader": "import math\nmath.__loader__",
    # syntax
    "asteval CVE-2026-55244: raise SystemExit": "raise SystemExit",
    "catching BaseException": "try:\n    1\nexcept BaseException:\n    pass",
    "catching a name of one's own": "Odd = ValueError\ntry:\n    1\nexcept Odd:\n    pass",
    "RestrictedPython CVE-2025-22153: except*": "try:\n    1\nexcept* ValueError:\n    pass",
    "RestrictedPython 8.3: a positional-only parameter like a guard": "def f(_getattr_, /):\n    return _getattr_",
    "a parameter with two underscores": "def f(__class__):\n    return 1",
    "a function with two underscores": "def __getattr__(name):\n    return 1",
    "an assignment to a dunder": "__builtins__ = {}",
    "an import under a dunder": "import torch as __loader__",
    "a class": "class A:\n    pass",
    "a metaclass": "class A(metaclass=type):\n    pass",
    "a class attribute that shadows": "class A:\n    tensor = 1",
    "a decorator": "@print\ndef f():\n    pass",
    "a decorated lambda": "@lambda f: 1\ndef g():\n    pass",
    "the walrus": "(y := 1)",
    "a walrus in a comprehension": "[y := i for i in range(3)]",
    "a match capture": "match 1:\n    case y:\n        pass",
    "a class pattern": "match 1:\n    case int(real=y):\n        pass",
    "a generator": "def f():\n    yield 1",
    "a union of dicts": "{1: 2} | {3: 4}",
    "a union of dicts in place": "d = {1: 2}\nd |= d",
    "a generator expression kept in two names": "g = h = (x for x in (1, 2))",
    "a generator expression kept by an item": "a = [0]\na[0] = (x for x in (1, 2))",
    "a generator expression kept in a name": "g = (x for x in (1, 2))",
    "a generator expression given to a function of one's own": "def sum(g):\n    return g\nsum(x for x in (1, 2))",
    "a generator expression as one of several values": "max((x for x in (1, 2)), 3)",
    "a generator expression kept by zip": "zip(x for x in (1, 2))",
    "an asynchronous generator expression": "sum(x async for x in (1, 2))",
    "a coroutine": "async def f():\n    await 1",
    "an asynchronous comprehension": "[x async for x in 1]",
    "star-arguments": "print(*[1, 2])",
    "double-star arguments": "print(**{'end': ''})",
    "a starred display": "[*[1], *[2]]",
    "a starred target": "a, *b = [1, 2, 3]",
    "a dict that swallows another": "{**{}}",
    "star-parameters": "def f(*args, **kwargs):\n    pass",
    "an annotation": "x: print(1) = 2",
    "an annotation of a parameter": "def f(a: print(1)):\n    pass",
    "an annotation of a result": "def f() -> print(1):\n    pass",
    "RestrictedPython 8.5: unpacking in a comprehension (PEP 798)": "[*x for x in [[1], [2]]]",
    "RestrictedPython 8.5: a lazy import (PEP 810)": "lazy import os",
    "a template string (PEP 750)": "t'{print}'",
    "RestrictedPython 9.0: bytes made in C": "bytes(10**9)",
    "MONAI 8936's neighbour: a set built in C": "set(range(10))",
    "a slice object of one's own": "slice(0, 10**9)",
    "a hook that is an attribute of a value": "torch.ones(1, requires_grad=True).register_hook(print.__call__)",
    "an exception's class from a custom function": "class F(torch.autograd.Function):\n    def forward(ctx):\n        return 1 / 0\ntry:\n    F.apply()\nexcept Exception as e:\n    e.__class__",
    "a node called like a function": "y = torch.ones(1, requires_grad=True) * 2\ny.grad_fn.__call__(y)",
    "all that a node has saved, versions included": "y = torch.ones(1, requires_grad=True).exp()\ny.grad_fn.frame",
    "metadata of a node": "y = torch.ones(1, requires_grad=True) * 2\ny.grad_fn.metadata",
    "the operation behind a node": "y = torch.ones(1, requires_grad=True) * 2\ny.grad_fn.operation",
    "the array behind a tensor": "torch.ones(1).array",
    "the array behind a parameter": "torch.nn.Parameter(torch.ones(1)).array",
    "the memory address of a tensor": "torch.ones(1).data_ptr()",
    "the run behind a generator": "torch.manual_seed(1).restart",
    "global": "global x",
    "nonlocal": "def f():\n    x = 1\n    def g():\n        nonlocal x",
    "del of an attribute": "del torch.tensor",
    "del of an item": "a = [1]\ndel a[0]",
    "with an object of one's own": "with open('x') as f:\n    pass",
    "with something that is no switch": "with torch.ones(1):\n    pass",
    "with as": "with torch.no_grad() as a:\n    pass",
    "a set": "{1, 2}",
    "bytes": "b'a'",
    "a complex number": "1j",
    "assignment to a member of a module": "torch.tensor = 1",
    "assignment to an attribute of a function": "def f():\n    pass\nf.grad = 1",
    "assignment to an unlisted attribute": "torch.ones(1).backward = 1",
    "a keyword that begins with an underscore": "torch.tensor(1, _made_by=2)",
    "a NUL character": "x = 1\0",
    "half a surrogate pair": "x = '\ud800'",
    "half a surrogate pair, escaped": "x = '\\ud800'",
    # values that must not reach the engine or the output
    "a function as data": "torch.tensor(print)",
    "a module as an operand": "torch.sin(torch)",
    "the address of a function": "print(print)",
    "the address of a lambda": "f'{lambda: 1}'",
    "the address of a module": "str(torch)",
    "a callback": "sorted([1, 2], key=lambda i: -i)",
    "a file for print": "print(1, file=2)",
}


@pytest.mark.parametrize("source", ESCAPES.values(), ids=ESCAPES.keys())
def test_a_known_escape_is_refused_as_unsupported(source: str):
    start = time.process_time()
    with pytest.raises(UnsupportedSyntax) as caught:
        parse("import torch\n" + source).run()
    assert time.process_time() - start < SPEEDY
    assert caught.value.line >= 1
    assert caught.value.column >= 1
    assert caught.value.message


EXPLOSIONS = {
    "MONAI 8936: a tower of powers": "9**9**9**9",
    "hive 715: 10**10**10": "10**10**10",
    "hive 2743: a wide shift": "1 << 10000000",
    "a string repeated": "'a' * 10**10",
    "a list repeated": "[0] * 10**9",
    "a tuple repeated in place": "a = (1,)\na *= 10**9",
    "a broadcast of 10**18 elements": "torch.ones(10**9, 1).expand(10**9, 10**9)",
    "a tensor larger than memory": "torch.zeros(10**6, 10**6)",
    "a range of 10**18": "range(10**18)",
    "a sum over 10**9": "sum(range(10**9))",
    "RestrictedPython 9.0: list() runs in C": "list(range(10**9))",
    "a generator expression over 10**9": "sum(i for i in range(10**9))",
    "a generator expression that feeds on itself": "def f(n):\n    return sum(f(n + 1) for i in range(2))\nf(0)",
    "a generator expression of endless pairs": "sum(1 for i in range(10**4) for j in range(10**4))",
    "zip of endless lists": "a = [1]\nfor x, y in zip(a, a):\n    a.append(1)",
    "a wide format": "f'{1:>999999999}'",
    "a precise format": "f'{1.5:.999999999f}'",
    "an integer literal of 5,000 digits": "x = " + "1" * 5000,
    "a hexadecimal literal of 9,000 digits": "x = 0x" + "f" * 9000,
    "90,000 minus signs": "-" * 90000 + "1",
    "9,000 minus signs": "-" * 9000 + "1",
    "30,000 parentheses": "(" * 30000,
    "4,000 attributes": "a" + ".grad" * 1900,
    "an endless loop": "while True:\n    pass",
    "endless recursion": "def f():\n    return f()\nf()",
    "endless recursion of lambdas": "f = lambda g: g(g)\nf(f)",
    "recursion from deep expressions": "def f(n):\n    return [[[[[[[[[[f(n)]]]]]]]]]]\nf(1)",
    "a list compared 2**40 items deep": "a = [0]\nb = [0]\nfor i in range(40):\n    a = [a, a]\n    b = [b, b]\na == b",
    "a list printed 2**40 items deep": "a = [0]\nfor i in range(40):\n    a = [a, a]\nprint(a)",
    "a list of lists of lists printed": "a = [0] * 1000\nb = [a] * 1000\nprint([b] * 1000)",
    "a list searched 2**40 items deep": "a = [0]\nb = [0]\nfor i in range(40):\n    a = [a, a]\n    b = [b, b]\na in [b]",
    "a list that holds itself as data": "a = [1]\na.append(a)\ntorch.tensor(a)",
    "round to a billion places": "round(10**300, -10**9)",
    "an integer read of many digits": "int('9' * 50000)",
    "a gather of a thousand million": "torch.ones(1, 100000)[[0] * 100000]",
}


@pytest.mark.parametrize("source", EXPLOSIONS.values(), ids=EXPLOSIONS.keys())
def test_a_known_explosion_meets_a_bound(source: str):
    start = time.process_time()
    with pytest.raises(LimitExceeded):
        parse("import torch\n" + source).run()
    assert time.process_time() - start < SPEEDY


def test_30_000_parentheses_within_the_length_are_a_syntax_error():
    with pytest.raises(UnsupportedSyntax, match="too many nested parentheses"):
        parse("(" * 9000)


def test_a_tuple_as_deep_as_its_hash_would_last_for_ever_is_no_key():
    deep = "t = (1,)\nfor i in range(60):\n    t = (t, t)\n{t: 1}"
    with pytest.raises(UnsupportedSyntax, match="a key of a dict"):
        parse(deep).run()


def test_a_refusal_cannot_be_caught_by_the_snippet():
    source = "try:\n    while True:\n        pass\nexcept:\n    print('caught')\nfinally:\n    print('finally')"
    with pytest.raises(LimitExceeded, match="steps"):
        parse(source).run()


def test_no_attribute_of_python_can_be_reached_on_any_value():
    """Whatever Python itself has on a value is refused, unless one of the tables holds it."""
    values = ("1", "1.5", "'a'", "None", "True", "[]", "()", "{}", "range(3)", "print")
    names = {name for value in (1, 1.5, "a", [], (), {}, range(3), print) for name in dir(value)}
    allowed = {"append", "extend", "insert", "pop", "clear", "reverse", "copy"}
    allowed |= {"items", "keys", "values", "get", "join", "upper", "lower", "strip"}
    for name in names - allowed:
        for value in values:
            source = f"import torch\n({value}).{name}"
            try:
                error = parse(source).run().error
            except SnippetError:
                continue
            assert error is not None, source
            assert error.type == "AttributeError", source
