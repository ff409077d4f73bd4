"""`torch.nn.Parameter`: a leaf that prints as a parameter."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.errors import Unsupported
from engine.autograd.tensor import Tensor


class Parameter(Tensor):
    """A leaf that shares memory with the tensor it is made of; what is computed with it is plain."""

    __slots__ = ()

    def __init__(self, data: Any = None, requires_grad: bool = True) -> None:
        """Make one.

        Args:
            data: a tensor; None for an empty one.
            requires_grad: whether operations on it are recorded, also if it is made in `no_grad`.

        Raises:
            RuntimeError: for integers, which have no gradient.
        """
        if data is None:
            data = Tensor(np.zeros(0, np.float32))
        if not isinstance(data, Tensor):
            # PyTorch takes whatever can be detached.
            data = data.detach()
        if requires_grad and not data.dtype.is_floating_point:
            raise RuntimeError(errors.FLOATING_CREATION)
        super().__init__(data.array)
        self.versions = data.counter()
        self.needs_grad = requires_grad

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()

    def __format__(self, spec: str) -> str:
        # Unlike a 0-d tensor, a 0-d parameter is not formatted as a number.
        return object.__format__(self, spec)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Parameter":
        raise Unsupported("copy.deepcopy of a Parameter")
