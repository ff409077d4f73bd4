"""Stochastic gradient descent, with momentum."""

from collections.abc import Iterable
from typing import Any

from engine.autograd.errors import optimisers as errors
from engine.autograd.operations.arithmetic import add, add_, mul_
from engine.autograd.operations.memory import clone
from engine.autograd.optimisers.optimizer import Group, Optimizer
from engine.autograd.optimisers.options import check_rate, number, reversed_sign
from engine.autograd.tensor import Tensor


class SGD(Optimizer):
    """`param -= lr * gradient`, where the gradient may be a running sum of those before."""

    def __init__(  # noqa: PLR0913 - PyTorch's own signature
        self,
        params: Iterable[Any],
        lr: Any = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        """Take parameters in.

        Args:
            params: tensors or groups of them.
            lr: the step's length, at least 0.
            momentum: which part of the running sum is kept, at least 0.
            dampening: which part of a new gradient does not enter the running sum.
            weight_decay: how much of the parameter itself is added to its gradient, at least 0.
            nesterov: look ahead along the running sum.
            maximize: climb in place of descending.
            foreach: without effect.
            differentiable: not supported.
            fused: not supported.

        Raises:
            ValueError: for options out of range.
            TypeError: for parameters that are no tensors.
        """
        check_rate(lr, lr < 0.0)
        if momentum < 0.0:
            raise ValueError(errors.MOMENTUM.format(momentum))
        if weight_decay < 0.0:
            raise ValueError(errors.DECAY.format(weight_decay))
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError(errors.NESTEROV)
        defaults = {
            "lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay,
            "nesterov": nesterov, "maximize": maximize, "foreach": foreach,
            "differentiable": differentiable, "fused": fused,
        }  # fmt: skip
        super().__init__(params, defaults)

    def _update(self, param: Tensor, gradient: Tensor, group: Group) -> None:
        if group["maximize"]:
            gradient = reversed_sign(gradient)
        if group["weight_decay"] != 0:
            gradient = add(gradient, param, alpha=group["weight_decay"])
        momentum = group["momentum"]
        if momentum != 0:
            state = self.state[param]
            running = state.get("momentum_buffer")
            if running is None:
                running = clone(gradient.detach())
                state["momentum_buffer"] = running
            else:
                add_(mul_(running, momentum), gradient, alpha=1 - group["dampening"])
            gradient = add(gradient, running, alpha=momentum) if group["nesterov"] else running
        add_(param, gradient, alpha=-number(group["lr"]))
