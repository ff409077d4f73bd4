"""Record what real PyTorch does with every program: `python -m tests.oracle.record`.

The record serves machines without PyTorch. It is made anew whenever programs change or another
release of PyTorch is to be followed; the test of the record says when it is out of date.
"""

import json

from tests.oracle.runner import RECORD, programs, run_in_torch


def record() -> int:
    """Write the record; gives back how many programs it holds."""
    import torch

    outcomes = {name: run_in_torch(text).to_json() for name, text in programs().items()}
    version = torch.__version__.split("+")[0]
    document = {"torch": version, "programs": outcomes}
    RECORD.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return len(outcomes)


if __name__ == "__main__":
    print(f"{record()} programs recorded")  # noqa: T201 - a command reports to its terminal
