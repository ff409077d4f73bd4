"""How a belief about one operation replaces its way back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from app.domain.diagnosis.misconceptions.misconception import Change
from engine.autograd import Tensor
from engine.snippet import Rules

Sent: TypeAlias = list[Any]
"""What a node sends to each of its inputs; None where nothing flows."""
Formula: TypeAlias = Callable[[Any, Sent], Sent]
"""From a step backward and what the node sends to what it is believed to send."""


def sending(formula: Formula, *names: str) -> Change:
    """The change by which nodes of these names send what `formula` makes of what they send."""

    def change(rules: Rules) -> Rules:
        before = rules.local

        def local(step: Any) -> Sent:
            sent = list(step.true if before is None else before(step))
            return formula(step, sent) if step.name in names else sent

        return replace(rules, local=local)

    return change


def each(sent: Sent, believed: Callable[[Any], Any]) -> Sent:
    """Change every cotangent that flows."""
    return [value if value is None else believed(value) for value in sent]


def constant(step: Any, array: Any) -> Any:
    """An array of the engine's, or its truths, in the type and form of what a step works on."""
    values = array.astype(getattr(step.cotangent, "array", step.cotangent).dtype)
    return Tensor(values) if isinstance(step.cotangent, Tensor) else values
