"""`torch.optim`: rules that change parameters by their gradients."""

from engine.autograd.optimisers.adam import Adam, AdamW
from engine.autograd.optimisers.optimizer import Optimizer
from engine.autograd.optimisers.sgd import SGD

__all__ = ["SGD", "Adam", "AdamW", "Optimizer"]
