"""Calls: of torch's functions, of tensors' methods, of Python's and of the snippet's own."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from engine.autograd import Tensor
from engine.snippet.attributes import check_attribute, method, read_attribute, static_module
from engine.snippet.building import Builder
from engine.snippet.comprehensions import build_generator, takes_generator
from engine.snippet.invocation import apply, operate, perform
from engine.snippet.kinds import NUMBERS
from engine.snippet.names import build_array
from engine.snippet.values import Evaluate, Frame, Operation
from engine.snippet.vocabulary import ATTRIBUTES
from engine.snippet.vocabulary.guards import holds_data
from engine.snippet.wording import worded


@dataclass(frozen=True, slots=True)
class _Site:
    """What a call has in the brackets, and how deep in Python's frames it stands."""

    arguments: Callable[[Frame], list[Any]]
    keywords: Callable[[Frame], dict[str, Any]]
    stack: int


def build_call(build: Builder, node: ast.Call) -> Evaluate:
    """Build a call; a method is called without making a bound method first."""
    inner = build.deeper()
    site = _Site(_arguments(inner, node), _keywords(inner, node), build.stack + 3)
    if not isinstance(node.func, ast.Attribute):
        return _call_of_value(build.expression(node.func), site)
    place, name = check_attribute(build, node.func), node.func.attr
    owner = inner.expression(node.func.value)
    module = static_module(build, node.func.value)
    target = None if module is None else module.members.get(name)
    if type(target) is not Operation:
        return _call_of_method(owner, name, place, site)
    size = _literal_size(node) if target.guard is holds_data else None
    if size is not None:
        return _creation(target, size, owner, site)
    array = _only_parameter(build, node) if target.guard is holds_data else None
    if array is not None:
        return _creation_from_parameter(target, array, owner, site)
    return _call_of_torch(target, owner, site)


def _arguments(build: Builder, node: ast.Call) -> Callable[[Frame], list[Any]]:
    if not takes_generator(build, node):
        return build.in_order(node.args)
    generator = build_generator(build, cast("ast.GeneratorExp", node.args[0]))
    return lambda env: [generator(env)]


def _keywords(build: Builder, node: ast.Call) -> Callable[[Frame], dict[str, Any]]:
    """Build the keyword arguments, which nobody changes: one dict may serve many calls."""
    names: set[str] = set()
    for keyword in node.keywords:
        if keyword.arg is None:
            build.refuse(worded("`**` in a call is not part of the snippet language"), keyword)
        if keyword.arg in names:
            build.refuse(worded("the keyword `%(name)s` is given twice", name=keyword.arg), keyword)
        if keyword.arg.startswith("_"):
            build.refuse(
                worded("the keyword `%(name)s` is not part of the language", name=keyword.arg),
                keyword,
            )
        names.add(keyword.arg)
    values = [(word.arg or "", build.expression(word.value)) for word in node.keywords]
    if all(type(word.value) is ast.Constant for word in node.keywords):
        constant = {name: value([]) for name, value in values}
        return lambda env: constant  # noqa: ARG005 - called with its frame, like all
    return lambda env: {name: value(env) for name, value in values}


def _call_of_value(function: Evaluate, site: _Site) -> Evaluate:
    arguments, keywords, stack = site.arguments, site.keywords, site.stack

    def call(env: Frame) -> Any:
        target = function(env)
        return perform(env[0], target, arguments(env), keywords(env), stack)

    return call


def _call_of_method(base: Evaluate, name: str, place: tuple[int, int], site: _Site) -> Evaluate:
    arguments, keywords, stack = site.arguments, site.keywords, site.stack
    of_tensors = ATTRIBUTES[Tensor].get(name)

    def call(env: Frame) -> Any:
        run = env[0]
        owner = base(env)
        if type(owner) is Tensor and type(of_tensors) is Operation:
            run.steps += 1
            if run.steps >= run.pause:
                run.check()
            return operate(run, of_tensors, [owner, *arguments(env)], keywords(env))
        target = method(owner, name)
        if target is None:
            target = read_attribute(owner, name, place)
            values = arguments(env)
        else:
            values = [owner, *arguments(env)]
        return perform(run, target, values, keywords(env), stack)

    return call


def _call_of_torch(target: Operation, module: Evaluate, site: _Site) -> Evaluate:
    """A call such as `torch.log(x)`, whose function is known before the program runs."""
    arguments, keywords = site.arguments, site.keywords

    def call(env: Frame) -> Any:
        module(env)  # raises NameError where the import has not been reached
        run = env[0]
        run.steps += 1
        if run.steps >= run.pause:
            run.check()
        return operate(run, target, arguments(env), keywords(env))

    return call


def _creation(target: Operation, size: int, module: Evaluate, site: _Site) -> Evaluate:
    """The creation of a tensor from numbers in the text, which need no check but their count."""
    arguments, keywords = site.arguments, site.keywords

    def call(env: Frame) -> Any:
        module(env)
        run = env[0]
        run.steps += 1
        if run.steps >= run.pause:
            run.check()
        run.allow(size)
        return apply(run, target, arguments(env), keywords(env))

    return call


def _creation_from_parameter(
    target: Operation, array: Evaluate, module: Evaluate, site: _Site
) -> Evaluate:
    """The creation of a tensor from a parameter, whose numbers may come in one array."""
    arguments, keywords = site.arguments, site.keywords

    def call(env: Frame) -> Any:
        module(env)
        run = env[0]
        run.steps += 1
        if run.steps >= run.pause:
            run.check()
        given = array(env)
        if given is None:
            return operate(run, target, arguments(env), keywords(env))
        return apply(run, target, [given], keywords(env))

    return call


def _only_parameter(build: Builder, node: ast.Call) -> Evaluate | None:
    """The array of `tensor(a, requires_grad=True)` for a parameter; None if it is no such call."""
    plain = all(type(keyword.value) is ast.Constant for keyword in node.keywords)
    return build_array(build, node.args[0]) if plain and len(node.args) == 1 else None


def _literal_size(node: ast.Call) -> int | None:
    """How many numbers `tensor([1., 2.], requires_grad=True)` holds; None if it is no such call."""
    data: list[ast.expr] = []
    for argument in node.args:
        data += argument.elts if isinstance(argument, ast.List) else [argument]
    given = (*data, *(keyword.value for keyword in node.keywords))
    return len(data) if all(_is_number(part) for part in given) else None


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in NUMBERS
