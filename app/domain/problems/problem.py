"""The problem: one file, read and checked."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.domain.problems.ask import read_questions
from app.domain.problems.block import Block, split_file
from app.domain.problems.errors import ProblemError
from app.domain.problems.fields import Table
from app.domain.problems.metadata import (
    read_misconceptions,
    read_prerequisites,
    read_tolerance,
    read_topic,
)
from app.domain.problems.parameters import (
    ChoiceParameter,
    DrawError,
    Parameter,
    draw_all,
    read_parameters,
)
from app.domain.problems.questions import Question
from app.domain.problems.template import Template, TemplateError, make_template
from app.domain.texts import say

DEFAULT_RTOL = 1e-3
DEFAULT_ATOL = 1e-6
_MAX_PARAMETERS = 20
_TRIALS = 8
_MAX_CHARACTERS = 65_536


@dataclass(frozen=True)
class Problem:
    """A problem file.

    Attributes:
        slug: Its name in addresses and commands: the file's name, with `-` for `_`.
        version: The first 12 hex digits of SHA-256 of the file's text, so that a changed file is a
            new version by itself.
        title: Its name for people.
        topic: The slug of its topic.
        difficulty: 1 (first steps) to 5 (puzzles).
        summary: One sentence for the student; empty where the file gives none.
        rtol: The relative tolerance of its answers.
        atol: The absolute tolerance of its answers.
        legacy: Whether it runs by the rules of PyTorch 1.0-1.3, as old tutorials have it.
        prerequisites: The slugs of the topics that should come before it.
        misconceptions: The codes of the misconceptions that its answers must tell from the truth.
            Nothing that a student may see.
        kink: Whether it is about a point at which a function has no derivative. Nothing that a
            student may see.
        params: What each variant draws, each after those that it is made of.
        questions: What each variant asks; at least one.
        code: The snippet with its parameters' names.
        template: The same snippet, cut at its parameters.
    """

    slug: str
    version: str
    title: str
    topic: str
    difficulty: int
    summary: str
    rtol: float
    atol: float
    legacy: bool
    prerequisites: tuple[str, ...]
    misconceptions: tuple[str, ...]
    kink: bool
    params: tuple[Parameter, ...]
    questions: tuple[Question, ...]
    code: str
    template: Template = field(repr=False)


def load_problem(path: Path) -> Problem:
    """Read the problem file at `path`.

    Raises:
        ProblemError: The file cannot be read or is no problem; the message names file, line and
            field, and what is allowed.
    """
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        reason = say("cannot be read: %(reason)s", reason=error.strerror)
        raise ProblemError(reason, file=path.name) from None
    except UnicodeDecodeError:
        raise ProblemError(say("is not UTF-8 text; save it as such"), file=path.name) from None
    return parse_problem(text, slug=path.stem.replace("_", "-"), file=path.name)


def parse_problem(text: str, *, slug: str, file: str | None = None) -> Problem:
    """Read a problem from its file's `text`; `file` is the name that errors give.

    Raises:
        ProblemError: The text is no problem; the message names line and field, and what is allowed.
    """
    file = file or slug
    if len(text) > _MAX_CHARACTERS:
        reason = say("is longer than %(most)s characters", most=_MAX_CHARACTERS)
        raise ProblemError(reason, file=file)
    block = split_file(text, file)
    table = Table(block, (), block.metadata)
    title = table.text("title", say("one line of text"))
    topic = read_topic(table)
    difficulty = table.whole("difficulty", 1, 5, default=1)
    summary = table.text("summary", say("one sentence for the student"), default="")
    rtol = read_tolerance(table, "rtol", DEFAULT_RTOL)
    atol = read_tolerance(table, "atol", DEFAULT_ATOL)
    legacy = table.flag("legacy")
    prerequisites = read_prerequisites(table, topic)
    misconceptions = read_misconceptions(table)
    kink = table.flag("kink")
    params = _read_params(table)
    _try_params(params, block)
    names = tuple(parameter.name for parameter in params)
    questions = read_questions(
        table.tables("ask", say("a list: one `[[ask]]` with an `expr` for each question")), names
    )
    table.finish()
    return Problem(
        slug=slug,
        version=sha256(text.encode()).hexdigest()[:12],
        title=title,
        topic=topic,
        difficulty=difficulty,
        summary=summary,
        rtol=rtol,
        atol=atol,
        legacy=legacy,
        prerequisites=prerequisites,
        misconceptions=misconceptions,
        kink=kink,
        params=params,
        questions=questions,
        code=block.code,
        template=_read_template(block, params),
    )


def _read_params(table: Table) -> tuple[Parameter, ...]:
    entries = table.table("params")
    if len(entries) > _MAX_PARAMETERS:
        raise table.error(
            "params", say("may hold at most %(most)s parameters", most=_MAX_PARAMETERS)
        )
    return read_parameters(entries)


def _try_params(params: tuple[Parameter, ...], block: Block) -> None:
    """Draw a few times, so that what has no value is told when the file is read."""
    for trial in range(_TRIALS):
        try:
            draw_all(params, f"trial/{trial}/{{}}".format)
        except DrawError as error:
            raise block.error(("params", error.name), error.reason) from None


def _read_template(block: Block, params: tuple[Parameter, ...]) -> Template:
    try:
        template = make_template(block.code, tuple(p.name for p in params), lines=True)
    except TemplateError as error:
        line = block.code_line + error.line - 1
        raise ProblemError(error.message, file=block.file, line=line, column=error.column) from None
    _check_uses(template, params, block)
    for param in params:
        if isinstance(param, ChoiceParameter):
            _check_lines(template, param, block)
    return template


def _check_uses(template: Template, params: tuple[Parameter, ...], block: Block) -> None:
    """Refuse parameters that neither the snippet nor a parameter in it is made of."""
    used = set(template.names)
    for param in reversed(params):
        if param.name not in used:
            raise block.error(
                ("params", param.name),
                say("the parameter `%(name)s` is not used in the snippet", name=param.name),
            )
        used |= param.needs


def _check_lines(template: Template, choice: ChoiceParameter, block: Block) -> None:
    """Refuse statements as fragments of a choice that stands inside of a line."""
    inside = any(p.name == choice.name and p.indent is None for p in template.places)
    if choice.statements and inside:
        raise block.error(
            ("params", choice.name, "from"),
            say(
                "holds `%(code)s`, which is a statement; so `%(name)s` must stand "
                "alone on its line in the snippet",
                code=choice.statements[0],
                name=choice.name,
            ),
        )
