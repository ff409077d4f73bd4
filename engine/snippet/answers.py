"""From a value of a snippet to plain data that JSON can hold."""

from typing import Any

from engine.snippet.kinds import TENSORS
from engine.snippet.outcome import Value
from engine.snippet.state import Run
from engine.snippet.wording import worded


def plain(run: Run, value: Any, depth: int = 0) -> Value:
    """The value as None, a bool, a number, a string or nested lists of these.

    A 0-d tensor becomes a number, any other tensor its nested list; float32 as the exact double.

    Raises:
        UnsupportedSyntax: The value is nothing of that kind.
        LimitExceeded: Its lists are nested too deeply or hold too much.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if type(value) in TENSORS:
        listed: Value = value.array.tolist()
        return listed
    if not isinstance(value, list | tuple):
        kind = type(value).__name__
        run.refuse(
            worded("a question cannot ask for a %(kind)s; ask for a tensor or a number", kind=kind)
        )
    if depth > run.limits.dimensions:
        run.exceed(
            worded("an answer nested deeper than %(most)s lists", most=run.limits.dimensions)
        )
    run.work(1 + len(value))
    return [plain(run, item, depth + 1) for item in value]
