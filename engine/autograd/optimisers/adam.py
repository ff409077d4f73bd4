"""Adam: steps scaled by running averages of gradients and of their squares."""

from collections.abc import Iterable
from typing import Any

from engine.autograd.errors import optimisers as errors
from engine.autograd.operations.arithmetic import add, add_, div, mul_
from engine.autograd.operations.blending import addcdiv_, addcmul_, lerp_
from engine.autograd.operations.data import item, tensor
from engine.autograd.operations.elementwise import FLOATING
from engine.autograd.operations.fillings import copy_
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.selection import maximum
from engine.autograd.optimisers.optimizer import Group, Optimizer
from engine.autograd.optimisers.options import check_rate, number, reversed_sign
from engine.autograd.tensor import Tensor


class Adam(Optimizer):
    """The steps of Kingma and Ba, with PyTorch's options."""

    def __init__(  # noqa: PLR0913 - PyTorch's own signature
        self,
        params: Iterable[Any],
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Take parameters in.

        Args:
            params: tensors or groups of them.
            lr: the steps' length, at least 0.
            betas: how much of the averages is kept, of gradients and of squares; in [0, 1).
            eps: added to the divisor, at least 0.
            weight_decay: how much of the parameter itself is added to its gradient, at least 0.
            amsgrad: divide by the largest average of squares there has been.
            foreach: without effect.
            maximize: climb in place of descending.
            capturable: not supported.
            differentiable: not supported.
            fused: not supported.
            decoupled_weight_decay: shrink the parameter in place of changing its gradient.

        Raises:
            ValueError: for options out of range.
            TypeError: for parameters that are no tensors.
        """
        check_rate(lr, not lr >= 0.0)
        if not eps >= 0.0:
            raise ValueError(errors.EPSILON.format(eps))
        for index in (0, 1):
            if not 0.0 <= betas[index] < 1.0:
                raise ValueError(errors.BETA.format(index, betas[index]))
        if not weight_decay >= 0.0:
            raise ValueError(errors.DECAY.format(weight_decay))
        if not (isinstance(betas[0], float) and isinstance(betas[1], float)):
            raise ValueError(errors.BETA_KINDS)  # noqa: TRY004 - PyTorch's own
        defaults = {
            "lr": lr, "betas": tuple(betas), "eps": eps, "weight_decay": weight_decay,
            "amsgrad": amsgrad, "maximize": maximize, "foreach": foreach,
            "capturable": capturable, "differentiable": differentiable, "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }  # fmt: skip
        super().__init__(params, defaults)

    def _update(self, param: Tensor, gradient: Tensor, group: Group) -> None:
        rate, decay = number(group["lr"]), group["weight_decay"]
        beta1, beta2 = group["betas"]
        if group["maximize"]:
            gradient = reversed_sign(gradient)
        state = self._state(param, group)
        add_(state["step"], 1)
        if decay != 0 and group["decoupled_weight_decay"]:
            mul_(param, 1 - rate * decay)
        elif decay != 0:
            gradient = add(gradient, param, alpha=decay)
        lerp_(state["exp_avg"], gradient, 1 - beta1)
        squares = state["exp_avg_sq"]
        addcmul_(mul_(squares, beta2), gradient, gradient, 1 - beta2)
        if group["amsgrad"]:
            squares = copy_(state["max_exp_avg_sq"], maximum(state["max_exp_avg_sq"], squares))
        steps = item(state["step"])
        correction = (1 - beta2**steps) ** 0.5
        divisor = add_(div(FLOATING["sqrt"](squares), correction), group["eps"])
        addcdiv_(param, state["exp_avg"], divisor, -(rate / (1 - beta1**steps)))

    def _state(self, param: Tensor, group: Group) -> dict[str, Any]:
        state = self.state[param]
        if not state:
            state["step"] = tensor(0.0)
            state["exp_avg"] = zeros_of(param)
            state["exp_avg_sq"] = zeros_of(param)
            if group["amsgrad"]:
                state["max_exp_avg_sq"] = zeros_of(param)
        return state


class AdamW(Adam):
    """Adam with the weight decay of Loshchilov and Hutter, which leaves the gradient alone."""

    def __init__(  # noqa: PLR0913 - PyTorch's own signature
        self,
        params: Iterable[Any],
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        """Take parameters in; the arguments are those of `Adam`."""
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad,
            foreach=foreach, maximize=maximize, capturable=capturable,
            differentiable=differentiable, fused=fused, decoupled_weight_decay=True,
        )  # fmt: skip
