"""Proposing a problem file for a plain snippet, from its syntax tree alone: nothing of it is run.

So a page may do it at once. Whether the proposal is fit to be dealt is judged like any other file, by a worker.
"""

import ast
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from app.domain.authoring.facts import Facts, find_facts
from app.domain.authoring.guesses import guess_difficulty, guess_misconceptions, guess_topic
from app.domain.authoring.literals import Literal, find_literals
from app.domain.authoring.ranges import grow
from app.domain.problems import parse_problem
from app.domain.problems.block import CLOSING, OPENING
from app.domain.problems.errors import ProblemError
from app.domain.problems.refusals import refusal_text
from app.domain.texts import say
from app.errors import GradmarkError
from engine.snippet import SnippetError, parse
from engine.snippet.python_ast import python_program

_MOST_QUESTIONS: Final = 10
_IMPORT: Final = "import torch\n\n"


class NoProposal(GradmarkError):
    """Nothing can be made of a snippet.

    Attributes:
        line: The line in the snippet, from 1.
        column: The column in that line, from 1.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Proposal:
    """A whole problem file, and what of it was guessed.

    Attributes:
        text: The file.
        parameters: The names of its parameters.
        questions: What it asks.
        misconceptions: The codes of those it lists.
        is_plenty: Whether the parameters leave room for enough different exercises.
    """

    text: str
    parameters: tuple[str, ...]
    questions: tuple[str, ...]
    misconceptions: tuple[str, ...]
    is_plenty: bool


def propose(snippet: str) -> Proposal:
    """Make a problem file of a snippet: parameters for its numbers, questions for its leaves and notes.

    Raises:
        NoProposal: It is no snippet of the language, or there is nothing to ask about or to vary.
    """
    code = snippet.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    if OPENING in code:
        raise NoProposal(
            say(
                "This is a whole problem file already. Paste it in the field for the file instead."
            ),
            code[: code.index(OPENING)].count("\n") + 1,
        )
    tree = _read(code)
    facts, literals = find_facts(tree), find_literals(tree)
    questions = _questions(facts)
    _refuse_what_is_empty(tree, facts, literals)
    sources, is_plenty = grow([one.source for one in literals], [one.size for one in literals])
    literals = [replace(one, source=source) for one, source in zip(literals, sources, strict=True)]
    text = _write(tree, facts, literals, questions) + _cut(code, tree, literals)
    try:
        problem = parse_problem(text, slug="proposal")
    except ProblemError as error:
        raise NoProposal(error.reason) from None
    names = tuple(one.name for one in literals)
    asked = tuple(expr or prompt for expr, prompt in questions)
    return Proposal(text, names, asked, problem.misconceptions, is_plenty)


def _read(code: str) -> ast.Module:
    """Check that a snippet belongs to the language, which compiles and runs nothing of it."""
    if not code.strip():
        raise NoProposal(say("Paste a snippet first."))
    try:
        # Names such as `torch` must be known; what people paste often begins below its import.
        parse(code if _imports_torch(code) else _IMPORT + code)
    except SnippetError as error:
        above = 0 if _imports_torch(code) else _IMPORT.count("\n")
        reason = refusal_text(error)
        raise NoProposal(reason, max(error.line - above, 1), error.column or 1) from None
    return python_program(code)


def _imports_torch(code: str) -> bool:
    return any(
        line.split()[:2] in (["import", "torch"], ["from", "torch"]) for line in code.split("\n")
    )


def _refuse_what_is_empty(tree: ast.Module, facts: Facts, literals: list[Literal]) -> None:
    last = tree.body[-1] if tree.body else None
    line, column = (last.lineno, last.col_offset + 1) if last else (1, 1)
    if not facts.leaves:
        raise NoProposal(
            say(
                "There is nothing to ask about: no tensor is made with requires_grad=True. "
                "Give it to the tensor whose gradient students shall find."
            ),
            line,
            column,
        )
    if not facts.calls:
        raise NoProposal(
            say("There is no gradient to ask about: backward() is never called. Add a call of it."),
            line,
            column,
        )
    if not literals:
        raise NoProposal(
            say(
                "There is nothing to vary: no number in it can become a parameter. "
                "Write the tensors as torch.tensor([…]) with numbers in them."
            ),
            line,
            column,
        )


def _questions(facts: Facts) -> list[tuple[str, str]]:
    """Choose what to ask: expressions with their prompts; without an expression it is how the program ends."""
    if "freed" in facts.seen:
        return [("", "What happens?")]
    found: dict[str, str] = dict.fromkeys(facts.notes, "")
    if facts.reached or not facts.notes:
        found |= {f"{leaf}.grad": "" for leaf in facts.leaves}
    found |= {text: "" for text in facts.shown if "(" not in text}
    found |= {
        f"{leaf}.data": f"The values of {leaf} at the end"
        for leaf in facts.leaves
        if leaf in facts.updated
    }
    return list(found.items())[:_MOST_QUESTIONS]


def _write(
    tree: ast.Module,
    facts: Facts,
    literals: list[Literal],
    questions: list[tuple[str, str]],
) -> str:
    topic = guess_topic(facts)
    operations = sum(isinstance(node, ast.BinOp) for node in ast.walk(tree)) * max(facts.calls, 1)
    largest = max(one.size for one in literals)
    lines = [
        f"title = {_quoted(topic.title)}",
        f"topic = {_quoted(topic.slug)}",
        f"difficulty = {guess_difficulty(facts, largest, operations)}",
        f"summary = {_quoted(topic.summary)}",
    ]
    if codes := guess_misconceptions(facts):
        lines.append(f"misconceptions = [{', '.join(map(_quoted, codes))}]")
    lines.append("[params]")
    lines += [f"{one.name} = {{ {_fields(one)} }}" for one in literals]
    for expr, prompt in questions:
        lines.append("[[ask]]")
        lines += [f"expr = {_quoted(expr)}"] if expr else ['kind = "error"']
        lines += [f"prompt = {_quoted(prompt)}"] if prompt else []
    return "\n".join((OPENING, *(f"# {line}" for line in lines), CLOSING, ""))


def _fields(one: Literal) -> str:
    kind = {
        0: 'kind = "number"',
        1: f'kind = "vector", size = {one.size}',
        2: f'kind = "matrix", shape = {list(one.shape)}',
    }[len(one.shape)]
    return f"{kind}, {one.source.written()}{', distinct = true' if one.distinct else ''}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _cut(code: str, tree: ast.Module, literals: list[Literal]) -> str:
    """Put the parameters' names in the places of their numbers, and take out what would tell the answers."""
    lines = code.encode().split(b"\n")
    for one in reversed(literals):
        _replace(lines, one.node, one.name.encode())
    # What stands on one line with another statement stays.
    on_line = Counter(line for one in tree.body for line in _lines(one))
    for statement in reversed(tree.body):
        if _shows(statement) and max(on_line[line] for line in _lines(statement)) == 1:
            del lines[statement.lineno - 1 : statement.end_lineno]
    text = b"\n".join(lines).decode().strip("\n") + "\n"
    return text if _imports_torch(code) else _IMPORT + text


def _lines(statement: ast.stmt) -> range:
    """Give the lines of a statement, from 1."""
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


def _replace(lines: list[bytes], node: ast.expr, name: bytes) -> None:
    """Write a name in the place of a node; lines that it took and no longer needs stay, but empty."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first] = before + name + after
    for line in range(first + 1, last + 1):
        lines[line] = b""


def _shows(statement: ast.stmt) -> bool:
    """Tell whether a statement does nothing but show something."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))) | ast.Expr(value=ast.Attribute()):
            return True
    return False
