"""Running a variant's own text in real PyTorch, where it is installed.

This is the one place where text of a problem is executed. Nothing is that our language has not
accepted and our engine has not just run within its bounds: the language knows no file, no network,
no way to another module or to Python's own machinery. The second fence is here: the text finds
only the built-in functions of the language, and imports only `torch` and `math`. It is meant for an
author's command line; a server leaves PyTorch out.
"""

import builtins
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from typing import Any

from app.domain.problems.variants import Variant
from engine.snippet import Outcome, Raised, Value, parse
from engine.snippet.builtin_functions import BUILTINS


def has_torch() -> bool:
    """Tell whether PyTorch is installed, without loading it."""
    return find_spec("torch") is not None


def run_in_torch(variant: Variant) -> Outcome:
    """Run a variant in PyTorch and ask its questions.

    The outcome has the form of the engine's; what is printed or warned is left out.

    Raises:
        SnippetError: The text leaves the language or its bounds, and was not executed.
    """
    asked = [question.expr for question in variant.questions if question.expr]
    parse(variant.code).run(asked)
    torch = import_module("torch")
    names: dict[str, Any] = {"__builtins__": _builtins(), "__name__": "__main__"}
    with ExitStack() as stack:
        # A text may switch recording off, for all that runs after it.
        stack.enter_context(torch.enable_grad())
        stack.enter_context(warnings.catch_warnings())
        # Asking a non-leaf for its gradient warns, and is asked on purpose.
        warnings.simplefilter("ignore")
        stack.enter_context(redirect_stdout(StringIO()))
        if variant.legacy:
            stack.enter_context(_old_rules(torch))
        try:
            exec(variant.code, names)  # noqa: S102 - see the module's text
        except Exception as fault:  # noqa: BLE001 - whatever a program raises is its outcome
            error = _describe(fault)
            return Outcome("", (), error, tuple(error for _ in asked))
        return Outcome("", (), None, tuple(_ask(torch, expr, names) for expr in asked))


def _ask(torch: Any, expr: str, names: dict[str, Any]) -> Value | Raised:
    try:
        return _plain(torch, eval(expr, names))  # noqa: S307 - see the module's text
    except Exception as fault:  # noqa: BLE001 - whatever a question raises is its answer
        return _describe(fault)


def _plain(torch: Any, value: Any) -> Value:
    if isinstance(value, torch.Tensor):
        listed: Value = value.tolist()
        return listed
    if isinstance(value, list | tuple):
        return [_plain(torch, item) for item in value]
    return value  # type: ignore[no-any-return]  # the engine has answered: it is plain


def _describe(fault: Exception) -> Raised:
    return Raised(type(fault).__name__, str(fault))


def _builtins() -> dict[str, Any]:
    """The functions of Python that the language has, and what `class` and `import` stand on."""
    known = {name: getattr(builtins, name) for name in BUILTINS}
    return {
        **known,
        "staticmethod": staticmethod,
        "__build_class__": builtins.__build_class__,
        "__import__": _import,
    }


def _import(name: str, *place: Any, **options: Any) -> Any:
    if name.partition(".")[0] not in ("torch", "math"):
        raise ImportError(f"a snippet does not import {name}")
    return builtins.__import__(name, *place, **options)


@contextmanager
def _old_rules(torch: Any) -> Iterator[None]:
    """PyTorch 1.0-1.3 summed a gradient to its output's shape, by what is `sum_to_size` today."""
    today = torch.Tensor.backward

    def backward(output: Any, gradient: Any = None, **options: Any) -> None:
        summed = None if gradient is None else gradient.sum_to_size(output.shape)
        today(output, summed, **options)

    torch.Tensor.backward = backward
    try:
        yield
    finally:
        torch.Tensor.backward = today
