"""What PyTorch's functions take, checked before they run, with its words for what they do not."""

from engine.autograd.arguments.function import Function

__all__ = ["Function"]
