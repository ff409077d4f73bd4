"""The graph that a run recorded: leaves and operations, with what flowed between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.explanation.figures import IN_PICTURE, figure
from app.domain.explanation.labels import Labels
from app.domain.texts import Message, listing, say
from engine.snippet.recording.events import (
    Bound,
    Event,
    Filled,
    GradChanged,
    LeftOut,
    Made,
    Ran,
    Started,
    ValueChanged,
)

MOST_VERTICES: Final = 24
"""A larger graph is drawn without its middle."""
OUTSIDE: Final = 0
"""The place of what is not drawn; recordings count from 1."""


class VertexKind(StrEnum):
    """What a vertex stands for."""

    LEAF = "leaf"
    OPERATION = "operation"
    OUTSIDE = "outside"
    """The middle of a graph too large to draw."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A leaf or an operation.

    Attributes:
        place: Its number in the recording.
        kind: What it stands for.
        title: A leaf's name, or PyTorch's name of the operation.
        name: The name of what the operation gave; empty where it has none, and of a leaf.
        code: The expression that gave it; empty for a leaf, and for what an operation made inside.
        value: What a leaf held at the end, or what the operation gave.
        grad: What a `.grad` held at the end; empty where there is none to tell.
    """

    place: int
    kind: VertexKind
    title: str
    name: str
    code: str
    value: str
    grad: str = ""


@dataclass(frozen=True, slots=True)
class Cotangent:
    """What a backward pass brought to a place.

    Attributes:
        number: Which backward pass, from 1.
        parts: What it brought; of an operation that takes a value twice, both parts.
    """

    number: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " + ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Link:
    """A way from what a value was made of to the operation that made it.

    Attributes:
        source: The place that the value comes from, to which a cotangent goes back.
        target: The operation's place.
        value: What went forward.
        cotangents: What came back, one entry for each backward pass that did.
    """

    source: int
    target: int
    value: str
    cotangents: tuple[Cotangent, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a value leaves the graph and backward passes begin.

    Attributes:
        place: The place that it comes from.
        value: What came out.
        cotangents: What backward passes began with here.
    """

    place: int
    value: str
    cotangents: tuple[Cotangent, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """The whole graph, or its first and its last part.

    Attributes:
        vertices: In the order in which they came to be.
        links: Between them.
        endings: Where values leave the graph.
        passes: How many backward passes there were.
        left_out: How many operations and leaves are not drawn; a long run's recording may lack more.
        torn: Whether the recording itself left out the middle of the run.
    """

    vertices: tuple[Vertex, ...]
    links: tuple[Link, ...]
    endings: tuple[Ending, ...]
    passes: int = 0
    left_out: int = 0
    torn: bool = False

    @property
    def note(self) -> str:
        """What to say of a graph that is not drawn whole; else empty."""
        if self.torn:
            return say("The run is long: its graph is drawn without the middle.")
        if self.left_out:
            return say(
                "The graph is large: %(left_out)s operations and leaves are not drawn.",
                left_out=self.left_out,
            )
        return ""


class _Drawing:
    """What is known of the graph while the events go by."""

    def __init__(self) -> None:
        self.labels = Labels()
        self.made: dict[int, Made] = {}
        self.values: dict[tuple[int, int], str] = {}
        self.returned: dict[tuple[int, int], list[Cotangent]] = {}
        self.starts: dict[int, list[Cotangent]] = {}
        self.passes = 0
        self.grads: dict[int, str] = {}

    def see(self, event: Event) -> None:
        match event:
            case Made():
                self.labels.make(event)
                self.made[event.place] = event
                for source in event.sources:
                    value = self.labels.value(source)
                    self.values[source, event.place] = (
                        "" if value is None else figure(value, IN_PICTURE)
                    )
            case Bound():
                self.labels.bind(event)
            case ValueChanged():
                self.labels.change(event)
            case Filled() | GradChanged():
                self.grads[event.tensor] = figure(event.after, IN_PICTURE)
            case Started():
                self._see_start(event)
            case Ran():
                self._see_pass(event)

    def _see_start(self, event: Started) -> None:
        self.passes += 1
        for root, cotangent in zip(event.roots, event.cotangents, strict=False):
            if root is not None and cotangent is not None:
                start = Cotangent(self.passes, (figure(cotangent, IN_PICTURE),))
                self.starts.setdefault(root, []).append(start)

    def _see_pass(self, event: Ran) -> None:
        sent: dict[int, list[str]] = {}
        for one in event.sent:
            sent.setdefault(one.to, []).append(figure(one.arrived, IN_PICTURE))
        for place, parts in sent.items():
            came = Cotangent(self.passes, tuple(parts))
            self.returned.setdefault((place, event.place), []).append(came)

    def vertex(self, made: Made) -> Vertex:
        called, value = self.labels.of_place(made.place), self.labels.value(made.place)
        written = "" if value is None else figure(value, IN_PICTURE)
        grad = "" if made.tensor is None else self.grads.get(made.tensor, "")
        if not made.operation:
            return Vertex(made.place, VertexKind.LEAF, called, "", "", written, grad or "None")
        name = "" if called in {made.text, made.operation} else called
        return Vertex(
            made.place, VertexKind.OPERATION, made.operation, name, made.text, written, grad
        )


def graph_of(events: Sequence[Event]) -> Graph:
    """Read the graph off a recording."""
    drawing = _Drawing()
    for event in events:
        drawing.see(event)
    used = {source for made in drawing.made.values() for source in made.sources}
    vertices = [
        drawing.vertex(made)
        for place, made in drawing.made.items()
        if made.operation or made.requires_grad or place in used or place in drawing.starts
    ]
    kept, gap = _cut(vertices)
    places = {vertex.place for vertex in kept}
    links = _links(drawing, places)
    inner = {link.source for link in links}
    endings = tuple(
        Ending(vertex.place, vertex.value, tuple(drawing.starts.get(vertex.place, ())))
        for vertex in kept
        if vertex.place in drawing.starts
        or (vertex.kind is VertexKind.OPERATION and vertex.place not in inner)
    )
    torn = any(isinstance(event, LeftOut) for event in events)
    return Graph(tuple(kept), links, endings, drawing.passes, gap, torn)


def _cut(vertices: list[Vertex]) -> tuple[list[Vertex], int]:
    """The first and the last vertices, with one in between that stands for the others."""
    gap = len(vertices) - MOST_VERTICES
    if gap <= 0:
        return vertices, 0
    first = MOST_VERTICES // 2
    middle = Vertex(OUTSIDE, VertexKind.OUTSIDE, str(gap + 1), "", "", "")
    return [*vertices[:first], middle, *vertices[first + gap + 1 :]], gap + 1


def _links(drawing: _Drawing, places: set[int]) -> tuple[Link, ...]:
    links: dict[tuple[int, int], Link] = {}
    for target, made in drawing.made.items():
        for source in made.sources:
            ends = _drawn(source, places), _drawn(target, places)
            if not (any(ends) and places.issuperset(ends)):
                continue
            value = drawing.values[source, target]
            returned = tuple(drawing.returned.get((source, target), ()))
            hidden = OUTSIDE in ends
            links[ends] = Link(*ends, "" if hidden else value, () if hidden else returned)
    return tuple(links.values())


def _drawn(place: int, places: set[int]) -> int:
    return place if place in places else OUTSIDE


def described(graph: Graph) -> Iterable[str]:
    """The graph in sentences, one for each vertex, for those who cannot see a picture."""
    called = {vertex.place: _spoken(vertex) for vertex in graph.vertices}
    starts = {ending.place: ending.cotangents for ending in graph.endings}
    for vertex in graph.vertices:
        yield from _sentence(graph, vertex, called, starts.get(vertex.place, ()))


def _sentence(
    graph: Graph, vertex: Vertex, called: dict[int, str], starts: tuple[Cotangent, ...]
) -> Iterable[str]:
    """What is to be said of a vertex, as one text of several sentences."""
    if vertex.kind is VertexKind.OUTSIDE:
        yield say("%(number)s more operations and leaves are not drawn.", number=vertex.title)
        return
    text = _of_itself(graph, vertex, called)
    if starts:
        starting = say("Backward begins here with %(cotangents)s.", cotangents=_listed(starts))
        text = say("%(first)s %(then)s", first=text, then=starting)
    for link in graph.links:
        if link.target == vertex.place and link.cotangents:
            sent = say(
                "It sends %(cotangents)s back to %(source)s.",
                cotangents=_listed(link.cotangents),
                source=called[link.source],
            )
            text = say("%(first)s %(then)s", first=text, then=sent)
    yield text


def _of_itself(graph: Graph, vertex: Vertex, called: dict[int, str]) -> Message:
    """What a vertex is made of and holds."""
    name = called[vertex.place]
    if vertex.kind is VertexKind.LEAF:
        return say(
            "%(leaf)s is %(value)s; %(name)s.grad is %(grad)s.",
            leaf=name,
            value=vertex.value,
            name=vertex.title,
            grad=vertex.grad,
        )
    sources = [called[link.source] for link in graph.links if link.target == vertex.place]
    taken = listing(sources) if sources else say("what is not drawn")
    if vertex.value:
        return say(
            "%(operation)s takes %(taken)s and gives %(value)s.",
            operation=name,
            taken=taken,
            value=vertex.value,
        )
    return say("%(operation)s takes %(taken)s.", operation=name, taken=taken)


def _listed(cotangents: tuple[Cotangent, ...]) -> str:
    text: str = cotangents[0].text
    for cotangent in cotangents[1:]:
        text = say("%(before)s, then %(after)s", before=text, after=cotangent.text)
    return text


def _spoken(vertex: Vertex) -> str:
    if vertex.kind is VertexKind.LEAF:
        return say("Leaf %(title)s", title=vertex.title)
    called = vertex.name or vertex.code
    return f"{vertex.title} ({called})" if called else vertex.title
