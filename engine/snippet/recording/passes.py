"""Noting down backward passes as they go."""

from collections.abc import Sequence
from typing import Any

from engine.autograd import Tensor
from engine.autograd.context import current
from engine.autograd.node import Node
from engine.snippet.recording.events import Ended, Filled, Numbers, Ran, Sent, Started
from engine.snippet.recording.known import numbers_of
from engine.snippet.recording.notes import Notes


class Passes:
    """Notes of what the engine tells of backward passes."""

    __slots__ = ("_notes",)

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def began(
        self, edges: Sequence[Any], cotangents: Sequence[Any], retain: bool, create: bool
    ) -> None:
        """A pass begins; as `engine.autograd.watch.Watch.began`."""
        notes = self._notes
        for edge in edges:
            notes.place(edge)
        roots = tuple(None if edge is None else notes.known.place_of(edge) for edge in edges)
        starts = tuple(map(_numbers_or_none, cotangents))
        notes.story.add(Started(notes.line, roots, starts, retain, create))

    def ran(self, node: Node, cotangent: Any, sent: Sequence[Any]) -> None:
        """An operation ran; as `engine.autograd.watch.Watch.ran`."""
        notes, known = self._notes, self._notes.known
        notes.place(node)
        cotangents = cotangent if isinstance(cotangent, list) else [cotangent]
        self._retained(node, cotangents)
        for value in sent:
            notes.recorded(value)
        told = tuple(
            Sent(known.place_of(edge), place, numbers_of(value), _arrived(value, edge))
            for place, (edge, value) in enumerate(zip(node.edges, sent, strict=False))
            if edge is not None and value is not None
        )
        held = tuple(map(_numbers_or_none, cotangents))
        notes.story.add(Ran(notes.line, known.place(node), known.operation(node), held, told))

    def filled(self, tensor: Tensor, before: Numbers | None, arriving: Any) -> None:
        """A gradient arrived at a tensor's `.grad`, which holds what it became."""
        watch = self._notes.watch(tensor)
        watch.remember_grad(tensor)
        line, arrived = self._notes.line, numbers_of(arriving)
        self._notes.story.add(Filled(line, watch.number, before, arrived, watch.grad))

    def ended(self) -> None:
        """A pass is over, or has failed."""
        self._notes.story.add(Ended(self._notes.line))

    def _retained(self, node: Node, cotangents: Sequence[Any]) -> None:
        """See what was kept for tensors that were told `retain_grad()`."""
        for place, reference in (node.retained or {}).items():
            tensor, arriving = reference(), cotangents[place]
            if tensor is not None and arriving is not None:
                self.filled(tensor, self._notes.grad_of(tensor), arriving)


def _arrived(value: Any, edge: Any) -> Numbers:
    """What arrives at the end of an edge, once broadcasting is undone."""
    array = value.array if isinstance(value, Tensor) else value
    shape = edge.array.shape if isinstance(edge, Tensor) else edge.shape
    if array.shape != shape:
        try:
            array = current().rules.unbroadcast(array, shape)
        except Exception:  # noqa: BLE001 - the program meets it itself, if it goes there
            return numbers_of(array)
    return numbers_of(array)


def _numbers_or_none(value: Any) -> Numbers | None:
    return None if value is None else numbers_of(value)
