"""The tables of docs/diagnosis.md."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app.domain.diagnosis import Misconception
from app.domain.diagnosis.misconceptions import COMMONEST
from tests.bench.diagnosis.classroom import BOTH, GUESS, ONE, OTHER_SLIP, SLIP, TWO, UNLISTED, Case
from tests.bench.diagnosis.students import OTHER_SLIPS, SLIPS


def share(cases: Sequence[Case], holds: Iterable[bool]) -> float:
    """The fraction of cases of which something holds."""
    return sum(holds) / len(cases)


def table_of_misconceptions(misconceptions: Iterable[Misconception]) -> list[str]:
    """Code, name and the sentence for the student."""
    rows = ["| code | name | what the student reads |", "|---|---|---|"]
    for one in misconceptions:
        mark = " \\*" if one in COMMONEST else ""
        rows.append(f"| `{one.code}`{mark} | {one.name} | {one.student} |")
    return rows


def class_figures(cases: Sequence[Case]) -> list[str]:
    """What is said to each kind of student."""
    rows = [
        "| behind the answers | submissions | named first | named | nothing named |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind in (ONE, UNLISTED, TWO, BOTH):
        group = [case for case in cases if case.kind == kind]
        if group:
            first = share(group, (case.is_first for case in group))
            named = share(group, (case.is_named for case in group))
            rows.append(
                f"| {kind} | {len(group):,} | {first:.1%} | {named:.1%} | {_silent(group):.1%} |"
            )
    for kind, slips in ((SLIP, SLIPS), (OTHER_SLIP, OTHER_SLIPS), (GUESS, ())):
        group = [case for case in cases if case.kind == kind]
        rows.append(f"| {kind} | {len(group):,} | | | {_silent(group):.1%} |")
        for slip in slips:
            some = [case for case in group if case.behind == (slip,)]
            rows.append(f"| … {slip} | {len(some):,} | | | {_silent(some):.1%} |")
    return rows


def _silent(cases: Sequence[Case]) -> float:
    return share(cases, (not case.findings for case in cases))


def confusion(cases: Sequence[Case]) -> list[str]:
    """For each misconception, held alone, what it is taken for."""
    rows = [
        "| held | submissions | named first | named | taken for another | not recognised |",
        "|---|---:|---:|---:|---|---:|",
    ]
    alone = [case for case in cases if case.kind == ONE]
    for code in dict.fromkeys(case.behind[0] for case in sorted(alone, key=lambda c: c.behind)):
        group = [case for case in alone if case.behind == (code,)]
        first = sum(case.is_first for case in group)
        named = sum(case.is_named for case in group)
        unnamed = sum(not case.findings for case in group)
        taken = Counter(
            " + ".join(case.said) + (" (the right one an alternative)" if case.is_named else "")
            for case in group
            if case.findings and not case.is_first
        )
        others = ", ".join(f"{name} {count}" for name, count in taken.most_common())
        rows.append(f"| `{code}` | {len(group)} | {first} | {named} | {others} | {unnamed or ''} |")
    wrongly = Counter(
        f"{case.behind[0]} → {' + '.join(case.said)}"
        for case in cases
        if case.kind == SLIP and case.findings
    )
    rows.append("")
    if wrongly:
        told = ", ".join(f"{name} {count}" for name, count in wrongly.most_common())
        rows.append(f"Slips that were taken for a misconception: {told}.")
    else:
        rows.append("No slip was taken for a misconception.")
    return rows
