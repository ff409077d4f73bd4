"""Snippets as highlighted HTML: classes only, because the content policy allows no inline style."""

import re
from functools import lru_cache

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_TICKED = re.compile("`([^`]+)`")


def ticked(text: str) -> Markup:
    """Return a text with what stands between backticks as code."""
    return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped above


@lru_cache(maxsize=512)
def highlighted(code: str) -> Markup:
    """Return a snippet with one `span.line` for each line; the style sheet numbers them."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    lines = highlight(code, PythonLexer(stripnl=False), formatter).rstrip("\n").split("\n")
    # Pygments escapes the code and closes its spans at each line's end, so a line is whole HTML.
    return Markup("\n").join(Markup(f'<span class="line">{line}</span>') for line in lines)  # noqa: S704
