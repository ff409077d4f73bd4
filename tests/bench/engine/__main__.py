"""`make bench-engine`: the engine's speed, as ratios within one run, written to docs/performance.md."""

import platform
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from engine.autograd import PYTORCH, Rules, Tensor, namespace, run_context
from engine.snippet import parse
from tests.bench.engine import variants
from tests.bench.engine.peers import PEERS
from tests.bench.engine.programs import PROGRAMS, WEIGHTED_SUM_TEXT
from tests.bench.timing import REPEATS, race

PAGE = Path(__file__).parents[3] / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"

# Overwriting where PyTorch accumulates, weights that are ignored, broadcasts that are not summed.
ALTERED = {
    "overwrites": replace(PYTORCH, accumulate=lambda _, arriving: arriving),
    "ignores weights": replace(
        PYTORCH, start=lambda gradient, *_: Tensor(np.ones_like(gradient.array))
    ),
    "keeps the graph": replace(PYTORCH, release=lambda _: False),
}

Contestants = dict[str, Callable[[], object]]


def ours(program: str, rules: Rules = PYTORCH) -> Callable[[], object]:
    """A program on our engine, in a run of its own that stays open between calls."""
    with run_context(rules):
        step = PROGRAMS[program](namespace)
        context = copy_context()
    return lambda: context.run(step)


def one_at_a_time() -> list[str]:
    """Programs (a) to (d) against PyTorch and the others."""
    rows = [
        "| | PyTorch | Gradmark | MyGrad | HIPS autograd | NumPy by hand |",
        "|---|" + "---:|" * 5,
    ]
    for name, prepare in PROGRAMS.items():
        contestants: Contestants = {"PyTorch": prepare(torch), "Gradmark": ours(name)}
        contestants |= {peer: make() for peer, make in PEERS[name].items()}
        times = race(contestants)
        shown = [
            _ratio(times[peer], times["PyTorch"])
            for peer in ("Gradmark", "MyGrad", "HIPS autograd", "NumPy by hand")
        ]
        about = (prepare.__doc__ or "").partition(")")[0] + ")"
        rows.append(f"| {about} | 1 ({times['PyTorch']:.0f} µs) | {' | '.join(shown)} |")
    return rows


def texts() -> list[str]:
    """(e): the text of a problem, parsed once and each time, against PyTorch's (a)."""
    cached = parse(WEIGHTED_SUM_TEXT)
    times = race(
        {
            "PyTorch": PROGRAMS["a"](torch),
            "cached": cached.run,
            "anew": lambda: parse(WEIGHTED_SUM_TEXT).run(),
        }
    )
    return [
        "| (e) the text of (a) as a snippet | of PyTorch's time for (a) |",
        "|---|---:|",
        f"| run, parsed before | {_ratio(times['cached'], times['PyTorch'])} |",
        f"| parsed and run | {_ratio(times['anew'], times['PyTorch'])} |",
    ]


def many() -> list[str]:
    """10,000 variants of (a) and (b) in one pass."""
    rows = [
        f"| {variants.VARIANTS:,} variants | measured against | time for all | ratio |",
        "|---|---|---:|---:|",
    ]
    for title, contestants in (("(a)", variants.weighted_sums()), ("(b)", variants.doublings())):
        times = {
            name: time * variants.VARIANTS / variants.COUNTS.get(name, variants.VARIANTS)
            for name, time in race(contestants).items()
        }
        mine = times.pop("Gradmark")
        ((peer, theirs),) = times.items()
        rows.append(f"| {title} | {peer} | {mine:,.0f} µs | {_ratio(mine, theirs)} |")
    return rows


def beliefs() -> list[str]:
    """What it costs to run a program under altered rules."""
    rows = ["| under a rule that | (a) | (c) |", "|---|---:|---:|"]
    found = {}
    for program in ("a", "c"):
        contestants = {name: ours(program, rules) for name, rules in ALTERED.items()}
        times = race({"plain": ours(program), **contestants})
        found[program] = {name: _ratio(times[name], times["plain"]) for name in ALTERED}
    rows += [f"| {name} | {found['a'][name]} | {found['c'][name]} |" for name in ALTERED]
    return rows


def _ratio(time: float, of: float) -> str:
    ratio = time / of
    return f"{ratio:.2f}" if ratio >= 0.01 else f"1/{1 / ratio:,.0f}"


def main() -> None:
    """Measure everything, print it and put it on its page."""
    torch.set_num_threads(1)
    where = (
        f"Medians of {REPEATS} interleaved repeats in one run, one thread; PyTorch {torch.__version__.partition('+')[0]}, "
        f"NumPy {np.__version__}, Python {platform.python_version()}."
    )
    sections = [[where], one_at_a_time(), texts(), many(), beliefs()]
    measured = "\n".join("\n".join(lines) + "\n" for lines in sections)
    print(measured)  # noqa: T201 - a command reports to its terminal
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(head + BEGIN + measured + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
