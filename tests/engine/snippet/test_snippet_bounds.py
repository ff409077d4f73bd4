"""Every bound of `Limits`: the last program inside it runs, the first one outside names the bound."""

import inspect
import sys
import time
from dataclasses import fields, replace

import pytest

from engine.snippet import DEFAULT_LIMITS, LimitExceeded, Limits, parse
from engine.snippet.state import STACK

pytestmark = pytest.mark.timeout(20)

SMALL = Limits(
    source_bytes=200,
    nodes=40,
    depth=8,
    steps=50,
    seconds=5.0,
    tensor_elements=100,
    total_elements=300,
    graph_nodes=10,
    dimensions=3,
    integer_bits=64,
    length=30,
    format_width=10,
    frames=5,
    output_characters=40,
)

RECURSE = "def f(n):\n    return n if n == 0 else f(n - 1)\nf({})"

BOUNDS = {
    "source_bytes": ("x = 1  #" + "é" * 96, "x = 1  #" + "é" * 97, "200 bytes"),
    "nodes": ("1\n" * 19, "1\n" * 20, "40 syntax nodes"),
    "depth": ("------1", "-------1", "8 levels"),
    "steps": ("for i in range(45):\n    i", "for i in range(50):\n    i", "50 steps"),
    "tensor_elements": ("torch.ones(10, 10)", "torch.ones(10, 11)", "100 elements"),
    "total_elements": (
        "for i in [0, 1, 2]:\n    torch.ones(100)",
        "for i in [0, 1, 2, 3]:\n    torch.ones(100)",
        "300 elements",
    ),
    "graph_nodes": (
        "x = torch.tensor(1., requires_grad=True)\nfor i in range(9):\n    (x * x).backward()",
        "x = torch.tensor(1., requires_grad=True)\nfor i in range(12):\n    (x * x).backward()",
        "10 operations",
    ),
    "dimensions": ("torch.ones(1, 1, 1)", "torch.ones(1, 1, 1, 1)", "3 dimensions"),
    "integer_bits": ("2 ** 63", "2 ** 65", "64 bits"),
    "length": ("'a' * 30", "'a' * 31", "bound of 30"),
    "format_width": ("f'{1:>10}'", "f'{1:>11}'", "bound of 10"),
    "frames": (RECURSE.format(4), RECURSE.format(5), "5 calls"),
    "output_characters": (
        "print('a' * 19)\nprint('a' * 19)",
        "print('a' * 20)\nprint('a' * 19)",
        "40 characters",
    ),
}


def test_every_bound_but_time_is_tried_here():
    assert BOUNDS.keys() == {field.name for field in fields(Limits)} - {"seconds"}


@pytest.mark.parametrize("name", BOUNDS)
def test_the_last_program_inside_a_bound_runs(name: str):
    inside, _, _ = BOUNDS[name]
    program = inside if name in {"source_bytes", "nodes"} else "import torch\n" + inside
    limits = replace(DEFAULT_LIMITS, **{name: getattr(SMALL, name)})
    assert parse(program, limits).run(limits=limits).error is None


@pytest.mark.parametrize("name", BOUNDS)
def test_the_first_program_outside_a_bound_is_told_which_one(name: str):
    _, outside, sentence = BOUNDS[name]
    program = outside if name in {"source_bytes", "nodes"} else "import torch\n" + outside
    limits = replace(DEFAULT_LIMITS, **{name: getattr(SMALL, name)})
    with pytest.raises(LimitExceeded, match=sentence) as caught:
        parse(program, limits).run(limits=limits)
    assert (caught.value.line, caught.value.column) >= (1, 1)


def test_a_program_that_takes_too_long_is_stopped():
    limits = replace(DEFAULT_LIMITS, seconds=0.2, steps=10**9)
    start = time.process_time()
    with pytest.raises(LimitExceeded, match=r"0\.2 seconds"):
        parse("while True:\n    pass").run(limits=limits)
    assert time.process_time() - start < 1.0


def test_a_slow_call_repeated_is_stopped_by_the_clock():
    limits = replace(DEFAULT_LIMITS, seconds=0.3, steps=10**9, total_elements=10**12)
    source = "import torch\nx = torch.ones(1000000, requires_grad=True)\ny = x * x * x\ny = y * y\nwhile True:\n    y.backward(x, retain_graph=True)"
    start = time.process_time()
    with pytest.raises(LimitExceeded, match="seconds"):
        parse(source).run(limits=limits)
    assert time.process_time() - start < 2.0


INTEGERS = {
    "powers": "2 ** 5000",
    "powers of a negative number": "(-3) ** 5000",
    "powers in place": "a = 7\na **= 9999",
    "products": "a = 1 << 3000\na * a",
    "sums": "a = (1 << 4095) + (1 << 4095)",
    "shifts": "1 << 5000",
    "shifts in place": "a = 1\na <<= 5000",
    "conversions": "int('9' * 2000)",
    "negation of literals": "-" + "9" * 2000,
    "sums over a list": "sum([1 << 4095, 1 << 4095])",
}


@pytest.mark.parametrize("source", INTEGERS.values(), ids=INTEGERS.keys())
def test_integers_stay_narrow_whatever_makes_them(source: str):
    with pytest.raises(LimitExceeded, match="4096 bits"):
        parse(source).run()


LENGTHS = {
    "repetition": "[1] * 100001",
    "repetition by the left": "100001 * 'a'",
    "repetition in place": "a = 'ab'\na *= 99999",
    "concatenation": "a = [1] * 60000\na + a",
    "concatenation in place": "a = [1] * 60000\na += a",
    "strings grown in a loop": "a = 'a'\nwhile True:\n    a += a",
    "extend": "a = [1] * 60000\na.extend(a)",
    "join": "'a'.join(['a' * 1000] * 101)",
    "an f-string": "a = 'a' * 60000\nf'{a}{a}'",
    "the text of a list": "str(['a' * 60000, 'a' * 60000])",
    "a range": "range(100001)",
    "a range downwards": "range(0, -10**18, -1)",
    "a comprehension": "[i for i in range(400) for j in range(400)]",
    "a dict comprehension": "{i * 400 + j: 1 for i in range(400) for j in range(400)}",
}


@pytest.mark.parametrize("source", LENGTHS.values(), ids=LENGTHS.keys())
def test_lists_and_strings_stay_short_whatever_makes_them(source: str):
    with pytest.raises(LimitExceeded, match=r"bound of 100000|steps"):
        parse(source).run()


def test_comparing_long_lists_counts_their_items():
    with pytest.raises(LimitExceeded, match="steps"):
        parse("a = [0] * 99999\nb = [0] * 99999\nfor i in range(9):\n    a == b").run()


def test_many_lists_together_stay_within_the_steps():
    with pytest.raises(LimitExceeded, match="steps"):
        parse("a = []\nwhile True:\n    a.append([0] * 90000)").run()


SIZES = {
    "sizes": "torch.zeros(1001, 1000)",
    "sizes in a tuple": "torch.ones((1001, 1000))",
    "random sizes": "torch.randn(10**9)",
    "full": "torch.full((10**9, 2), 1.)",
    "numbers": "torch.tensor([[0.] * 1000] * 1001)",
    "an identity": "torch.eye(1001)",
    "a range": "torch.arange(0, 1, 1e-9)",
    "a broadcast sum": "torch.ones(1001, 1) + torch.ones(1000)",
    "a broadcast product in place": "x = torch.ones(1001, 1)\nx *= torch.ones(1000)",
    "a broadcast comparison": "torch.ones(1001, 1) == torch.ones(1000)",
    "a broadcast ordering": "torch.ones(1001, 1) < torch.ones(1000)",
    "a broadcast by function": "torch.maximum(torch.ones(1001, 1), torch.ones(1000))",
    "a broadcast by method": "torch.ones(1001, 1).mul(torch.ones(1000))",
    "a matrix product": "torch.ones(1001, 1) @ torch.ones(1, 1000)",
    "a matrix product by function": "torch.matmul(torch.ones(1001, 1), torch.ones(1, 1000))",
    "an expansion": "torch.ones(1).expand(1001, 1000)",
    "a concatenation": "torch.cat([torch.ones(600000), torch.ones(600000)])",
    "a stack": "torch.stack([torch.ones(1000)] * 1001)",
    "indexing with a list": "torch.ones(2, 1000)[[0] * 1001]",
    "indexing behind dots": "torch.ones(1000, 2)[..., [0] * 1001]",
}


@pytest.mark.parametrize("source", SIZES.values(), ids=SIZES.keys())
def test_tensors_stay_small_whatever_makes_them(source: str):
    with pytest.raises(LimitExceeded, match="1000000 elements"):
        parse("import torch\n" + source).run()


PIECES = {
    "rows of a tensor": "for row in torch.ones(200000):\n    pass",
    "unbind": "torch.ones(200000).unbind()",
    "unpacking": "a, b = torch.ones(200000)",
    "tolist": "torch.ones(1000, 1000).tolist()",
}


@pytest.mark.parametrize("source", PIECES.values(), ids=PIECES.keys())
def test_tensors_come_in_few_pieces(source: str):
    start = time.process_time()
    with pytest.raises(LimitExceeded, match=r"bound of (100000|200000)"):
        parse("import torch\n" + source).run()
    assert time.process_time() - start < 1.0


RANKS = {
    "sizes": "torch.ones(1, 1, 1, 1, 1, 1, 1, 1, 1)",
    "numbers": "torch.tensor([[[[[[[[[1.]]]]]]]]])",
    "a view": "torch.ones(1).view(1, 1, 1, 1, 1, 1, 1, 1, 1)",
    "a reshape": "torch.ones(1).reshape([1] * 9)",
    "an expansion": "torch.ones(1).expand(1, 1, 1, 1, 1, 1, 1, 1, 1)",
    "unsqueeze in a loop": "x = torch.ones(1)\nwhile True:\n    x = x.unsqueeze(0)",
    "indexing with None": "torch.ones(1)[None, None, None, None, None, None, None, None]",
}


@pytest.mark.parametrize("source", RANKS.values(), ids=RANKS.keys())
def test_tensors_stay_flat_whatever_makes_them(source: str):
    with pytest.raises(LimitExceeded, match="8 dimensions"):
        parse("import torch\n" + source).run()


NESTS = {
    "a list": "[{}][0]",
    "a condition": "({} if True else 0)",
    "or": "(0 or {})",
    "an f-string": "f'{{[[{}]]}}'",
    "a comprehension": "[{} for i in [0]][0]",
    "nested comprehensions": "[[{} for i in [0] if i < 1 for k in [0]] for j in [0]]",
    "a dict": "{{1: {}}}",
    "a lambda": "(lambda: {})()",
    "a keyword": "dict([(1, {})])",
    "arithmetic": "1 + -(2 * {})",
    "a comparison": "(1 < 2 < {})",
    "a method": "[].append({})",
    "an index": "[1][{}]",
    "a function of Python's": "max(1, {})",
}
BLOCKS = (
    "    try:\n        return {}\n    finally:\n        pass",
    "    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        return {}",
    "    for i in [1]:\n        while True:\n            if i:\n                return {}",
    "    with torch.no_grad(), torch.enable_grad():\n        a, (b, c) = {}, (1, 2)",
    "    def g(a={}):\n        return 1\n    a = [0]\n    a[0] += {}",
)


@pytest.mark.parametrize("nest", NESTS.values(), ids=NESTS.keys())
@pytest.mark.parametrize("block", BLOCKS)
def test_deep_recursion_meets_our_bound_before_pythons(nest: str, block: str):
    """What our count allows must fit the frames it promises, plus some for the engine."""
    inner = nest.format("f(n - 1)")
    if "'" not in inner:  # an f-string cannot stand in another with the same quotes
        inner = nest.format(inner)
    source = f"import torch\ndef f(n):\n{block.format(inner, inner)}\nf(9)"
    snippet = parse(source)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + STACK + 60)
    try:
        with pytest.raises(LimitExceeded, match="functions call one another"):
            snippet.run()
    finally:
        sys.setrecursionlimit(limit)


def test_derivatives_of_derivatives_meet_the_graphs_bound():
    source = """import torch
x = torch.tensor(1.5, requires_grad=True)
y = x.exp() * x * x.sin() * x
for i in range(30):
    y, = torch.autograd.grad(y * y * x, x, create_graph=True)
"""
    start = time.process_time()
    with pytest.raises(LimitExceeded, match=r"operations|seconds"):
        parse(source).run()
    assert time.process_time() - start < 15.0


NESTED = {
    "lists handed to torch": "a = [1]\nfor i in range(40):\n    a = [a, a]\ntorch.zeros(a)",
    "wide lists handed to torch": "a = [1] * 1000\nfor i in range(5):\n    a = [a] * 1000\ntorch.ones(2).sum(a)",
    "zip of zip of zip": "z = [1]\nfor i in range(9999):\n    z = zip(z)\nfor a in z:\n    pass",
    "enumerate of enumerate": "z = [1]\nfor i in range(9999):\n    z = enumerate(z)\nlist(z)",
    "a list printed": "a = []\nfor i in range(60):\n    a = [a]\nprint(a)",
    "a list compared": "a = []\nb = []\nfor i in range(60):\n    a = [a]\n    b = [b]\na == b",
    "a list ordered": "a = []\nb = []\nfor i in range(60):\n    a = [a, 1]\n    b = [b, 2]\na < b",
}


@pytest.mark.parametrize("source", NESTED.values(), ids=NESTED.keys())
def test_nesting_while_running_meets_a_bound(source: str):
    with pytest.raises(LimitExceeded, match=r"8 dimensions|deeper than 50|steps"):
        parse("import torch\n" + source).run()


def test_forty_calls_deep_is_deep_enough_for_a_lesson():
    source = "def f(n):\n    if n == 0:\n        return 1\n    return n * f(n - 1)\nf(40)"
    assert parse(source).run(ask=["f(5)"]).answers == (120,)
