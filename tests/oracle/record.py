"""Record what real PyTorch does with the programs: `python -m tests.oracle.record [family ...]`.

The record serves machines without PyTorch. There is one file for each family of programs; without
arguments all are made anew, and records of families that are gone are removed.
"""

import json
import sys

from tests.oracle.runner import RECORDS, families, programs, run_in_torch


def record(family: str) -> int:
    """Write the record of one family; gives back how many programs it holds."""
    import torch

    outcomes = {title: run_in_torch(text).to_json() for title, text in programs(family).items()}
    version = torch.__version__.split("+")[0]
    document = {"torch": version, "programs": outcomes}
    RECORDS.mkdir(exist_ok=True)
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (RECORDS / f"{family}.json").write_text(text)
    return len(outcomes)


def remove_orphans() -> None:
    """Remove the records of families that have no programs any more."""
    for path in RECORDS.glob("*.json"):
        if path.stem not in families():
            path.unlink()


def main(names: list[str]) -> None:
    """Record the named families, or all."""
    if unknown := set(names) - set(families()):
        sys.exit(f"no family is called {', '.join(sorted(unknown))}; there are {families()}")
    for family in names or families():
        print(f"{family}: {record(family)} programs recorded")  # noqa: T201 - a command reports
    remove_orphans()


if __name__ == "__main__":
    main(sys.argv[1:])
