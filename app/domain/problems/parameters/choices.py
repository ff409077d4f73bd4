"""Choices: parameters that stand for one of several fragments of code."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.fields import Table
from app.domain.problems.template import Template, TemplateError, make_template
from app.domain.texts import say
from engine.snippet.python_ast import python_expression, python_program

_MAX_FRAGMENTS = 20
_MAX_FRAGMENT = 400
_FROM = say(
    "a list of 2 to %(most)s different fragments of code, for instance %(example)s",
    most=_MAX_FRAGMENTS,
    example='["y.sum()", "y[0]"]',
)


@dataclass(frozen=True)
class ChoiceParameter:
    """A piece of code that each variant chooses anew.

    Attributes:
        name: The name that stands for it in the snippet.
        fragments: What it is chosen from, each as likely as another.
        statements: Those of them that are no expressions, and so can only stand on lines alone.
        templates: The fragments, cut at the parameters that they name.
        needs: The parameters that any of them names.
    """

    name: str
    fragments: tuple[str, ...]
    statements: tuple[str, ...]
    templates: tuple[Template, ...]
    needs: frozenset[str]
    kind = "choice"
    is_fragment = True

    def draw(self, draw: Draw, drawn: Mapping[str, Any]) -> str:
        """Choose a fragment; code that it names is written in, numbers stay as their names."""
        template = self.templates[draw.below(len(self.templates))]
        return template.fill_fragments(
            {name: drawn[name] for name in template.names if isinstance(drawn[name], str)}
        )


def read_choice(name: str, table: Table, parameters: tuple[str, ...]) -> ChoiceParameter:
    """Read the fields of a choice; `parameters` are the names of all the problem's parameters.

    Raises:
        ProblemError: A fragment is not Python, or gives a parameter another value.
    """
    fragments = table.texts("from", _FROM)
    if not 2 <= len(fragments) <= _MAX_FRAGMENTS:
        raise table.unlike("from", _FROM)
    if len(set(fragments)) < len(fragments):
        raise table.error("from", say("names a fragment twice; each is drawn equally often"))
    templates = tuple(_read_fragment(fragment, table, parameters) for fragment in fragments)
    return ChoiceParameter(
        name,
        fragments,
        tuple(fragment for fragment in fragments if not _is_expression(fragment)),
        templates,
        frozenset().union(*(template.names for template in templates)),
    )


def _read_fragment(fragment: str, table: Table, parameters: tuple[str, ...]) -> Template:
    if len(fragment) > _MAX_FRAGMENT:
        raise table.error(
            "from", say("may hold fragments of at most %(most)s characters", most=_MAX_FRAGMENT)
        )
    try:
        template = make_template(fragment, parameters)
    except TemplateError as error:
        reason = say("holds `%(code)s`: %(message)s", code=fragment, message=error.message)
        raise table.error("from", reason) from None
    if not python_program(fragment).body:
        raise table.error(
            "from",
            say("holds `%(code)s`, which is no code; `pass` removes the line", code=fragment),
        )
    if not _survives_indentation(fragment):
        raise table.error(
            "from",
            say("holds `%(code)s`, whose text spans lines; use \\n in it", code=fragment),
        )
    return template


def _is_expression(fragment: str) -> bool:
    """Tell whether a fragment may stand inside a line: in parentheses it is what it is without."""
    if "\n" in fragment:
        return False
    try:
        python_expression(fragment)
        python_expression(f"({fragment})")
    except SyntaxError:
        return False
    return True


def _survives_indentation(fragment: str) -> bool:
    """Tell whether a fragment says the same inside a block: a text over several lines does not."""
    block = python_program(f"if True:\n{indent(fragment, '    ')}\n").body[0]
    inside = block.body if isinstance(block, ast.If) else []
    return ast.dump(ast.Module(inside, [])) == ast.dump(python_program(fragment))
