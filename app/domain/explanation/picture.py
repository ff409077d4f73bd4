"""The graph as an SVG picture.

It is 400 units wide, its text 12 units high: at 400 pixels a unit is a pixel. Colours come from the
page: lines and text are `currentColor`, and these classes may be styled: `graph`, `graph-leaf`,
`graph-operation`, `graph-outside` (boxes), `graph-line`, `graph-arrow`, `graph-label` (behind the
numbers on a line), `graph-title`, `graph-code`, `graph-value`, `graph-grad` and `graph-cotangent`
(texts). The picture has neither style attributes nor scripts nor ids.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from app.domain.explanation.explanation import Explanation
from app.domain.explanation.graph import (
    Cotangent,
    Ending,
    Graph,
    Link,
    Vertex,
    VertexKind,
    described,
)
from app.domain.explanation.layout import MARGIN, WIDTH, Layout, Line, Point, Size, Spot, lay_out
from app.domain.texts import say

_LETTER: Final = 7.4
"""The width of a letter of a monospaced font of 12 units."""
_LEADING: Final = 15.0
"""From one line of text to the next."""
_BASE: Final = 11.5
"""From the top of a line of text to the line that letters stand on."""
_PADDING: Final = 6.0
_BOX: Final = 22
"""Letters in a line inside a box."""
_LABEL: Final = 18
"""Letters in a line on an edge."""
_LINES: Final = 3
"""A text is cut after so many lines."""
_LEGEND: Final = say("↓ value going forward · ↑ cotangent coming back")
_LEGEND_OF_SEVERAL: Final = say("↓ value going forward · ↑₁ cotangent in pass 1")
_TITLE: Final = say("The graph that the program recorded")
_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Text = tuple[str, str]
"""One line of text, and its class."""


def graph_svg(explanation: Explanation, write: Callable[[str], str] = str) -> str:
    """Draw the graph of an explanation; empty where nothing was recorded.

    Args:
        explanation: What is told of a run.
        write: Writes a text of ours in the reader's language.
    """
    graph = explanation.graph
    if not graph.vertices:
        return ""
    boxes = {vertex.place: _in_box(vertex) for vertex in graph.vertices}
    endings = {-1 - place: ending for place, ending in enumerate(graph.endings)}
    boxes.update({place: _on_ending(ending, graph) for place, ending in endings.items()})
    labels = {(link.source, link.target): _on_link(link, graph) for link in graph.links}
    lines = [
        *(Line(*ends, _size(texts)) for ends, texts in labels.items()),
        *(Line(ending.place, place, Size(0, 0)) for place, ending in endings.items()),
    ]
    sizes = {place: _boxed(texts) if place >= 0 else _size(texts) for place, texts in boxes.items()}
    layout = lay_out(sizes, lines)
    kinds = {vertex.place: vertex.kind for vertex in graph.vertices}
    parts = [
        *_lines(layout.lines),
        *(_label(line.spot, labels[line.source, line.target]) for line in lines if line.spot),
        *(_box(spot, boxes[place], kinds.get(place)) for place, spot in layout.boxes.items()),
    ]
    return _svg(graph, layout, parts, write)


def _svg(graph: Graph, layout: Layout, parts: Iterable[str], write: Callable[[str], str]) -> str:
    height = layout.height + _LEADING + _PADDING
    below = Spot(MARGIN, layout.height, WIDTH - 2 * MARGIN, _LEADING)
    told = _LEGEND_OF_SEVERAL if graph.passes > 1 else _LEGEND
    legend = _texts(below, [(write(told), "graph-code")])
    described_by = escape(_clean(" ".join(map(write, described(graph)))))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}" '
        f'fill="none" stroke="currentColor" font-family="monospace" font-size="12">'
        f"<title>{escape(write(_TITLE))}</title><desc>{described_by}</desc>"
        f"{''.join(parts)}{legend}</svg>"
    )


# -- what stands where ---------------------------------------------------------------------------


def _in_box(vertex: Vertex) -> list[_Text]:
    if vertex.kind is VertexKind.OUTSIDE:
        return [(f"… +{vertex.title} …", "graph-code")]
    if vertex.kind is VertexKind.LEAF:
        return [
            *_leaf_lines(vertex.title, vertex.value),
            *_wrapped(f"grad {vertex.grad}", _BOX, "graph-grad"),
        ]
    texts = [(part, "graph-title") for part in _operation_lines(vertex.title)]
    called = vertex.name or vertex.code
    if vertex.name and _width(f"{vertex.name} = {vertex.code}") <= _BOX:
        called = f"{vertex.name} = {vertex.code}"
    if called:
        texts += [(_cut(called, _BOX), "graph-code")]
    return texts + (_wrapped(f"grad {vertex.grad}", _BOX, "graph-grad") if vertex.grad else [])


def _leaf_lines(title: str, value: str) -> list[_Text]:
    """A leaf's name and value, on one line where there is room."""
    whole = f"{title} = {value}"
    if _width(whole) <= _BOX:
        return [(whole, "graph-title")]
    return [(_cut(title, _BOX), "graph-title"), *_wrapped(f"= {value}", _BOX, "graph-title")]


def _on_link(link: Link, graph: Graph) -> list[_Text]:
    """What went forward, unless it stands in the leaf it comes from, and what came back."""
    leaf = any(
        vertex.place == link.source
        and vertex.kind is VertexKind.LEAF
        and vertex.value == link.value
        for vertex in graph.vertices
    )
    return _flow("" if leaf else link.value, link.cotangents, graph)


def _on_ending(ending: Ending, graph: Graph) -> list[_Text]:
    return _flow(ending.value, ending.cotangents, graph)


def _flow(value: str, cotangents: Sequence[Cotangent], graph: Graph) -> list[_Text]:
    texts = _wrapped(f"↓ {value}", _LABEL, "graph-value") if value else []
    for cotangent in cotangents[:_LINES]:
        arrow = f"↑{_lowered(cotangent.number)}" if graph.passes > 1 else "↑"
        whole = f"{arrow} {cotangent.text}"
        if _width(whole) <= _LABEL:
            texts.append((whole, "graph-cotangent"))
            continue
        for place, part in enumerate(cotangent.parts):
            texts += _wrapped(f"{'+' if place else arrow} {part}", _LABEL, "graph-cotangent")
    more = len(cotangents) - _LINES
    return [*texts, (f"↑ … +{more}", "graph-cotangent")] if more > 0 else texts


def _lowered(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))


def _operation_lines(name: str) -> list[str]:
    """The name of an operation, on a second line from `Backward` on where it is long."""
    if _width(name) <= _BOX:
        return [name]
    head, _, tail = name.rpartition("Backward")
    return [_cut(head or name, 2 * _BOX), *([f"Backward{tail}"] if head else [])]


def _wrapped(text: str, most: int, kind: str) -> list[_Text]:
    """A text in lines of so many letters, broken at spaces where there are any, cut where long."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and _width(lines[-1]) + 1 + _width(word) <= most:
            lines[-1] += f" {word}"
        elif lines[-1]:
            lines.append(_cut(word, most))
        else:
            lines[-1] = _cut(word, most)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], _cut(f"{lines[_LINES - 1]} …", most)]
    return [(line, kind) for line in lines]


def _cut(text: str, most: int) -> str:
    if _width(text) <= most:
        return text
    while _width(text) >= most:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> int:
    """How many letters wide a text is; some scripts have letters of double width."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _size(texts: Sequence[_Text]) -> Size:
    if not texts:
        return Size(0, 0)
    return Size(max(_width(text) for text, _ in texts) * _LETTER, len(texts) * _LEADING)


def _boxed(texts: Sequence[_Text]) -> Size:
    inner = _size(texts)
    return Size(inner.width + 2 * _PADDING, inner.height + 2 * _PADDING)


# -- drawing -------------------------------------------------------------------------------------


def _box(spot: Spot, texts: Sequence[_Text], kind: VertexKind | None) -> str:
    if kind is None:
        return _texts(spot, texts)
    inner = Spot(
        spot.x + _PADDING,
        spot.y + _PADDING,
        spot.width - 2 * _PADDING,
        spot.height - 2 * _PADDING,
    )
    round_corners = 12 if kind is VertexKind.LEAF else 2
    dashes = ' stroke-dasharray="3 3"' if kind is VertexKind.OUTSIDE else ""
    return (
        f'<g class="graph-{kind.value}"><rect x="{spot.x:.1f}" y="{spot.y:.1f}" '
        f'width="{spot.width:.1f}" height="{spot.height:.1f}" rx="{round_corners}"{dashes}/>'
        f"{_texts(inner, texts)}</g>"
    )


def _label(spot: Spot, texts: Sequence[_Text]) -> str:
    return (
        f'<g class="graph-label"><rect x="{spot.x:.1f}" y="{spot.y:.1f}" '
        f'width="{spot.width:.1f}" height="{spot.height:.1f}" fill="Canvas" stroke="none"/>'
        f"{_texts(spot, texts)}</g>"
    )


def _texts(spot: Spot, texts: Sequence[_Text]) -> str:
    return "".join(
        f'<text class="{kind}" x="{spot.middle:.1f}" y="{spot.y + place * _LEADING + _BASE:.1f}" '
        f'text-anchor="middle" fill="currentColor" stroke="none">{escape(_clean(text))}</text>'
        for place, (text, kind) in enumerate(texts)
    )


def _lines(lines: Sequence[Line]) -> Iterator[str]:
    """The lines and their arrows; what lines from one box share is drawn once."""
    drawn: set[tuple[Point, Point]] = set()
    for line in lines:
        path = ""
        for one, other in pairwise(line.points):
            if (one, other) not in drawn:
                path += f"M{_written(one)}{_curve(one, other)}"
                drawn.add((one, other))
        x, y = line.points[-1]
        arrow = f"M{_written((x - 3.5, y - 7))}L{_written((x, y))}L{_written((x + 3.5, y - 7))}Z"
        yield f'<path class="graph-line" d="{path}"/>'
        yield f'<path class="graph-arrow" d="{arrow}" fill="currentColor" stroke="none"/>'


def _curve(one: Point, other: Point) -> str:
    if one[0] == other[0]:
        return f"L{_written(other)}"
    middle = (one[1] + other[1]) / 2
    return f"C{_written((one[0], middle))} {_written((other[0], middle))} {_written(other)}"


def _written(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
