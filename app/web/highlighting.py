"""Snippets as highlighted HTML: classes only, because the content policy allows no inline style."""

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


@lru_cache(maxsize=512)
def highlighted(code: str) -> Markup:
    """Return a snippet with one `span.line` for each line; the style sheet numbers them."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    lines = highlight(code, PythonLexer(stripnl=False), formatter).rstrip("\n").split("\n")
    # Pygments escapes the code and closes its spans at each line's end, so a line is whole HTML.
    return Markup("\n").join(Markup(f'<span class="line">{line}</span>') for line in lines)  # noqa: S704
