"""Programs of the grammar: the engine, and the snippet language on it, do what PyTorch does.

Where PyTorch is not installed, the snippet language is still held to the engine.
"""

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.differences import difference, disagreement, reduced
from tests.oracle.grammar import program
from tests.oracle.runner import torch_if_present

COMPARE = disagreement if torch_if_present() is None else difference


@settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    # What fails is made short line by line, which says more than fewer choices do.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.randoms(use_true_random=False))
def test_programs_that_hypothesis_writes(random: Random) -> None:
    found = COMPARE(program(random))
    assert found is None, f"\n{reduced(found)}"


def test_programs_drawn_by_their_weights() -> None:
    random = Random(0)
    differing = [found for _ in range(600) if (found := COMPARE(program(random)))]
    assert not differing, "\n\n".join(str(reduced(found)) for found in differing)
