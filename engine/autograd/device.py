"""The device that tensors live on: the CPU, the only one there is."""

from typing import Final

from engine.autograd.errors.arguments import no_device


class Device:
    """A `torch.device`.

    Attributes:
        type: `cpu`.
        index: None, for there is only one.
    """

    __slots__ = ()

    type: Final = "cpu"
    index: Final = None

    def __init__(self, type: str = "cpu") -> None:
        """Name a device.

        Raises:
            RuntimeError: for a name that is none, and for a number.
            Unsupported: for another device than the CPU.
        """
        require_cpu(type)

    def __repr__(self) -> str:
        return "device(type='cpu')"

    def __str__(self) -> str:
        return "cpu"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device)

    def __hash__(self) -> int:
        return hash(Device)


def require_cpu(device: object) -> None:
    """Accept the CPU, by name or as a device, and None for the default.

    Raises:
        RuntimeError: for a name that is none, and for a number.
        Unsupported: for another device.
    """
    if not (device is None or device == "cpu" or isinstance(device, Device)):
        raise no_device(device)


CPU: Final = Device()


def cuda_is_available() -> bool:
    """Whether there is an accelerator: never."""
    return False
