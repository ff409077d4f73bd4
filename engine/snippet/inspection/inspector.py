"""Running a program to see what it asks of who works it out by hand: its kinks, its arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.autograd.rules import PYTORCH, Rules
from engine.snippet.answers import plain
from engine.snippet.inspection.handwork import Handwork
from engine.snippet.inspection.kinks import Kink, Kinks
from engine.snippet.inspection.operands import ListenedRun, Operation, told_syntax
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.parameters import NO_PARAMETERS, maker
from engine.snippet.snippet import Snippet
from engine.snippet.values import Execute, Frame


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a run asks of a hand.

    Attributes:
        kinks: Its operations that can meet a kink, each with how near it came, in their order.
        steps: Its steps of arithmetic; `handwork` says what counts.
    """

    kinks: tuple[Kink, ...]
    steps: int


class Inspector:
    """A snippet that is built once to be inspected in as many runs as one likes."""

    def __init__(self, snippet: Snippet) -> None:
        self._told = snippet.built_with(told_syntax(snippet.source))

    def run(
        self,
        limits: Limits = DEFAULT_LIMITS,
        *,
        rules: Rules = PYTORCH,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
    ) -> Inspection:
        """Run the program and look on; an error that ends it ends what is seen.

        Args:
            limits: As for `Snippet.run`; so are the others, and what is raised.
            rules: The rules of the run.
            parameters: The values of the snippet's parameters.
        """
        kinks, handwork = Kinks(), Handwork()
        run = _InspectedRun(limits, kinks, handwork)
        makers = {name: maker(value) for name, value in parameters.items()}
        self._told.perform(run, (), makers, plain, rules)
        return Inspection(tuple(kinks.found), handwork.steps)


class _InspectedRun(ListenedRun):
    """A run of which both are told."""

    __slots__ = ("_handwork", "_kinks")

    def __init__(self, limits: Limits, kinks: Kinks, handwork: Handwork) -> None:
        super().__init__(limits, self)
        self._kinks = kinks
        self._handwork = handwork

    def execute(self, program: Execute, env: Frame) -> None:
        """Run the program with the backward passes watched."""
        self.context.watch = self._handwork
        super().execute(program, env)

    def done(self, line: int, text: str, operation: Operation) -> None:
        """Hear that an operation is done."""
        self._kinks.done(line, text, operation)
        self._handwork.done(line, text, operation)
