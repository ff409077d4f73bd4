"""Running the library's own text in real PyTorch."""

import warnings
from importlib.util import find_spec

HAS_TORCH = find_spec("torch") is not None


def run_in_torch(variant):
    """Give what PyTorch answers to each question of `variant`, as plain data."""
    import torch

    names = {}
    with warnings.catch_warnings():
        # Asking a non-leaf for its gradient warns, and is asked on purpose.
        warnings.simplefilter("ignore", UserWarning)
        exec(variant.code, names)
        found = {question.id: eval(question.expr, names) for question in variant.questions}
    return {
        id: value.tolist() if isinstance(value, torch.Tensor) else value
        for id, value in found.items()
    }
