"""Every text that people read, found in the sources."""

from collections.abc import Iterator
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

_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_many": (1, 2)}
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
    for path in sorted((ROOT / "app").rglob("*.py")):
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
    for pattern in (str(NotFound()), str(InvalidCredentials()), NOT_OPEN_YET):
        yield Text(pattern, "", "rules", "app/errors.py")
    for belief in MISCONCEPTIONS:
        for pattern in (belief.name, belief.student, belief.instructor):
            yield Text(pattern, "", "misconceptions", "app/domain/diagnosis/misconceptions")
    for rule in (*LOCAL_RULES.values(), ANY_RULE):
        yield Text(rule.words, "", "explanations", "app/domain/explanation/local_rules")
    for topic in TOPICS:
        for pattern in (topic.title, topic.summary):
            yield Text(pattern, "", "problems", "app/domain/problems/topics.py")
    for problem in library():
        source = f"app/domain/problems/library/{problem.slug.replace('-', '_')}.py"
        for pattern in _of_problem(problem):
            yield Text(pattern, "", "problems", source)


def _of_problem(problem: Problem) -> Iterator[str]:
    yield problem.title
    if problem.summary:
        yield problem.summary
    for question in problem.questions:
        if question.prompt:
            yield question.prompt
        yield from (option.label for option in question.options if " " in option.label)
