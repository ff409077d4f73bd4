"""What all optimisers share: groups of parameters, their options, and the zeroing of gradients."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, ClassVar, TypeAlias

from engine.autograd.context import current
from engine.autograd.errors import Unsupported
from engine.autograd.errors import optimisers as errors
from engine.autograd.modes import enable_grad, no_grad
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.fillings import zero_
from engine.autograd.tensor import Tensor

Group: TypeAlias = dict[str, Any]


class Optimizer:
    """A rule that changes parameters by their gradients.

    Attributes:
        defaults: the options of groups that do not name their own.
        param_groups: for each group its parameters under "params", and its options.
        state: what the rule remembers of each parameter.
    """

    # Options that would change nothing but how PyTorch computes, and those that are refused.
    _refused: ClassVar[tuple[str, ...]] = ("differentiable", "fused", "capturable")

    def __init__(self, params: Iterable[Any], defaults: dict[str, Any]) -> None:
        """Take parameters in.

        Args:
            params: tensors, (name, tensor) pairs, or dicts of a group's parameters and options.
            defaults: the options.

        Raises:
            TypeError: for a tensor in place of a list of tensors, and for other values in it.
            ValueError: for no parameters, non-leaves, and a parameter in two groups.
        """
        self.defaults = defaults
        for name in self._refused:
            if defaults.get(name):
                raise Unsupported(f"torch.optim.{type(self).__name__}({name}=True)")
        if isinstance(params, Tensor):
            raise TypeError(errors.PARAMS_ARE_A_TENSOR.format(_type_name(params)))
        self.state: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[Group] = []
        groups = list(params)
        if not groups:
            raise ValueError(errors.NO_PARAMS)
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def __repr__(self) -> str:
        text = type(self).__name__ + " ("
        for number, group in enumerate(self.param_groups):
            text += f"\nParameter Group {number}\n"
            options = sorted(name for name in group if name != "params")
            text += "".join(f"    {name}: {group[name]}\n" for name in options)
        return text + ")"

    def add_param_group(self, param_group: Group) -> None:
        """Take in one more group.

        Args:
            param_group: "params" and options; it is filled up with the defaults.

        Raises:
            TypeError, ValueError: as the constructor does.
        """
        if not isinstance(param_group, dict):
            raise TypeError(errors.GROUP_IS_NO_DICT.format(type(param_group)))
        given = param_group["params"]
        if isinstance(given, set | frozenset):
            raise TypeError(errors.PARAMS_ARE_A_SET)
        listed = [given] if isinstance(given, Tensor) else list(given)
        names = [param[0] for param in listed if isinstance(param, tuple)]
        if names and len(names) != len(listed):
            raise ValueError(errors.NAMES_MISSING)
        if names:
            param_group["param_names"] = names
        params = [param[1] if isinstance(param, tuple) else param for param in listed]
        param_group["params"] = params
        _check_params(params)
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        self._check_against_groups(param_group)
        self.param_groups.append(param_group)

    def _check_against_groups(self, param_group: Group) -> None:
        params = set(param_group["params"])
        if len(params) != len(param_group["params"]):
            current().warn(errors.DUPLICATES_WARNING)
        named = "param_names" in param_group
        for group in self.param_groups:
            if named != ("param_names" in group):
                kind = "with names" if named else "without names"
                raise ValueError(errors.GROUPS_WITHOUT_NAMES.format(kind))
        if not params.isdisjoint(self.params()):
            raise ValueError(errors.SHARED_PARAMS)

    def params(self) -> Iterator[Tensor]:
        """The parameters of all groups, in order."""
        return chain.from_iterable(group["params"] for group in self.param_groups)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters, or fill them with zeros.

        Args:
            set_to_none: whether `.grad` becomes None.
        """
        for param in self.params():
            gradient = param.grad
            if gradient is None:
                continue
            if set_to_none:
                param.grad = None
                continue
            if gradient.grad_fn is not None:
                gradient.detach_()
            else:
                gradient.requires_grad_(False)
            zero_(gradient)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change each parameter that has a gradient, once, without recording it.

        Args:
            closure: computes the loss and the gradients anew before that.

        Returns:
            What the closure returned, or None.
        """
        with no_grad():
            loss = None
            if closure is not None:
                with enable_grad():
                    loss = closure()
            for group in self.param_groups:
                found = [(param, param.grad) for param in group["params"]]
                for param, gradient in found:
                    if gradient is not None:
                        self._update(param, gradient, group)
        return loss

    def _update(self, param: Tensor, gradient: Tensor, group: Group) -> None:
        """Change one parameter by its gradient, with its group's options."""
        raise NotImplementedError

    def state_dict(self) -> dict[str, Any]:
        """The state and the options, with numbers in place of parameters."""
        numbers: dict[int, int] = {}
        groups: list[Group] = []
        start = 0
        for group in self.param_groups:
            for number, param in enumerate(group["params"], start):
                numbers.setdefault(id(param), number)
            packed = {name: value for name, value in group.items() if name != "params"}
            packed["params"] = [numbers[id(param)] for param in group["params"]]
            start += len(packed["params"])
            groups.append(packed)
        state = {numbers[id(param)]: held for param, held in self.state.items()}
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over the state and the options of another optimiser of as many parameters.

        Args:
            state_dict: what `state_dict` of it gave; its tensors are shared, unless of another type.

        Raises:
            ValueError: when the numbers of groups or of their parameters differ.
        """
        saved = state_dict["param_groups"]
        if len(saved) != len(self.param_groups):
            raise ValueError(errors.LOADED_GROUP_COUNT)
        pairs = list(zip(self.param_groups, saved, strict=True))
        if any(len(own["params"]) != len(other["params"]) for own, other in pairs):
            raise ValueError(errors.LOADED_GROUP_SIZE)
        by_number = dict(
            zip(chain.from_iterable(g["params"] for g in saved), self.params(), strict=True)
        )
        self.state = defaultdict(dict)
        for number, held in state_dict["state"].items():
            param = by_number[number]
            self.state[param] = {name: _loaded(param, name, held[name]) for name in held}
        self.param_groups = [
            {**{name: other[name] for name in other if name != "params"}, "params": own["params"]}
            for own, other in pairs
        ]


def _loaded(param: Tensor, name: str, value: Any) -> Any:
    if name == "step" or not isinstance(value, Tensor):
        return value
    return to_dtype(value, param.dtype)


def _check_params(params: list[Any]) -> None:
    for param in params:
        if not isinstance(param, Tensor):
            raise TypeError(errors.NO_TENSOR.format(_type_name(param)))
        if not (param.grad_fn is None or param.retains_grad):
            raise ValueError(errors.NON_LEAF)


def _type_name(value: object) -> str:
    """A value's type as PyTorch tells it: of a function or a class its own name."""
    if isinstance(value, Tensor):
        return f"torch.{value.dtype.title}Tensor"
    owner = value if hasattr(value, "__qualname__") else type(value)
    module = getattr(owner, "__module__", "") or ""
    name: str = owner.__qualname__
    return name if module in {"", "builtins"} else f"{module}.{name}"
