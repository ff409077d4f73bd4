"""The last rows: each question with its answer, and where the answer comes from."""

import re
from collections.abc import Sequence
from functools import reduce
from typing import Final

from app.domain.explanation.changes import added
from app.domain.explanation.figures import figure
from app.domain.explanation.labels import Labels
from app.domain.explanation.rows import Row, RowKind
from app.domain.marking.truth_text import truth_text
from app.domain.problems import Question, Truth
from app.domain.texts import say
from engine.snippet.recording.events import Change, Event, Filled, GradChanged, Made, Started

_GRAD: Final = re.compile(r"(\w+)\.grad(?: is (?:not )?None)?")
_PLACE: Final = re.compile(r"(\w+)\.(is_leaf|requires_grad|grad_fn|grad_fn\.name\(\))")


def answer_row(question: Question, truth: Truth, reason: str) -> Row:
    """The row of a question.

    Args:
        question: The question.
        truth: Its answer in this run.
        reason: What it follows from; empty where there is nothing to say.
    """
    asked = question.prompt or question.expr or say("How does the program end?")
    value = _label(question, truth)
    text = f"{asked}: {value}. {reason}".strip()
    code = question.expr or asked
    return Row(RowKind.ANSWER, None, code, text, question.id, value=value, note=reason)


def _label(question: Question, truth: Truth) -> str:
    """The answer as an option's text, or as it would be typed."""
    written = truth_text(truth)
    for option in question.options:
        if option.value == written:
            return option.label
    return written


def reason_for(expression: str, truth: Truth, events: Sequence[Event], labels: Labels) -> str:
    """Say why `x.grad`, `x.is_leaf` and the like are what they are in PyTorch.

    Args:
        expression: What is asked.
        truth: Its answer.
        events: The run.
        labels: What things are called at its end.

    Returns:
        A sentence; empty for any other question.
    """
    if isinstance(truth, dict) and "raises" in truth:
        return ""
    found = _GRAD.fullmatch(expression) or _PLACE.fullmatch(expression)
    tensor = None if found is None else labels.named.get(found[1])
    # What was made in the part of a long run that is left out is not known.
    if found is None or tensor not in labels.made:
        return ""
    if found.re is _PLACE:
        return _of_place(found[1], labels.made[tensor])
    story = [
        event
        for event in events
        if isinstance(event, Filled | GradChanged) and event.tensor == tensor
    ]
    if story:
        return _from_story(found[1], story)
    return _why_none(found[1], tensor, events, labels)


def _of_place(name: str, made: Made) -> str:
    """How a tensor stands in the graph."""
    if made.operation:
        return say(
            "%(name)s was made by the recorded operation %(operation)s.",
            name=name,
            operation=made.operation,
        )
    if made.requires_grad:
        return say(
            "%(name)s was made by the program to require a gradient, and by no operation.",
            name=name,
        )
    return say(
        "No recorded operation made %(name)s, and it was not asked to require a gradient.",
        name=name,
    )


def _from_story(name: str, story: Sequence[Filled | GradChanged]) -> str:
    last = story[-1]
    if isinstance(last, GradChanged):
        # Whole sentences: another language may put the line first.
        return {
            Change.NONE: say(
                "%(name)s.grad was set to None on line %(line)s, and nothing has arrived since.",
                name=name,
                line=last.line,
            ),
            Change.ZEROED: say(
                "%(name)s.grad was set to zero on line %(line)s, and nothing has arrived since.",
                name=name,
                line=last.line,
            ),
            Change.ASSIGNED: say(
                "%(name)s.grad was given another tensor on line %(line)s, and nothing has arrived since.",
                name=name,
                line=last.line,
            ),
            Change.WRITTEN: say(
                "%(name)s.grad was written to on line %(line)s, and nothing has arrived since.",
                name=name,
                line=last.line,
            ),
        }[last.how]
    arrivals: list[Filled] = []
    for event in reversed(story):
        if isinstance(event, GradChanged):
            break
        arrivals.insert(0, event)
    if len(arrivals) > 1 and added(last.after, [one.arriving for one in arrivals]):
        parts = [
            say("%(value)s from line %(line)s", value=figure(one.arriving), line=one.line)
            for one in arrivals
        ]
        whole = reduce(lambda sum_, part: say("%(sum)s + %(part)s", sum=sum_, part=part), parts)
        return say("It is the sum of what arrived: %(parts)s.", parts=whole)
    return say("It was left there by line %(line)s.", line=last.line)


def _why_none(name: str, tensor: int, events: Sequence[Event], labels: Labels) -> str:
    made = labels.made[tensor]
    if made.operation:
        return say(
            "%(name)s is not a leaf: it came from %(operation)s. Only leaves keep their gradient, "
            "unless retain_grad() is called.",
            name=name,
            operation=made.operation,
        )
    if not made.requires_grad:
        return say("%(name)s does not require a gradient.", name=name)
    if not any(isinstance(event, Started) for event in events):
        return say("No backward pass began.")
    return say(
        "No way leads from where a backward pass began to %(name)s, so nothing arrived.", name=name
    )
