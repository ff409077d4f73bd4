"""Running the library's own text in real PyTorch."""

import warnings
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec

HAS_TORCH = find_spec("torch") is not None


@contextmanager
def old_rules():
    """PyTorch 1.0-1.3 summed a gradient to its output's shape, by what is `sum_to_size` today."""
    import torch

    today = torch.Tensor.backward

    def backward(output, gradient=None, **options):
        today(output, gradient.sum_to_size(output.shape), **options)

    torch.Tensor.backward = backward
    try:
        yield
    finally:
        torch.Tensor.backward = today


def run_in_torch(variant):
    """Give what PyTorch answers to each question of `variant`, as plain data."""
    import torch

    names = {}
    with warnings.catch_warnings(), old_rules() if variant.legacy else nullcontext():
        # Asking a non-leaf for its gradient warns, and is asked on purpose.
        warnings.simplefilter("ignore", UserWarning)
        exec(variant.code, names)
        found = {question.id: eval(question.expr, names) for question in variant.questions}
    return {
        id: value.tolist() if isinstance(value, torch.Tensor) else value
        for id, value in found.items()
    }
