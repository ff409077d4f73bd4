"""From the oracle's programs to programs with parameters: literals become names with many values."""

import ast
from typing import Any

import numpy as np
from numpy.typing import NDArray

VARIANTS = 4


def varied(text: str) -> tuple[str, list[str], dict[str, NDArray[Any]]]:
    """A program in which the data of tensors differ between variants.

    What it prints becomes a question, since variants that print in their own way run one by one.

    Args:
        text: the program; its own literals are the first variant.

    Returns:
        The new text, the questions and the parameters' values, of which there may be none.
    """
    change = _Change()
    tree = ast.fix_missing_locations(change.visit(ast.parse(text)))
    return ast.unparse(tree), change.questions, change.values


_REPEATED = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.Try)
"""What may run several times or not at all, so that what it prints is no question for the end."""


class _Change(ast.NodeTransformer):
    """Replaces the first argument of `torch.tensor`, and what stands in calls of `print`."""

    def __init__(self) -> None:
        self.values: dict[str, NDArray[Any]] = {}
        self.questions: list[str] = []
        self._inside = 0

    def visit(self, node: ast.AST) -> ast.AST:
        repeated = isinstance(node, _REPEATED)
        self._inside += repeated
        changed: ast.AST = super().visit(node)
        self._inside -= repeated
        return changed

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        match node.value:
            case ast.Call(func=ast.Name("print"), args=arguments) if not self._inside:
                name = f"shown{len(self.questions)}"
                self.questions.append(name)
                items = ast.List(arguments, ast.Load())
                return ast.Assign([ast.Name(name, ast.Store())], items)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not node.args or ast.unparse(node.func) != "torch.tensor":
            return node
        data = _numbers(node.args[0])
        if data is not None:
            name = f"data{len(self.values)}"
            self.values[name] = _variants(data, len(self.values))
            node.args[0] = ast.Name(name, ast.Load())
        return node


def _numbers(node: ast.expr) -> NDArray[Any] | None:
    """The array of a literal, where it holds only floats or only whole numbers."""
    try:
        data = ast.literal_eval(node)
    except ValueError:
        return None
    kinds = {type(item) for item in _flat(data)}
    if len(kinds) != 1 or not kinds <= {int, float}:
        return None
    try:
        return np.array(data)
    except ValueError:
        return None


def _flat(data: Any) -> list[Any]:
    if not isinstance(data, list):
        return [data]
    return [item for part in data for item in _flat(part)]


def _variants(data: NDArray[Any], seed: int) -> NDArray[Any]:
    """The numbers themselves, then in another order, then others near them."""
    draw = np.random.default_rng(seed)
    versions = [data, draw.permutation(data.ravel()).reshape(data.shape)]
    for _ in range(VARIANTS - 2):
        moved = data + draw.integers(0, 2, data.shape)
        versions.append(
            moved if data.dtype.kind == "i" else moved * draw.uniform(0.5, 1, data.shape)
        )
    return np.stack(versions, axis=-1)
