"""Programs nobody would write: real ones with parts exchanged, and what must hold of their runs."""

import ast
import copy
import random
import re
import string
import time
from collections import defaultdict
from functools import cache
from typing import Any

from engine.autograd import Node, Size, dtype, enable_grad, no_grad, set_grad_enabled
from engine.autograd.custom.function import FunctionContext
from engine.autograd.hooks import RemovableHandle
from engine.autograd.node import AccumulateGrad
from engine.autograd.operations.ordering import KINDS_OF_RESULT
from engine.autograd.optimisers import Optimizer
from engine.autograd.random import Generator
from engine.snippet import DEFAULT_LIMITS, PYTORCH, SnippetError, parse
from engine.snippet.builtin_functions import BUILTINS
from engine.snippet.kinds import TENSORS
from engine.snippet.state import Run
from engine.snippet.values import (
    BoundMethod,
    Builtin,
    CaughtError,
    ExceptionType,
    Function,
    FunctionClass,
    FunctionObject,
    Lazy,
    Module,
    Operation,
)
from tests.oracle import runner

LIMITS = DEFAULT_LIMITS.__class__(steps=2_000, seconds=1.0, tensor_elements=10_000, length=2_000)

SEEDS = (
    "import torch\nx = torch.tensor([1., 2.], requires_grad=True)\ny = (x * x).sum()\ny.backward()\nprint(x.grad, f'{y:.2f}')",
    "import torch\na = torch.ones(2, 2, requires_grad=True)\nfor i in range(3):\n    b = a * i + a[0]\n    b.backward(torch.ones(2, 2))\n    if i > 1:\n        a.grad.zero_()\n    else:\n        a.grad = None\nprint(a.grad)",
    "def f(a, b=2):\n    try:\n        return a / b\n    except ZeroDivisionError as e:\n        return str(e)\n    finally:\n        pass\nd = {k: f(k, v) for k, v in zip(range(3), [0, 1, 2])}\nprint(d, [v for v in d.values() if v])",
    "import math\nimport torch\nx = torch.arange(6.).reshape(2, 3)\nwhile x.norm() < 100:\n    x = x * 2\nx[0, 1:] = 3\nx[1] += 1\nprint(x.tolist(), len(x), x.shape, math.sqrt(4), max(1, 2), -x[0].sum() ** 2)",
    "import torch\nfrom torch.autograd import grad\nx = torch.tensor(2., requires_grad=True)\nwith torch.no_grad():\n    w = x * 3\ng = lambda t: t ** 3\nprint(grad(g(x), x), w.is_leaf, x.grad is None, 1 < 2 <= 3, not x, 'a' in 'abc')",
    "import torch\nclass F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x, k):\n        ctx.save_for_backward(x)\n        ctx.k = k\n        return x * k\n    @staticmethod\n    def backward(ctx, g):\n        x, = ctx.saved_tensors\n        return g * ctx.k + x, None\nx = torch.ones(2, requires_grad=True)\nF.apply(x, 3).sum().backward()\nprint(x.grad, sum(v for v in x.tolist()))",
    "import torch\nw = torch.nn.Parameter(torch.ones(2))\nopt = torch.optim.SGD([w], lr=0.1, momentum=0.9)\nseen = []\nh = w.register_hook(lambda g: g * 2)\nw.register_hook(seen.append)\n@torch.no_grad()\ndef step(n):\n    for group in opt.param_groups:\n        group['lr'] = group['lr'] / n\n    opt.step()\nfor i in range(1, 3):\n    opt.zero_grad()\n    (w * w).sum().backward()\n    step(i)\nh.remove()\nprint(w, seen, opt.state[w], opt)",
)
"""Programs that between them use most of the language."""

REACHABLE = frozenset(
    {
        *(int, float, bool, str, type(None), type(Ellipsis), range, slice),
        *(tuple, list, dict, defaultdict, type({}.keys()), type({}.values()), type({}.items())),
        *(
            AccumulateGrad,
            Size,
            dtype,
            Generator,
            RemovableHandle,
            enable_grad,
            no_grad,
            set_grad_enabled,
        ),
        *(BoundMethod, Builtin, CaughtError, ExceptionType, Function, FunctionClass),
        *(FunctionObject, Lazy, Module, Operation),
        *(*TENSORS, *KINDS_OF_RESULT),
    }
)
"""All kinds of values that a name of a snippet may stand for, besides the families below."""

LEAK = re.compile(r"engine\.(autograd|snippet)|<function|<bound method|<module")
"""What no output may hold."""

FAMILIES = (Node, FunctionContext, Optimizer)


@cache
def corpus() -> tuple[str, ...]:
    """The programs to mutate: those above, and all that are held against PyTorch."""
    recorded = [text for family in runner.families() for text in runner.programs(family).values()]
    return (*SEEDS, *(f"import torch\n{text}" for text in recorded))


@cache
def parts() -> dict[type[ast.AST], list[ast.AST]]:
    """The parts of all programs that can stand for one another, by family."""
    found: dict[type[ast.AST], list[ast.AST]] = {family: [] for family in EXCHANGEABLE}
    for program in corpus():
        for node in ast.walk(ast.parse(program)):
            for family in EXCHANGEABLE:
                if isinstance(node, family):
                    found[family].append(node)
    return found


EXTREMES = (0, -1, 1, 7, 100, 10**4, 10**6, 10**9, 2**63, 10**30, -(2**64), 0.0, 1e-300, 1e300, 0.5)
"""Numbers that are sizes, counts or dimensions which no program has."""

EXCHANGEABLE = (ast.expr, ast.stmt, ast.operator, ast.cmpop, ast.unaryop)


def mutated(chance: random.Random) -> str:
    """A program in which some expressions and statements stand where others stood."""
    program = chance.choice(chance.choice([SEEDS, corpus()]))
    tree = ast.parse(program)
    for _ in range(chance.randrange(1, 5)):
        nodes = [node for node in ast.walk(tree) if node._fields]
        numbers = [node for node in nodes if isinstance(node, ast.Constant)]
        parent = chance.choice(numbers if numbers and chance.random() < 0.3 else nodes)
        field = chance.choice(parent._fields)
        old = getattr(parent, field, None)
        if isinstance(old, list) and old:
            place = chance.randrange(len(old))
            old[place] = _like(old[place], chance)
        elif isinstance(old, ast.AST):
            setattr(parent, field, _like(old, chance))
        elif type(old) in {int, float} and isinstance(parent, ast.Constant):
            parent.value = chance.choice(EXTREMES)
        elif isinstance(old, str) and field in {"attr", "id", "arg", "name"}:
            setattr(parent, field, _name(chance))
    _settle_names(tree, chance)
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return program  # not every tree is the tree of a text


def _like(old: object, chance: random.Random) -> object:
    for family in EXCHANGEABLE:
        if isinstance(old, family):
            donor = chance.choice(parts()[family])
            return copy.deepcopy(donor)  # or a node could end up inside itself
    return old


def _settle_names(tree: ast.AST, chance: random.Random) -> None:
    """Let most names that came from elsewhere stand for something of this program."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = [node.id for node in names if isinstance(node.ctx, ast.Store)] or ["torch"]
    known = {*bound, *BUILTINS, *(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg))}
    known |= {"torch", "math", "staticmethod"}
    for node in names:
        if node.id not in known and chance.random() < 0.9:
            node.id = chance.choice(bound)


def _name(chance: random.Random) -> str:
    node: Any = chance.choice(parts()[ast.expr])
    for name in ("attr", "id"):
        if hasattr(node, name):
            return str(getattr(node, name))
    return chance.choice(("x", "ctx", "grad", "apply", "format", "__class__", "_hooks", "made"))


def misspelt(chance: random.Random) -> str:
    """A program in which a few characters are others."""
    text = list(chance.choice(chance.choice([SEEDS, corpus()])))
    for _ in range(chance.randrange(1, 4)):
        text[chance.randrange(len(text))] = chance.choice(string.printable)
    return "".join(text)


def survive(source: str) -> None:
    """Run a program; only a refusal may come out, in bounded time, and no value of Python's own.

    Raises:
        AssertionError: Something else came out.
    """
    start = time.process_time()
    reached: list[Any]
    try:
        snippet = parse(source, LIMITS)
        names = _bound(source)
        reached = []
        run = Run(LIMITS)
        outcome = snippet.perform(run, names, {}, lambda _, value: reached.append(value), PYTORCH)
    except SnippetError as refusal:
        place, shown = (refusal.line, refusal.column), [refusal.message]
    else:
        place, shown = (1, 1), [outcome.stdout, *outcome.warnings]
        if outcome.error is not None:
            shown.append(outcome.error.message)
        _check(reached, source)
    assert min(place) >= 1, source
    assert not any(LEAK.search(text) for text in shown), source
    assert time.process_time() - start < 5.0, source


def _bound(source: str) -> list[str]:
    tree = ast.parse(source)
    return sorted(
        {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        & {
            node.id
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    )


def _check(values: list[Any], source: str) -> None:
    seen: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        assert type(value) in REACHABLE or isinstance(value, FAMILIES), (type(value), source)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting.extend([*value.keys(), *value.values()])
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, FunctionContext):
            waiting.extend(vars(value).values())
