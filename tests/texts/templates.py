"""Finds what a template says without asking the catalogue."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from jinja2 import Environment, nodes

_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_LABELS: Final = frozenset({"aria-label", "title", "placeholder", "alt"})
_NOT_PROSE: Final = frozenset({"code", "pre", "script", "style", "math", "svg"})
_CALLS: Final = {"_": 1, "gettext": 1, "ngettext": 2}
_SENTENCE: Final = re.compile(r"[A-Za-z]{2,},? [A-Za-z]|^[A-Z][a-z]+[.:?!…]?$")
_ATTRIBUTE: Final = re.compile(r'[a-z-]+="[^"]*"')
_OUR_NAME: Final = "Gradmark"


def untranslated(source: str) -> list[str]:
    """Give every visible text and label of a template that does not go through the catalogue."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    tree = environment.parse(source)
    page = _Page()
    page.feed("".join(_markup(tree)))
    page.close()
    return [*page.found, *_sentences(tree)]


class _Page(HTMLParser):
    """Reads the markup that stands in a template as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._outside_prose = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._outside_prose += tag in _NOT_PROSE
        self.found += [value for name, value in attrs if name in _LABELS and _speaks(value or "")]

    def handle_endtag(self, tag: str) -> None:
        self._outside_prose -= tag in _NOT_PROSE

    def handle_data(self, data: str) -> None:
        # A macro may hold attributes alone, for others to put into a tag.
        if not self._outside_prose and _speaks(_ATTRIBUTE.sub("", data)):
            self.found.append(data.strip())


def _speaks(text: str) -> bool:
    return _WORD.search(text.replace(_OUR_NAME, "")) is not None


def _markup(node: nodes.Node) -> Iterator[str]:
    """What is written out as it stands, but for blocks whose content is no text."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Block) and node.name == "width":
        return
    else:
        for child in node.iter_child_nodes():
            yield from _markup(child)


def _sentences(node: Any) -> Iterator[str]:
    """Constants in expressions that read like prose: `{{ "Try again" if newest else "Submit" }}`."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        looked_up = _CALLS.get(node.node.name, 0)
        for child in (*node.args[looked_up:], *node.kwargs):
            yield from _sentences(child)
    elif isinstance(node, nodes.Const):
        if isinstance(node.value, str) and _SENTENCE.search(node.value):
            yield node.value
    else:
        for child in node.iter_child_nodes():
            yield from _sentences(child)
