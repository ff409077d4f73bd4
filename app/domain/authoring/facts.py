"""What the syntax tree of a pasted snippet tells of it, followed from line to line without a run."""

import ast
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from app.domain.authoring.literals import (
    elements_of,
    is_backward,
    requires_grad,
    weights_of,
)
from app.domain.authoring.origins import Origin, step_of

_CONSTANTS: Final = frozenset(
    {"grad", "shape", "item", "size", "requires_grad", "is_leaf", "grad_fn"}
)
_CUTS: Final = frozenset({"detach", "data"})


@dataclass
class Facts:
    """What was seen, in the order of the text.

    Attributes:
        leaves: The names of tensors made with requires_grad=True.
        notes: The names that gradients are noted under.
        shown: The expressions with .grad that the snippet prints.
        reached: The leaves that some backward() reaches.
        updated: The leaves that are changed after they were made.
        seen: What happens, in words of `app.domain.authoring.guesses`.
        calls: How many calls of backward() there are, those of a loop twice.
    """

    leaves: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    calls: int = 0


def find_facts(tree: ast.Module) -> Facts:
    """Follow a snippet from its first line to its last; a loop's body is followed twice, both branches in turn."""
    reader = _Reader()
    reader.read(tree.body)
    return reader.facts


class _Reader:
    def __init__(self) -> None:
        self.facts = Facts()
        self._origins: dict[str, Origin] = {}
        self._sums: Counter[str] = Counter()
        self._cleared: set[str] = set()
        self._roots: dict[str, bool] = {}
        self._records = True
        self._turns = False

    def read(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self._read_one(statement)

    def _read_one(self, node: ast.stmt) -> None:
        match node:
            case ast.For() | ast.While():
                self._turn(node.body)
            case ast.If():
                self.facts.seen.add("turns")
                self.read(node.body)
                self.read(node.orelse)
            case ast.With():
                before, unrecorded = self._records, "no_grad" in ast.unparse(node.items[0])
                self._records = before and not unrecorded
                self.read(node.body)
                self._records = before
            case ast.Assign(targets=[target], value=value):
                self._assign(target, value)
            case ast.AugAssign(target=target, value=value):
                self._change(target, self._origin(value))
            case ast.Expr(value=value):
                self._call(value)

    def _turn(self, body: list[ast.stmt]) -> None:
        """Follow a loop's body twice, but one inside of it once: the outer one comes back to it."""
        self.facts.seen.add("turns")
        outer, self._turns = self._turns, True
        for _again in range(1 if outer else 2):
            self.read(body)
        self._turns = outer

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, of in zip(target.elts, value.elts, strict=False):
                self._assign(one, of)
        elif isinstance(target, ast.Tuple):
            for one in target.elts:
                self._assign(one, value)
        elif isinstance(target, ast.Attribute):
            self._set(target, value)
        elif isinstance(target, ast.Name):
            self._name(target.id, value)

    def _set(self, target: ast.Attribute, value: ast.expr) -> None:
        name = ast.unparse(target.value)
        if target.attr == "grad" and isinstance(value, ast.Constant) and value.value is None:
            self._clear(name)
        elif target.attr == "requires_grad":
            self._add_leaf(name)
        elif target.attr == "data":
            self._update(name)

    def _name(self, name: str, value: ast.expr) -> None:
        self._calls_in(value)
        if _makes_leaf(value):
            self._add_leaf(name)
        else:
            if _is_gradient(value) and name not in self.facts.notes:
                self.facts.notes.append(name)
            self._origins[name] = self._kept(self._origin(value))
        # What this name was before is no root any more.
        self._roots.pop(name, None)

    def _kept(self, origin: Origin) -> Origin:
        """Give what is left of a value's origin where nothing is recorded."""
        if self._records:
            return origin
        return Origin(
            detached=origin.detached,
            unrecorded=origin.leaves | origin.unrecorded,
        )

    def _change(self, target: ast.expr, value: Origin) -> None:
        name = _root(target)
        if name in self.facts.leaves:
            self._update(name)
        elif name:
            self._origins[name] = self._origins.get(name, Origin()) | self._kept(value)

    def _add_leaf(self, name: str) -> None:
        if name not in self.facts.leaves:
            self.facts.leaves.append(name)
        self._origins[name] = Origin(frozenset({name}))

    def _call(self, value: ast.expr) -> None:
        if not isinstance(value, ast.Call):
            if _is_gradient(value):
                self._show(value)
            return
        if isinstance(value.func, ast.Name) and value.func.id == "print":
            for argument in value.args:
                if _is_gradient(argument):
                    self._show(argument)
            return
        method, on = _method(value), _subject(value)
        if method == "requires_grad_":
            self._add_leaf(on)
        elif method in ("zero_", "fill_") and on.endswith(".grad"):
            self._clear(on.removesuffix(".grad"))
        elif method.endswith("_") and on.removesuffix(".data") in self.facts.leaves:
            self._update(on.removesuffix(".data"))
        self._calls_in(value)

    def _show(self, node: ast.expr) -> None:
        text = ast.unparse(node)
        if text not in self.facts.shown:
            self.facts.shown.append(text)

    def _calls_in(self, value: ast.expr) -> None:
        for node in ast.walk(value):
            if not isinstance(node, ast.Call):
                continue
            text = ast.unparse(node.func)
            if text in ("torch.autograd.backward", "torch.autograd.grad"):
                self.facts.seen.add("lists")
                self.facts.calls += 1
                if text.endswith("backward") and node.args:
                    self._backward(node.args[0], node)
            elif is_backward(node) and isinstance(node.func, ast.Attribute):
                self.facts.calls += 1
                self._backward(node.func.value, node)

    def _backward(self, root: ast.expr, call: ast.Call) -> None:
        seen, origin = self.facts.seen, self._origin(root)
        options = {
            one.arg
            for one in call.keywords
            if not isinstance(one.value, ast.Constant) or one.value.value
        }
        if "create_graph" in options:
            seen.add("second")
        if any(_weighs(one) for one in weights_of(call)):
            seen.add("weights")
        again = ast.unparse(root)
        if self._roots.get(again) is False and isinstance(root, ast.Name):
            seen.add("freed")
        if again in self._roots:
            seen.add("again")
        self._roots[again] = bool(options & {"retain_graph", "create_graph"})
        self._reach(origin)

    def _reach(self, origin: Origin) -> None:
        seen = self.facts.seen
        seen |= origin.steps
        if origin.leaves & origin.detached:
            seen.add("detached")
        if origin.leaves & origin.unrecorded:
            seen.add("unrecorded")
        for leaf in origin.leaves:
            self._sums[leaf] += 1
            self.facts.reached.add(leaf)
            if self._sums[leaf] > 1:
                seen.add("sums")
            if leaf in self._cleared:
                seen.add("cleared")

    def _clear(self, name: str) -> None:
        if self._sums[name]:
            self._cleared.add(name)
        self._sums[name] = 0

    def _update(self, name: str) -> None:
        if name in self.facts.reached:
            self.facts.updated.add(name)
            self.facts.seen.add("updated")

    def _origin(self, node: ast.AST) -> Origin:
        """Tell what an expression is computed from, by the names in it."""
        if isinstance(node, ast.Name):
            return self._origins.get(node.id, Origin())
        if isinstance(node, ast.Attribute) and node.attr in _CUTS:
            inner = self._origin(node.value)
            return Origin(detached=inner.leaves | inner.detached, unrecorded=inner.unrecorded)
        if isinstance(node, ast.Attribute) and node.attr in _CONSTANTS:
            return Origin()
        # Each part is looked at once only: a stranger's text may nest them deep.
        parts = {child: self._origin(child) for child in ast.iter_child_nodes(node)}
        found = Origin(steps=step_of(node, parts))
        for part in parts.values():
            found |= part
        return found


def _makes_leaf(node: ast.expr) -> bool:
    """Tell whether a value is made to require a gradient."""
    return isinstance(node, ast.Call) and (requires_grad(node) or _method(node) == "requires_grad_")


def _weighs(node: ast.expr) -> bool:
    """Tell whether a gradient that is passed is more than ones."""
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Call) and node.args and (read := elements_of(node.args[0])):
        return any(value != 1 for value in read[1])
    return False


def _is_gradient(node: ast.expr) -> bool:
    """Tell whether a value is a gradient, or a copy of one."""
    match node:
        case ast.Attribute(attr="grad"):
            return True
        case ast.Call(func=ast.Attribute(attr="clone" | "detach", value=value)):
            return _is_gradient(value)
        case ast.Subscript(value=value):
            return _is_gradient(value)
        case ast.Call(func=func):
            return ast.unparse(func) == "torch.autograd.grad"
    return False


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _subject(call: ast.Call) -> str:
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
