"""No visible word of any page comes from elsewhere than the catalogue, what people typed excepted."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pprint import pformat

import pytest
from babel.support import NullTranslations
from flask_babel import Domain, get_babel

from tests.app.web.access.table import ACCESS
from tests.texts.sources import texts

BEGIN, END = (
    "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}",
    "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}",
)
LABELS = {"aria-label", "title", "placeholder", "alt"}
VOID = {"input", "meta", "link", "br", "hr", "img", "rect", "path", "circle", "line", "use"}
# Programs, formulas and what is written in a language of its own.
NO_WORDS = {"code", "pre", "script", "style", "math", "svg", "textarea", "time"}
TYPED = re.compile(
    r"""
      [A-Z]\w+(?:/[\w+-]+)+             # a time zone
    | \b[A-Z0-9]{8}\b                  # a join code
    | \b[a-z0-9]+(?:-[a-z0-9]+)+\b     # the name of a problem in addresses
    | \b\w+Backward\d\b               # PyTorch's name of an operation
    | \b(?:
        Gradmark | UTC | GMT | Cronbach | Gradients | Week\ 1 | Grace | Ada | Root | Second | Hopper | Lovelace
      | classmate | former | grader | outsider | Another\ course | Look\ at\ the\ weights
      | Why\ is\ it\ not\ zero | command\ line | [\w.]+@example\.org
      | Our\ own | Twice\ through\ a\ square | The\ weights\ were\ not\ said\ clearly
      | GET | POST | PATCH | PUT | DELETE
    )\b
    """,
    re.VERBOSE,
)
WORD = re.compile(r"[A-Za-z]{2,}")


@cache
def known() -> frozenset[str]:
    """Return every text of the sources; reading them takes seconds, so only who needs them does."""
    return frozenset(pattern for text in texts() for pattern in (text.pattern, text.plural))


class Marked(NullTranslations):
    """Writes every text that the catalogue knows between brackets."""

    def gettext(self, message: str) -> str:
        return f"{BEGIN}{message}{END}" if message in known() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    ugettext = gettext
    ungettext = ngettext


class MarkedDomain(Domain):
    """Asks for the marked texts, whatever the language."""

    def get_translations(self) -> Marked:
        return Marked()


class Page(HTMLParser):
    """Reads what stands outside of the brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self._depth = 0
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent:
            self.outside += [
                word for name, value in attrs if name in LABELS for word in unmarked(value or "")
            ]
        speaks = tag not in NO_WORDS and (tag == "html" or "lang" not in dict(attrs))
        if tag not in VOID and (self._silent or not speaks):
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        kept, self._depth = outside(data, self._depth)
        self.outside += words(kept)


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """Return what stands outside of all brackets, and how deep the text ends."""
    kept = ""
    for character in text:
        depth += (character == BEGIN) - (character == END)
        kept += character if depth == 0 and character != END else " "
    return kept, depth


def words(text: str) -> list[str]:
    plain = TYPED.sub("", text)
    return [" ".join(plain.split())] if WORD.search(plain) else []


def unmarked(text: str) -> Iterator[str]:
    yield from words(outside(text)[0])


@pytest.fixture
def marked(visit):
    """The application with every known text between brackets."""
    with visit.app.app_context():
        babel = get_babel().instance
    ours = babel.domain_instance
    babel.domain_instance = MarkedDomain()
    yield visit
    babel.domain_instance = ours


@pytest.mark.parametrize("who", ["stranger", "student", "instructor", "administrator"])
def test_no_page_says_a_word_that_the_catalogue_does_not_know(marked, who):
    found = {}
    for method, pattern in ACCESS:
        if method == "GET":
            answer = marked.ask(who, method, pattern)
            if answer.mimetype == "text/html" and answer.location is None:
                page = Page()
                page.feed(answer.text)
                page.close()
                if page.outside:
                    found[pattern] = sorted(set(page.outside))
    assert not found, pformat(found)


def test_a_word_from_elsewhere_is_found():
    page = Page()
    page.feed(f'<p title="Plain">{BEGIN}Known <b>words</b>{END} and others <code>x.grad</code></p>')

    assert page.outside == ["Plain", "and others"]
