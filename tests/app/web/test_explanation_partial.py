"""What the partial of an explanation puts into a page."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader

from app.domain.explanation import described, explain, first_parting, graph_svg
from app.domain.problems import instantiate, library
from engine.snippet import PYTORCH
from tests.app.domain.explanation.programs import explained

TEMPLATES = Path(__file__).parents[3] / "app" / "web" / "templates"
PAGES = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
)
PAGES.install_null_translations(newstyle=True)
PAGES.filters["said"] = PAGES.globals["said"] = str
PARTIAL = PAGES.get_template("_explanation.html").module


def shown(explanation):
    """The section as a page holds it, which is XML too."""
    html = PARTIAL.explained(
        explanation, graph_svg(explanation), list(described(explanation.graph))
    )
    return html, ET.fromstring(str(html))


def words(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("problem", library()[::6], ids=lambda problem: problem.slug)
def test_every_row_has_its_place_and_nothing_brings_a_style_or_a_script(problem):
    explanation = explain(instantiate(problem, 3))
    _, section = shown(explanation)
    assert len(section.findall(".//tbody/tr")) == len(explanation.rows)
    for element in section.iter():
        assert element.tag != "script"
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_a_backward_pass_shows_rules_as_mathml_and_accumulation():
    _, section = shown(
        explained(
            "x = torch.tensor([2., 3.], requires_grad=True)\n(x * x).sum().backward()\n"
            "x.sum().backward()",
            "x.grad",
        )
    )
    rows = [words(row) for row in section.iter("tr")]
    assert any("x.grad [4, 6] + [1, 1] → [5, 7]" in row for row in rows)
    (product,) = [
        row for row in section.findall(".//tr[@class='run-row run-node']") if "Mul" in words(row)
    ]
    assert len(product.findall(".//math")) == 3
    assert "[2, 3] to x" in words(product)


def test_what_a_program_writes_is_escaped():
    html, section = shown(
        explained("x = torch.ones(1, requires_grad=True)\nx * len('<b onclick=1>&')")
    )
    assert "<b onclick" not in html
    assert "x * len('<b onclick=1>&')" in words(section)


def test_where_stories_part_both_rows_stand_and_the_mistaken_one_has_no_true_rule():
    program = "x = torch.tensor(3., requires_grad=True)\n(x ** 2).backward()"
    mistaken = replace(PYTORCH, local=lambda step: [value * 2 for value in step.true])
    parting = first_parting(explained(program), explained(program, rules=mistaken))
    table = ET.fromstring(str(PARTIAL.parted(parting)))
    true, wrong = table.findall("tbody")
    assert words(true) == (
        "What PyTorch does Line 3 PowBackward0 x ** 2 gets 1 r=pn v·n·pn\N{MINUS SIGN}1 6 to x"
    )
    assert words(wrong) == "What your answer fits Line 3 PowBackward0 x ** 2 gets 1 12 to x"


def test_a_story_that_has_ended_says_so():
    program = "x = torch.tensor(1., requires_grad=True)\nfor i in range(2):\n    y = x * 2"
    early = replace(PYTORCH, turns=-1)
    parting = first_parting(explained(program), explained(program, rules=early))
    table = ET.fromstring(str(PARTIAL.parted(parting)))
    assert words(table).endswith("Nothing more happens.")
