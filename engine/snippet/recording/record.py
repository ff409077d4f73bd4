"""The recording of one run, and how it is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.autograd.rules import PYTORCH, Rules
from engine.snippet.answers import plain
from engine.snippet.errors import LimitExceeded
from engine.snippet.limits import DEFAULT_LIMITS, Limits
from engine.snippet.outcome import Outcome
from engine.snippet.recording.events import Event, Failed, Made
from engine.snippet.recording.recorder import Recorder
from engine.snippet.recording.tracing import statement_texts, traced_syntax
from engine.snippet.snippet import Snippet


@dataclass(frozen=True, slots=True)
class Recording:
    """What a run did.

    Attributes:
        events: All of it, in order; of a long run the first and the last part, with one `LeftOut`
            between them.
        outcome: What `Snippet.run` gives.
    """

    events: tuple[Event, ...]
    outcome: Outcome

    def made(self) -> Iterator[Made]:
        """The tensors that were made."""
        return (event for event in self.events if isinstance(event, Made))


def record(
    snippet: Snippet,
    ask: Sequence[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    rules: Rules = PYTORCH,
) -> Recording:
    """Run a program without parameters once, and tell all that it did.

    Evaluating the asked expressions is not part of what is told.

    Args:
        snippet: The program.
        ask: As for `Snippet.run`.
        limits: The bounds of the run; it may take twice the time, as looking on takes time too.
        rules: As for `Snippet.run`.

    Raises:
        ValueError: The program has parameters.
        UnsupportedSyntax: Something only the run could show to be outside the language.
        LimitExceeded: A bound on steps, sizes or time.
    """
    if snippet.parameters:
        raise ValueError("only a program without parameters can be recorded")
    traced = snippet.built_with(traced_syntax(snippet.source))
    recorder = _recorder(snippet, limits)
    try:
        return _recorded(recorder, traced, ask, rules)
    except LimitExceeded:
        if not recorder.too_deep:
            raise
    # To tell of each expression takes a part of Python's stack, which this program needs whole.
    return _recorded(_recorder(snippet, limits), snippet, ask, rules)


def _recorder(snippet: Snippet, limits: Limits) -> Recorder:
    return Recorder(limits, snippet.names, statement_texts(snippet.source))


def _recorded(recorder: Recorder, snippet: Snippet, ask: Sequence[str], rules: Rules) -> Recording:
    outcome = snippet.perform(recorder, ask, {}, plain, rules)
    events = recorder.events
    if outcome.error is not None:
        events = (*events, Failed(recorder.line, outcome.error))
    return Recording(events, outcome)
