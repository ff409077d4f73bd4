"""Operations whose work grows faster than their operands refuse before they begin."""

import numpy as np
import pytest

from engine.autograd import namespace as torch
from engine.autograd.errors import Unsupported


def test_a_higher_derivative_of_cumprod_at_many_zeros_is_refused() -> None:
    x = torch.zeros(5_000, requires_grad=True)
    y = x.cumprod(0).sum()
    (gradient,) = torch.autograd.grad(y, x, retain_graph=True)
    assert gradient.array[0] == 1
    with pytest.raises(Unsupported):
        torch.autograd.grad(y, x, create_graph=True)


def test_topk_of_more_ties_than_are_followed_takes_the_first() -> None:
    indices = torch.zeros(60_000, 2).topk(1).indices
    np.testing.assert_array_equal(indices.array, 0)
