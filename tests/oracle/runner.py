"""Run the oracle's programs in real PyTorch and on the engine, and tell what they did.

A program is trusted text of ours. What it did is its output, the exception that ended it, and the
texts of the warnings it caused; addresses and the places in PyTorch's own sources are taken out,
and a repeated warning counts once.
"""

import builtins
import contextlib
import io
import json
import math
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.autograd import namespace, run_context
from engine.snippet import SnippetError, parse

FOLDER = Path(__file__).parent / "programs"
RECORDS = Path(__file__).parent / "recorded"

_TITLE = re.compile(r"^### (.+)$", re.MULTILINE)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_SOURCE = re.compile(r" \(Triggered internally at .*?\)", re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """What a program did.

    Attributes:
        stdout: what it printed.
        error: "Type: message" of the exception that ended it, or "".
        warnings: the texts of its warnings, each once.
    """

    stdout: str
    error: str
    warnings: list[str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def families() -> list[str]:
    """The families of programs; each is a file of programs and a record of what they do."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def programs(family: str) -> dict[str, str]:
    """The programs of a family by title; in its file each stands under a line `### title`."""
    parts = _TITLE.split((FOLDER / f"{family}.txt").read_text())
    titles = parts[1::2]
    if len(set(titles)) < len(titles):
        twice = sorted({title for title in titles if titles.count(title) > 1})
        raise ValueError(f"two programs of {family} have the same title: {twice}")
    return {title: text.strip() + "\n" for title, text in zip(titles, parts[2::2], strict=True)}


def recorded(family: str) -> dict[str, Outcome]:
    """What PyTorch does with a family's programs, by title; {} where none was recorded."""
    return {title: Outcome(**outcome) for title, outcome in _record(family)["programs"].items()}


def recorded_release(family: str) -> str:
    """The release of PyTorch that a family's record was made with."""
    return str(_record(family)["torch"])


def _record(family: str) -> dict[str, Any]:
    path = RECORDS / f"{family}.json"
    if not path.exists():
        return {"torch": "", "programs": {}}
    record: dict[str, Any] = json.loads(path.read_text())
    return record


def run_in_torch(text: str) -> Outcome:
    """Run a program in the PyTorch that is installed."""
    import torch

    torch.set_warn_always(True)
    torch.set_num_threads(1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        stdout, error = _execute(text, {"torch": torch})
    return _outcome(stdout, error, [str(warning.message) for warning in caught])


def run_on_engine(text: str) -> Outcome:
    """Run a program with the engine in PyTorch's place."""
    with run_context() as run:
        stdout, error = _execute(text, {"torch": namespace}, _engine_import)
    return _outcome(stdout, error, run.warnings)


def run_as_snippet(text: str) -> Outcome | None:
    """Run a program as a student's snippet; None where the language refuses it."""
    try:
        outcome = parse(f"import torch\n{text}").run()
    except SnippetError:
        return None
    error = "" if outcome.error is None else f"{outcome.error.type}: {outcome.error.message}"
    return _outcome(outcome.stdout, error, list(outcome.warnings))


def _engine_import(
    name: str, _globals: Any = None, _locals: Any = None, fromlist: Any = (), _level: int = 0
) -> Any:
    if name == "math":
        return math
    if not (name == "torch" or name.startswith("torch.")):
        raise ImportError(f"a program imported {name}")
    if not fromlist:
        return namespace
    module: Any = namespace
    for part in name.split(".")[1:]:
        module = getattr(module, part)
    return module


def _execute(
    text: str, names: dict[str, Any], importing: Callable[..., Any] | None = None
) -> tuple[str, str]:
    known: dict[str, Any] = dict(vars(builtins))
    if importing is not None:
        known["__import__"] = importing
    written = io.StringIO()
    error = ""
    scope = {"__builtins__": known, "__name__": "__main__", **names}
    with contextlib.redirect_stdout(written):
        try:
            exec(compile(text, "<program>", "exec"), scope)
        except Exception as raised:  # noqa: BLE001 - whatever a program raises is its outcome
            error = f"{type(raised).__name__}: {raised}"
    return written.getvalue(), error


def _outcome(stdout: str, error: str, texts: list[str]) -> Outcome:
    said = dict.fromkeys(_SOURCE.sub("", text) for text in texts)
    return Outcome(_ADDRESS.sub("", stdout), _ADDRESS.sub("", error), list(said))


def torch_if_present() -> ModuleType | None:
    """PyTorch, where it is installed."""
    try:
        import torch
    except ImportError:
        return None
    return sys.modules[torch.__name__]
