"""Every text that people read, found in the sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_file

from app.domain.diagnosis.misconceptions import MISCONCEPTIONS
from app.domain.explanation.local_rules import ANY_RULE, LOCAL_RULES
from app.domain.problems import TOPICS, Problem, library
from app.errors import NOT_OPEN_YET, InvalidCredentials, NotFound

ROOT = Path(__file__).parents[2]
BOOKS = ("pages", "rules", "misconceptions", "explanations", "problems")
"""The files of a language. A text is in the first one that has a use for it."""

# `worded` is the engine's own `say`: pages show what it refuses.
_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "say", "worded")),
    **dict.fromkeys(("ngettext", "say_many"), (1, 2)),
}
_JINJA = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


@dataclass(frozen=True)
class Text:
    """A text in a source.

    Attributes:
        pattern: The text, with `%(name)s` in place of values.
        plural: The same for more than one; empty where nothing is counted.
        book: The file that its translation is in.
        source: Where it was found, from the project's folder.
    """

    pattern: str
    plural: str
    book: str
    source: str


def texts() -> list[Text]:
    """Find all texts, each once, in the order in which the files have them."""
    found: dict[tuple[str, str], Text] = {}
    for text in sorted(
        [*_of_templates(), *_of_python(), *_of_data()], key=lambda text: BOOKS.index(text.book)
    ):
        found.setdefault((text.pattern, text.plural), text)
    return list(found.values())


def _of_templates() -> Iterator[Text]:
    for path in sorted((ROOT / "app/web/templates").glob("*.html")):
        yield from _extracted(path, "jinja2.ext:babel_extract", "pages", _JINJA)


def _of_python() -> Iterator[Text]:
    for path in (*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "engine").rglob("*.py"))):
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith(("app/cli/", "app/domain/problems/library/")):
            yield from _extracted(path, "python", _book_of(place), {})


def _book_of(place: str) -> str:
    if place.startswith("app/web/"):
        return "pages"
    if place.startswith("app/domain/diagnosis/"):
        return "misconceptions"
    if place.startswith("app/domain/explanation/"):
        return "explanations"
    return "rules"


def _extracted(path: Path, method: str, book: str, options: dict[str, str]) -> Iterator[Text]:
    source = path.relative_to(ROOT).as_posix()
    for _line, found, _comments, _context in extract_from_file(
        method, path, keywords=_KEYWORDS, options=options
    ):
        pattern, plural = found if isinstance(found, tuple) else (found, "")
        yield Text(pattern, plural or "", book, source)


def _of_data() -> Iterator[Text]:
    """What is written as plain data: constants, and the files of the library."""
    for source, book, patterns in _written_as_data():
        yield from (Text(pattern, "", book, source) for pattern in patterns)


def _written_as_data() -> Iterator[tuple[str, str, Iterable[str]]]:
    errors = str(NotFound()), str(InvalidCredentials()), NOT_OPEN_YET
    yield "app/errors.py", "rules", errors
    for belief in MISCONCEPTIONS:
        texts_of_belief = belief.name, belief.student, belief.instructor
        yield "app/domain/diagnosis/misconceptions", "misconceptions", texts_of_belief
    for rule in (*LOCAL_RULES.values(), ANY_RULE):
        words = (words for words in rule.worded if any(map(str.isalpha, words)))
        yield "app/domain/explanation/local_rules", "explanations", (rule.words, *words)
    for topic in TOPICS:
        yield "app/domain/problems/topics.py", "problems", (topic.title, topic.summary)
    for problem in library():
        name = problem.slug.replace("-", "_")
        yield f"app/domain/problems/library/{name}.py", "problems", _of_problem(problem)


def _of_problem(problem: Problem) -> Iterator[str]:
    yield problem.title
    if problem.summary:
        yield problem.summary
    for question in problem.questions:
        if question.prompt:
            yield question.prompt
        yield from (option.label for option in question.options if " " in option.label)
