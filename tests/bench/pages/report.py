"""The tables of docs/pages.md."""

from collections.abc import Iterable, Mapping, Sequence

from tests.bench.pages.measuring import BAR, REQUESTS, Timing


def table(timings: Iterable[Timing]) -> list[str]:
    """Each page as the one saw it for whom it took longest, the slowest page first."""
    slowest: dict[str, Timing] = {}
    for timing in timings:
        known = slowest.get(timing.pattern)
        if known is None or timing.p95 > known.p95:
            slowest[timing.pattern] = timing
    return [
        "| page | slowest for | median, ms | 95th percentile, ms | KB |",
        "|---|---|---:|---:|---:|",
        *(
            f"| `{_plain(one.pattern)}` | {one.who} | {1000 * one.median:.0f} | "
            f"{1000 * one.p95:.0f} | {one.size / 1000:.0f} |"
            for one in sorted(slowest.values(), key=lambda timing: -timing.p95)
        ),
    ]


def summary(timings: Sequence[Timing], rows: Mapping[str, int], machine: str) -> list[str]:
    """What was measured on what, and whether every page was quick enough."""
    slow = sorted({_plain(one.pattern) for one in timings if one.p95 >= BAR})
    counted = ", ".join(f"{number:,} {name}" for name, number in rows.items())
    verdict = (
        f"Every page answers in less than {1000 * BAR:.0f} ms at the 95th percentile."
        if not slow
        else f"Above {1000 * BAR:.0f} ms at the 95th percentile: {', '.join(f'`{one}`' for one in slow)}."
    )
    return [
        f"{machine}.",
        f"{counted}.",
        f"{REQUESTS} requests to each page for each of {len({one.who for one in timings})} people.",
        "",
        f"**{verdict}**",
        "",
    ]


def _plain(pattern: str) -> str:
    """Write a pattern as one reads it: /items/{item}."""
    for converter in ("uuid:", "path:", "string:"):
        pattern = pattern.replace(f"<{converter}", "<")
    return pattern.replace("_id>", ">").replace("<", "{").replace(">", "}")
