"""The picture of a graph: well-formed, without overlaps, and no wider than a phone."""

import contextlib
import itertools
import random
import re
from xml.etree import ElementTree as ET

import pytest

from app.domain.explanation import graph_svg
from app.domain.explanation.graph import MOST_VERTICES
from app.domain.explanation.layout import MARGIN, WIDTH, Line, Size, Spot, lay_out
from app.domain.problems import BrokenProblem, library
from tests.app.domain.explanation.programs import dealt, explained
from tests.oracle.runner import programs

SVG = "{http://www.w3.org/2000/svg}"
LETTER = 7.3
"""The width of a letter at 12 units in the usual monospaced fonts (0.602 of their size)."""
MANY = "\n".join(f"a{i} = torch.tensor({i}., requires_grad=True)" for i in range(12))
GRAPHS = {
    "a chain": "x = torch.ones(3, requires_grad=True)\ny = x.exp().sin().tanh().sum()\ny.backward()",
    "a long loop": (
        "x = torch.ones(3, requires_grad=True)\ny = x * 2\nfor i in range(40):\n    y = y * 1.5\n"
        "y.backward(torch.ones(3))"
    ),
    "twelve leaves": f"{MANY}\ny = {' + '.join(f'a{i}' for i in range(12))}\ny.backward()",
    "a wide name": (
        "x = torch.ones(2, requires_grad=True)\n"
        "y = torch.nn.functional.binary_cross_entropy_with_logits(x, torch.ones(2))\ny.backward()"
    ),
    "wide letters": "変数名変数名変数名変数名変数名 = torch.ones(2, requires_grad=True)\n(変数名変数名変数名変数名変数名 * 2).sum().backward()",
    "one tensor in many places": (
        "x = torch.ones(2, requires_grad=True)\n"
        "y = x.sin() * x.cos() + x.exp() / x - x ** 2 + x.tanh() * x.sigmoid() + x.sqrt()\n"
        "y.sum().backward()"
    ),
    "large numbers": "x = torch.full((5, 5), 1e-7 / 3, requires_grad=True)\n(x * x).sum().backward()",
    "many passes": (
        "x = torch.ones(2, requires_grad=True)\ny = (x * x).sum()\n"
        "for i in range(15):\n    y.backward(retain_graph=True)"
    ),
    "a recorded pass": (
        "x = torch.ones(2, requires_grad=True)\n"
        "g, = torch.autograd.grad((x ** 3).sum(), x, create_graph=True)\ng.sum().backward()"
    ),
    "no edge at all": "x = torch.ones(2, requires_grad=True)",
}


def spots(root: ET.Element) -> list[Spot]:
    """The boxes and the labels on lines."""
    return [
        Spot(*(float(rect.get(name)) for name in ("x", "y", "width", "height")))
        for rect in root.iter(f"{SVG}rect")
    ]


def overlap(one: Spot, other: Spot) -> bool:
    apart = 0.11  # places are written with one decimal
    return (
        one.x + one.width > other.x + apart
        and other.x + other.width > one.x + apart
        and one.y + one.height > other.y + apart
        and other.y + other.height > one.y + apart
    )


def check(svg: str) -> ET.Element:
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    assert width == WIDTH == 400
    assert float(root.get("font-size")) >= 12
    for text in root.iter(f"{SVG}text"):
        half = len(text.text) * LETTER / 2
        x, y = float(text.get("x")), float(text.get("y"))
        if text.text.isascii() or "変" not in text.text:
            assert x - half >= 0, text.text
            assert x + half <= width, text.text
        assert 12 <= y <= height
    found = spots(root)
    for spot in found:
        assert spot.x >= 0
        assert spot.x + spot.width <= width
        assert spot.y + spot.height <= height
    assert not any(overlap(one, other) for one, other in itertools.combinations(found, 2))
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    for element in root.iter():
        assert not {"style", "id", "onclick"} & set(element.keys())
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "g",
            "rect",
            "path",
            "text",
        }
    return root


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_the_graph_of_every_problem_can_be_drawn(problem):
    _, told = dealt(problem.slug, 0)
    svg = graph_svg(told)
    if svg:
        check(svg)


@pytest.mark.parametrize("program", GRAPHS.values(), ids=GRAPHS)
def test_graphs_of_all_shapes_can_be_drawn(program):
    check(graph_svg(explained(program)))


@pytest.mark.parametrize("family", ["backward", "hooks", "in_place_and_views"])
def test_programs_of_all_kinds_can_be_told_and_drawn(family):
    told = 0
    for program in programs(family).values():
        with contextlib.suppress(BrokenProblem):
            svg = graph_svg(explained(program))
            told += 1
            if svg:
                check(svg)
    assert told > 20


def test_a_large_graph_is_drawn_without_its_middle_and_says_so():
    told = explained(GRAPHS["a long loop"])
    assert len(told.graph.vertices) == MOST_VERTICES
    assert told.graph.note == "The graph is large: 19 operations and leaves are not drawn."
    assert "… +19 …" in graph_svg(told)


def test_a_program_that_records_nothing_has_no_picture():
    assert graph_svg(explained("x = torch.ones(2)\ny = x * 2")) == ""


def test_boxes_tell_names_and_lines_tell_values_and_cotangents():
    root = check(
        graph_svg(
            explained("x = torch.ones(2, requires_grad=True)\ny = (x * 3).sum()\ny.backward()")
        )
    )
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == [
        "↑ [3, 3]",
        "↓ [3, 3]",
        "↑ [1, 1]",
        "x = [1, 1]",
        "grad [3, 3]",
        "MulBackward0",
        "x * 3",
        "SumBackward0",
        "y = (x * 3).sum()",
        "↓ 6",
        "↑ 1",
        "↓ value going forward · ↑ cotangent coming back",
    ]


def test_two_passes_are_told_apart():
    svg = graph_svg(
        explained("x = torch.tensor(2., requires_grad=True)\ny = x * 3\ny.backward()\ny.backward()")
    )
    assert "↑₁ 1" in svg
    assert "↑₂ 1" in svg


def test_what_a_program_writes_is_escaped():
    root = check(
        graph_svg(explained("x = torch.ones(1, requires_grad=True)\nx * len('<script>&\"')"))
    )
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "x * len('<script>&\"')" in texts
    assert not re.search(
        "<script",
        graph_svg(explained("x = torch.ones(1, requires_grad=True)\ny = x * len('<script>')")),
    )


def test_random_graphs_are_laid_out_without_overlaps_and_from_top_to_bottom():
    chance = random.Random(4)
    for _ in range(40):
        count = chance.randint(1, 30)
        sizes = {box: Size(chance.uniform(20, 290), chance.uniform(20, 80)) for box in range(count)}
        edges = {
            (chance.randrange(box), box)
            for box in range(1, count)
            for _ in range(chance.randint(0, 3))
        }
        lines = [Line(*edge, Size(chance.uniform(0, 115), 30)) for edge in sorted(edges)]
        layout = lay_out(sizes, lines)
        found = [*layout.boxes.values(), *(line.spot for line in lines if line.spot)]
        assert not any(overlap(one, other) for one, other in itertools.combinations(found, 2))
        for spot in found:
            assert spot.x >= MARGIN - 0.01
            assert spot.x + spot.width <= WIDTH - MARGIN + 0.01
            assert spot.y + spot.height <= layout.height
        for line in lines:
            heights = [y for _, y in line.points]
            assert heights == sorted(heights)
            assert heights[0] < heights[-1]
