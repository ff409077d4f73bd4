"""The tables of docs/pages.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.bench.pages.addresses import Place
from tests.bench.pages.measuring import BAR, REQUESTS, REQUESTS_OF_FILES, Timing


def tables(timings: Iterable[Timing]) -> list[str]:
    """Each page and each file as the one saw it for whom it took longest, the slowest first."""
    slowest: dict[str, Timing] = {}
    for timing in timings:
        known = slowest.get(timing.place.pattern)
        if known is None or timing.p95 > known.p95:
            slowest[timing.place.pattern] = timing
    ordered = sorted(slowest.values(), key=lambda timing: -timing.p95)
    return [
        *_table("page", [one for one in ordered if not one.place.is_file]),
        "",
        *_table("file", [one for one in ordered if one.place.is_file]),
    ]


def _table(kind: str, timings: Iterable[Timing]) -> list[str]:
    return [
        f"| {kind} | slowest for | median, ms | 95th percentile, ms | processor, ms | KB |",
        "|---|---|---:|---:|---:|---:|",
        *(
            f"| `{_plain(one.place.pattern)}` | {one.who} | {1000 * one.median:.0f} | "
            f"{1000 * one.p95:.0f} | {1000 * one.processor:.0f} | {one.size / 1000:.0f} |"
            for one in timings
        ),
    ]


def summary(timings: Sequence[Timing], rows: Mapping[str, int], machine: str) -> list[str]:
    """What was measured on what, and whether every page and file was quick enough."""
    counted = ", ".join(f"{number:,} {name}" for name, number in rows.items())
    return [
        f"{machine}.",
        f"{counted}.",
        f"{REQUESTS} requests to each page and {REQUESTS_OF_FILES} to each file, for everybody who sees another one.",
        "",
        _verdict("page", [one for one in timings if not one.place.is_file]),
        _verdict("file", [one for one in timings if one.place.is_file]),
        "",
    ]


def unopened(places: Iterable[Place], timings: Iterable[Timing]) -> Iterator[str]:
    """Yield the pages that were shown to nobody: they lead elsewhere, or ask for what the term has not."""
    shown = {one.place.pattern for one in timings}
    for place in places:
        if place.pattern not in shown:
            yield f"`{_plain(place.pattern)}`"


def _verdict(kind: str, timings: Iterable[Timing]) -> str:
    timings = list(timings)
    slow = sorted({_plain(one.place.pattern) for one in timings if one.p95 >= BAR})
    everything = len({one.place.pattern for one in timings})
    if not slow:
        return f"**Each {kind} ({everything}) needs less than {1000 * BAR:.0f} ms at the 95th percentile.**"
    names = ", ".join(f"`{one}`" for one in slow)
    return (
        f"**Of {everything} {kind}s, {everything - len(slow)} need less than {1000 * BAR:.0f} ms at the 95th "
        f"percentile; above it: {names}.**"
    )


def _plain(pattern: str) -> str:
    """Write a pattern as one reads it: /items/{item}."""
    for converter in ("uuid:", "path:", "string:"):
        pattern = pattern.replace(f"<{converter}", "<")
    return pattern.replace("_id>", ">").replace("<", "{").replace(">", "}")
