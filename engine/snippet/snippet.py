"""Snippets: parsed once, run as often as one likes, by several threads at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.autograd import Unsupported, run_context
from engine.autograd.rules import PYTORCH, Rules
from engine.snippet.answers import plain
from engine.snippet.building import Builder, Syntax
from engine.snippet.classes import context_names
from engine.snippet.exceptions import OUTCOMES, describe
from engine.snippet.imports import module_names
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.outcome import Outcome, Raised, Value
from engine.snippet.parameters import NO_PARAMETERS, Make, check_given, check_names, maker
from engine.snippet.reading import Text, read, read_expression
from engine.snippet.scopes import Scope, bound_names
from engine.snippet.state import Run
from engine.snippet.syntax import SYNTAX
from engine.snippet.turns import Turns
from engine.snippet.values import Evaluate, Execute, Frame
from engine.snippet.wording import worded


class Snippet:
    """A program of the restricted PyTorch language, checked and ready to run.

    Attributes:
        source: Its text.
        parameters: The names in it that stand for values given to each run.
    """

    def __init__(
        self,
        source: str,
        limits: Limits = DEFAULT_LIMITS,
        parameters: Iterable[str] = (),
        syntax: Syntax = SYNTAX,
    ) -> None:
        """Check and build a program; `parse` is the public way.

        Args:
            source: The program.
            limits: The bounds on its text.
            parameters: Names in it that stand for values given to each run.
            syntax: How each kind of node is built.

        Raises:
            ValueError: A parameter's name is no name.
            UnsupportedSyntax: It leaves the language.
            LimitExceeded: It is too long, too large or too deeply nested.
        """
        self.source = source
        self._limits = limits
        self.parameters = check_names(parameters)
        text = Text(source, self.parameters)
        tree = read(source, limits)
        scope = Scope(None, [*bound_names(tree.body, text), *sorted(self.parameters)])
        modules = module_names(tree.body, text)
        self._builder = Builder(
            text, limits, syntax, modules, scope, context_names(tree.body, text)
        )
        self._program: Execute = self._builder.block(tree.body)
        self._blank = scope.blank()
        self._questions: dict[str, Evaluate] = {}

    @property
    def names(self) -> Mapping[str, int]:
        """The names that the program itself binds, each with its place in the program's frame."""
        return self._builder.scope.slots

    def built_with(self, syntax: Syntax) -> "Snippet":
        """The same program, built in another way."""
        return Snippet(self.source, self._limits, self.parameters, syntax)

    def run(
        self,
        ask: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
        *,
        rules: Rules = PYTORCH,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
    ) -> Outcome:
        """Run the program from a clean state, then evaluate the asked expressions.

        Args:
            ask: Expressions of the same language; they see the program's names.
            limits: The bounds on what the run does.
            rules: What the program does where PyTorch is misread, or was another once.
            parameters: For each parameter of the snippet a number or nested lists of numbers, as
                if it stood in the text in place of the name.

        Returns:
            What it printed, warned, raised and answered.

        Raises:
            UnsupportedSyntax: Something only the run could show to be outside the language.
            LimitExceeded: A bound on steps, sizes or time.
            ValueError: A parameter is missing, or is none of the snippet's.
        """
        if self.parameters or parameters:
            check_given(self.parameters, parameters)
        makers = {name: maker(value) for name, value in parameters.items()}
        return self.perform(Run(limits), ask, makers, plain, rules)

    def perform(
        self,
        run: Run,
        ask: Sequence[str],
        makers: Mapping[str, Make],
        take: Callable[[Run, Any], Any],
        rules: Rules,
    ) -> Outcome:
        """Run the program with a budget that somebody else watches.

        Args:
            run: The budget; a new one.
            ask: As for `run`.
            makers: What makes the value of each of the snippet's parameters.
            take: Turns the value of an asked expression into the answer to hand back.
            rules: As for `run`.
        """
        questions = [self._question(expression) for expression in ask]
        if rules.turns < 0:
            run.turns = self._counted_turns(run, makers, rules)
        elif rules.turns:
            run.turns = Turns(rules.turns)
        env = self._frame(run, makers)
        with run_context(rules, run.allow) as run.context:
            error = self._error(run, env)
            answers = tuple([error or _answer(run, q, env, take) for q in questions])
        return Outcome(run.stdout, tuple(run.context.warnings), error, answers)

    def _frame(self, run: Run, makers: Mapping[str, Make]) -> Frame:
        env: Frame = [run, None, *self._blank]
        for name, make in makers.items():
            env[self._builder.scope.slots[name]] = make
        return env

    def _error(self, run: Run, env: Frame) -> Raised | None:
        """Run the program; give the error it ended with, if it did."""
        try:
            run.execute(self._program, env)
        except Exception as fault:  # noqa: BLE001 - what is a fault of ours is raised again
            return _told(run, fault)
        return None

    def _counted_turns(self, run: Run, makers: Mapping[str, Make], rules: Rules) -> Turns:
        """Run the program once to count the turns of its loops, which are to take fewer."""
        counting = run.again()
        counting.turns = turns = Turns(rules.turns)
        with run_context(replace(rules, turns=0), counting.allow) as counting.context:
            self._error(counting, self._frame(counting, makers))
        turns.begin()
        return turns

    def _question(self, expression: str) -> Evaluate:
        built = self._questions.get(expression)
        if built is None:
            node = read_expression(expression, self._limits)
            builder = Builder(
                Text(expression.strip(), self.parameters),
                self._limits,
                SYNTAX,
                self._builder.modules,
                self._builder.scope,
            )
            built = builder.expression(node)
            self._questions[expression] = built
        return built


def parse(source: str, limits: Limits = DEFAULT_LIMITS, parameters: Iterable[str] = ()) -> Snippet:
    """Check a program against the language and make it ready to run.

    Args:
        source: The program.
        limits: The bounds on its text.
        parameters: Names in it that stand for values given to each run; it cannot bind them.

    Raises:
        ValueError: A parameter's name is no name.
        UnsupportedSyntax: A construct, name or attribute outside the allow-list, or not Python.
        LimitExceeded: It is too long, too large or too deeply nested.
    """
    return Snippet(source, limits, parameters)


def _answer(
    run: Run, question: Evaluate, env: Frame, take: Callable[[Run, Any], Any]
) -> Value | Raised:
    try:
        return take(run, question(env))  # type: ignore[no-any-return]
    except Exception as fault:  # noqa: BLE001 - what is a fault of ours is raised again
        return _told(run, fault)


def _told(run: Run, fault: Exception) -> Raised:
    """What a program did wrong; a refusal and a fault of ours are raised instead."""
    if isinstance(fault, Unsupported):
        run.refuse(worded("%(what)s is not part of the snippet language", what=str(fault)))
    if isinstance(fault, RecursionError):
        run.exceed(worded("functions or lists nested too deeply"))
    if isinstance(fault, MemoryError):
        run.exceed(worded("a value larger than the memory"))
    if type(fault) not in OUTCOMES:
        raise fault
    return describe(fault)
