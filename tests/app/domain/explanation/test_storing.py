"""A stored explanation is told as the run itself would be."""

import json
from dataclasses import replace

import pytest

from app.domain.diagnosis import find_misconception, rules_for
from app.domain.explanation import Told, described, explain, first_parting, graph_svg
from app.domain.explanation.rows import Row, RowKind
from app.domain.problems import library
from app.domain.texts import Message, say
from tests.app.domain.explanation.programs import dealt, explained


def kept(told: Told) -> Told:
    """What comes back from a database, which knows JSON only."""
    return Told.from_json(json.loads(json.dumps(told.to_json())))


def without_numbers(rows):
    return [row and replace(row, numbers=()) for row in rows]


@pytest.mark.parametrize("problem", library()[::4], ids=lambda problem: problem.slug)
def test_a_kept_story_has_the_same_rows_the_same_rules_and_the_same_picture(problem):
    _variant, told = dealt(problem.slug, 0)
    back = kept(Told(told, None)).explanation
    assert [section.kind for section in back.sections] == [one.kind for one in told.sections]
    assert list(back.shown) == without_numbers(told.shown)
    assert graph_svg(back) == graph_svg(told)
    assert list(described(back.graph)) == list(described(told.graph))


def test_the_parting_is_kept_with_both_of_its_rows():
    variant, told = dealt("backward-twice", 0)
    believed = explain(variant, rules_for(variant, (find_misconception("overwrites"),)))
    parting = first_parting(told, believed)
    back = kept(Told(told, parting)).parting
    assert [back.true, back.mistaken] == without_numbers([parting.true, parting.mistaken])


def test_of_a_long_run_no_more_is_kept_than_is_shown():
    told = explained("x = torch.tensor(1.0)\nfor i in range(300):\n    x = x + 1\n")
    back = kept(Told(told, None)).explanation
    assert len(told.rows) > 300
    assert list(back.shown) == without_numbers(told.shown)


def test_a_sentence_stays_translatable():
    note = say("It took %(count)s of %(name)s.", count=2, name=say("the steps"))
    _variant, told = dealt("backward-twice", 0)
    row = Row(RowKind.STATEMENT, 1, "pass", "text", note=note)
    back = kept(Told(replace(told, rows=(row,)), None)).explanation.rows[0].note
    assert isinstance(back, Message)
    assert (back, back.pattern) == ("It took 2 of the steps.", note.pattern)
    assert isinstance(back.values["name"], Message)


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"explanation": {"is": "Story"}, "parting": None},
        {"explanation": {"is": "Graph", "nodes": []}, "parting": None},
    ],
    ids=["nothing", "an unknown form", "other fields"],
)
def test_what_another_release_has_written_is_told_from_what_can_be_read(other):
    with pytest.raises(ValueError, match="another form"):
        Told.from_json(other)
