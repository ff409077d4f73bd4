"""The help beside the editor has every kind, and its examples can be copied as they stand."""

import pytest

from app.domain.authoring.kinds import PARAMETER_KINDS, QUESTION_KINDS, Kind
from app.domain.problems import QuestionKind, find_truth, instantiate, parse_problem
from app.domain.problems.parameters.reading import KINDS

PROGRAM = """
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = 3 * x
{uses}
y.sum().backward()
"""


def read(lines: str, uses: str = ""):
    """Read a problem whose block has these lines."""
    toml = f'title = "T"\ntopic = "leaves"\n{lines}'
    block = "".join(f"# {line}\n" for line in toml.splitlines())
    return parse_problem(
        f"# /// gradmark\n{block}# ///{PROGRAM.format(uses=uses)}", slug="an-example"
    )


def test_every_kind_there_is_has_its_help():
    assert [kind.name for kind in PARAMETER_KINDS] == list(KINDS)
    assert [kind.name for kind in QUESTION_KINDS] == [kind.value for kind in QuestionKind]


@pytest.mark.parametrize("kind", PARAMETER_KINDS, ids=lambda kind: kind.name)
def test_the_example_of_a_parameter_is_one_of_its_kind_and_can_be_dealt(kind: Kind):
    names = [line.partition(" = ")[0] for line in kind.example.splitlines()]
    problem = read(f'[params]\n{kind.example}\n[[ask]]\nexpr = "x.is_leaf"', "\n".join(names))
    assert kind.name in {parameter.kind for parameter in problem.params}
    assert {instantiate(problem, seed).code for seed in range(20)} > {instantiate(problem, 0).code}


@pytest.mark.parametrize("kind", QUESTION_KINDS, ids=lambda kind: kind.name)
def test_the_example_of_a_question_is_one_of_its_kind_and_has_an_answer(kind: Kind):
    variant = instantiate(read(kind.example), 0)
    (question,) = variant.questions
    assert question.kind.value == kind.name
    assert list(find_truth(variant)) == [question.id]
