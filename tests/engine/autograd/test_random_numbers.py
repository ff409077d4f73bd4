"""The streams of random numbers, against figures drawn from PyTorch 2.13."""

import pytest

from engine.autograd import namespace as torch

SMALL = [1.5409960746765137, -0.293428897857666, -2.1787893772125244]
UNIFORM = [0.49625658988952637, 0.7682217955589294, 0.08847743272781372]


def test_a_few_normal_numbers_are_drawn_one_by_one() -> None:
    torch.manual_seed(0)
    assert torch.randn(3).tolist() == SMALL


def test_uniform_numbers_take_24_bits_each() -> None:
    torch.manual_seed(0)
    assert torch.rand(3).tolist() == UNIFORM


def test_a_spare_normal_number_is_kept_for_the_next_draw() -> None:
    torch.manual_seed(0)
    parts = [torch.randn(1).item() for _ in range(3)]
    assert parts == SMALL


def test_seeding_again_forgets_the_spare() -> None:
    torch.manual_seed(0)
    torch.randn(1)
    torch.manual_seed(0)
    assert torch.randn(3).tolist() == SMALL


@pytest.mark.parametrize("count", [16, 17, 50])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_blocks_of_normal_numbers_agree_to_the_last_bit(count: int, dtype: str) -> None:
    torch.manual_seed(123)
    drawn = torch.randn(count, dtype=getattr(torch, dtype)).tolist()
    assert [drawn[place] for place in (0, 7, 8, 15, count - 1)] == EXPECTED[dtype, count]


EXPECTED = {
    ("float32", 16): [
        0.3373701870441437,
        -0.3791698217391968,
        0.7671070694923401,
        0.26919856667518616,
        0.26919856667518616,
    ],
    ("float32", 17): [
        0.3373701870441437,
        -0.20095309615135193,
        -0.16056378185749054,
        -2.839993953704834,
        -0.7848533391952515,
    ],
    ("float32", 50): [
        0.3373701870441437,
        -0.3791698217391968,
        0.7671070694923401,
        0.26919856667518616,
        -0.28757792711257935,
    ],
    ("float64", 16): [
        0.9097575322111796,
        -1.0580022026417297,
        -0.304811494629474,
        0.6294435988587436,
        0.6294435988587436,
    ],
    ("float64", 17): [
        0.9097575322111796,
        0.1820242728888219,
        -1.07450517806488,
        0.954244852808496,
        0.7112651202756335,
    ],
    ("float64", 50): [
        0.9097575322111796,
        -1.0580022026417297,
        -0.304811494629474,
        0.6294435988587436,
        0.5695852565854024,
    ],
}
