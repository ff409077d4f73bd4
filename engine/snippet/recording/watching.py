"""Looking at a tensor again after each statement: what became of its `.grad` and of its value."""

import weakref
from collections.abc import Iterator

from engine.autograd import Tensor
from engine.snippet.recording.events import Change, Event, GradChanged, Numbers, ValueChanged
from engine.snippet.recording.known import numbers_of


class Watch:
    """What a tensor and its `.grad` were when they were last looked at.

    Attributes:
        number: The tensor's number.
        grad: What `.grad` held.
    """

    __slots__ = (
        "_grad_version",
        "_held",
        "_memory",
        "_requires",
        "_tensor",
        "_value",
        "_version",
        "grad",
        "number",
    )

    def __init__(self, tensor: Tensor, number: int) -> None:
        self.number = number
        self._tensor = weakref.ref(tensor)
        self._requires = tensor.needs_grad
        self.remember_value(tensor)
        self.remember_grad(tensor)

    @property
    def tensor(self) -> Tensor | None:
        """The tensor, as long as the program has it."""
        return self._tensor()

    def holds(self, tensor: Tensor) -> bool:
        """Whether a tensor is the `.grad`, or was it before the statement that is running."""
        watched = self._tensor()
        now = None if watched is None else watched.held_grad
        return tensor is now or (self._held is not None and tensor is self._held())

    def remember_grad(self, tensor: Tensor) -> None:
        """Take what `.grad` holds now for what it was."""
        held = tensor.held_grad
        self.grad: Numbers | None = None if held is None else numbers_of(held)
        self._held = None if held is None else weakref.ref(held)
        self._grad_version = 0 if held is None else held._version  # noqa: SLF001 - PyTorch's own name

    def begins_to_require(self) -> bool:
        """Whether the tensor, a leaf, was asked to require a gradient since this was asked last."""
        tensor = self._tensor()
        if tensor is None or tensor.needs_grad == self._requires:
            return False
        self._requires = tensor.needs_grad
        return self._requires and tensor.node is None

    def changes(self, line: int) -> Iterator[Event]:
        """What the statement of a line did to the value and to `.grad`."""
        tensor = self._tensor()
        if tensor is None:
            return
        value, before = self._value, self.grad
        if self._value_changed(tensor):
            self.remember_value(tensor)
            yield ValueChanged(line, self.number, value, self._value)
        how = self._grad_change(tensor)
        if how is not None:
            self.remember_grad(tensor)
            yield GradChanged(line, self.number, how, before, self.grad)

    def remember_value(self, tensor: Tensor) -> None:
        """Take what the tensor is now for what it was."""
        self._value = numbers_of(tensor)
        self._memory = id(tensor.array)
        self._version = tensor._version  # noqa: SLF001 - PyTorch's own name

    def _value_changed(self, tensor: Tensor) -> bool:
        if self._value.flat is None:
            return self._memory != id(tensor.array) or self._version != tensor._version  # noqa: SLF001
        return not same(self._value, numbers_of(tensor))

    def _grad_change(self, tensor: Tensor) -> Change | None:
        held = tensor.held_grad
        before = None if self._held is None else self._held()
        if held is None:
            return None if self.grad is None else Change.NONE
        if held is not before:
            return Change.ASSIGNED
        now = numbers_of(held)
        if held._version == self._grad_version and same(self.grad, now):  # noqa: SLF001
            return None
        return Change.WRITTEN if now.flat is None or any(now.flat) else Change.ZEROED


def same(one: Numbers | None, other: Numbers | None) -> bool:
    """Whether two values are equal; nan is nan."""
    return one == other or repr(one) == repr(other)
