"""What the comparison of outcomes lets pass, and what not."""

import pytest

from tests.oracle.comparison import same
from tests.oracle.runner import Outcome, torch_if_present

EXACT = "x = torch.tensor([1., 2.])\nprint(x * 2)\n"
ROUNDED = "x = torch.tensor([1., 2.])\nprint(x.exp())\n"


def outcome(stdout: str, error: str = "", warnings: tuple[str, ...] = ()) -> Outcome:
    return Outcome(stdout, error, list(warnings))


def test_without_named_operations_every_character_counts() -> None:
    assert same(EXACT, outcome("tensor([2., 4.])"), outcome("tensor([2., 4.])"))
    assert not same(EXACT, outcome("tensor([2.0001])"), outcome("tensor([2.0002])"))
    assert not same(EXACT, outcome("tensor([2.,  4.])"), outcome("tensor([2., 4.])"))


def test_with_them_two_units_of_the_last_place_pass() -> None:
    assert same(ROUNDED, outcome("tensor([2.7183])"), outcome("tensor([2.7185])"))
    # What lies further off is compared with what PyTorch computes in float64.
    if torch_if_present() is not None:
        assert not same(ROUNDED, outcome("tensor([2.7183])"), outcome("tensor([2.7186])"))


@pytest.mark.parametrize(
    "actual",
    [
        outcome("tensor([2.7183], grad_fn=<ExpBackward0>)"),
        outcome("tensor([2.7183])", "RuntimeError: no"),
        outcome("tensor([2.7183])", warnings=("beware",)),
        None,
    ],
)
def test_other_words_errors_and_warnings_never_pass(actual: Outcome | None) -> None:
    assert not same(ROUNDED, outcome("tensor([2.7183])"), actual)


def test_the_sign_of_zero_matters_but_for_named_operations() -> None:
    assert not same(EXACT, outcome("tensor([0.])"), outcome("tensor([-0.])"))
    assert same("print(x.amax(0))\n", outcome("tensor([0.])"), outcome("tensor([-0.])"))
