"""Beliefs about what a gradient that arrives does to the one that is held."""

from dataclasses import replace
from typing import Final

from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from engine.autograd import Tensor
from engine.snippet import Rules


def _overwrites(rules: Rules) -> Rules:
    return replace(rules, accumulate=lambda _, arriving: arriving)


def _clears_before_backward(rules: Rules) -> Rules:
    def begin(tensor: Tensor) -> None:
        if tensor.held_grad is not None:
            rules.zero(tensor.held_grad, tensor)

    return replace(rules, begin=begin)


def _only_last_loss(rules: Rules) -> Rules:
    return replace(rules, begin=rules.drop)


def _retain_graph_doubles(rules: Rules) -> Rules:
    def send(cotangent: Tensor, retain_graph: bool) -> Tensor:
        return Tensor(cotangent.array * 2) if retain_graph else cotangent

    return replace(rules, send=send)


def _grad_call_fills(rules: Rules) -> Rules:
    return replace(rules, fills=True)


ACCUMULATING: Final = (
    Misconception(
        code="overwrites",
        name="Each backward() overwrites the gradient",
        student=(
            "PyTorch adds what a backward() brings to what .grad already holds; "
            "nothing is replaced until your code clears it."
        ),
        instructor="A second backward() is thought to replace the gradient that a leaf holds.",
        commonness=Commonness.COMMONEST,
        change=_overwrites,
    ),
    Misconception(
        code="clears-before-backward",
        name="backward() begins by zeroing",
        student=(
            "backward() itself clears no gradient: every leaf keeps what its .grad holds, "
            "also a leaf that this backward() does not reach."
        ),
        instructor="Every backward() is thought to set all gradients to zero before it starts.",
        commonness=Commonness.COMMON,
        change=_clears_before_backward,
    ),
    Misconception(
        code="only-last-loss",
        name="Only the last loss counts",
        student="Every loss whose backward() ran has a share in .grad, not only the last one.",
        instructor="Gradients are thought to belong to the last loss alone; earlier ones vanish.",
        commonness=Commonness.COMMON,
        change=_only_last_loss,
    ),
    Misconception(
        code="retain-graph-doubles",
        name="retain_graph=True doubles the gradient",
        student=(
            "retain_graph=True only keeps the graph for another backward(); "
            "it changes no number of the call it stands in."
        ),
        instructor="A backward() with retain_graph=True is thought to count twice.",
        change=_retain_graph_doubles,
    ),
    Misconception(
        code="grad-call-fills",
        name="autograd.grad() fills .grad too",
        student="torch.autograd.grad() returns gradients and leaves every .grad as it was.",
        instructor="autograd.grad() is thought to add to the leaves' .grad as backward() does.",
        change=_grad_call_fills,
    ),
)
