"""The examples of docs/authoring.md do what the page says of them: at the gates, when dealt, and when marked."""

import pytest

from app.domain.authoring import propose
from app.domain.diagnosis import deal, diagnose, find_misconception, predictions_of
from app.domain.marking import mark_answers, read_answer, score
from app.domain.problems import QuestionKind, parse_problem
from app.domain.problems.parameters.reading import KINDS
from tests.authoring_page import (
    SLUG,
    File,
    Mending,
    files,
    inspected,
    mendings,
    snippets,
    unreadable,
)

FILES = files()
MENDINGS = mendings()
UNREADABLE = unreadable()


@pytest.mark.parametrize("file", FILES, ids=[file.title for file in FILES])
def test_every_file_passes_every_gate(file: File):
    found = inspected(file.text)
    assert found.refusal is None
    assert [gate.number for gate in found.report.gates if not gate.passed] == []
    assert len(found.samples) == 3


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.rows], ids=[file.title for file in FILES if file.rows]
)
def test_what_is_said_of_the_answers_to_seed_0_is_so(file: File):
    problem = parse_problem(file.text, slug=SLUG)
    dealt = deal(problem, 0)
    variant = dealt.variant
    assert set(file.dealt) <= set(variant.code.splitlines())
    assert [row.asked for row in file.rows] == [one.prompt or one.expr for one in variant.questions]

    def marked(answers):
        return mark_answers(variant.questions, answers, dealt.truth, variant.rtol, variant.atol)

    ids = [question.id for question in variant.questions]
    right = {id: row.right for id, row in zip(ids, file.rows, strict=True)}
    wrong = {id: row.wrong or row.right for id, row in zip(ids, file.rows, strict=True)}
    assert score(marked(right)) == 1
    assert [mark.verdict.earns for mark in marked(wrong)] == [not row.wrong for row in file.rows]
    answers = {one.id: read_answer(one, wrong[one.id]) for one in variant.questions}
    predictions = predictions_of(variant, dealt.truth, problem.misconceptions)
    (said,) = [row.looks_like for row in file.rows if row.looks_like]
    (code, *_), *_ = [
        finding.codes for finding in diagnose(variant, dealt.truth, answers, predictions).findings
    ]
    assert find_misconception(code).name == said


@pytest.mark.parametrize(
    "mending", MENDINGS, ids=[f"gate {one.gate}: {one.reasons[-1][:40]}" for one in MENDINGS]
)
def test_what_is_changed_in_a_file_fails_its_gate_with_the_reason_that_is_quoted(mending: Mending):
    gates = inspected(mending.failing).report.gates
    assert {gate.number for gate in gates if not gate.passed} == {mending.gate, *mending.along}
    failures = gates[mending.gate - 1].failures
    assert [str(failure.reason) for failure in failures] == list(mending.reasons)


@pytest.mark.parametrize(
    "mending", UNREADABLE, ids=[one.reasons[0].partition(":")[0] for one in UNREADABLE]
)
def test_what_is_changed_so_that_a_file_cannot_be_read_is_told_as_it_is_quoted(mending: Mending):
    refusal = inspected(mending.failing).refusal
    place = f"Line {refusal.line}, column {refusal.column}"
    told = ", ".join(part for part in (place, refusal.field) if part)
    assert [f"{told}: {refusal.message}"] == list(mending.reasons)


def test_every_gate_has_a_change_that_makes_it_fail():
    assert {mending.gate for mending in MENDINGS} == {1, 2, 3, 4, 5, 6}


def test_every_kind_of_parameter_and_question_is_drawn_or_asked_in_a_file():
    problems = [parse_problem(file.text, slug=SLUG) for file in FILES]
    assert {one.kind for problem in problems for one in problem.params} == set(KINDS)
    asked = {one.kind for problem in problems for one in problem.questions}
    assert asked == set(QuestionKind)


def test_the_file_that_is_said_to_be_proposed_for_the_snippet_is():
    (snippet,) = snippets()
    assert propose(snippet).text in {file.text for file in FILES}
