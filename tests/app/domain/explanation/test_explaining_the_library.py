"""What holds for the explanation of every problem there is."""

import pytest

from app.domain.explanation import RowKind, described, explain
from app.domain.explanation.changes import added, alike
from app.domain.marking.truth_text import truth_text
from app.domain.problems import find_truth, instantiate, library
from engine.snippet import parse
from engine.snippet.events import Filled, GradChanged
from engine.snippet.recording import record

SEEDS = (0, 1)


@pytest.fixture(params=library(), ids=lambda problem: problem.slug)
def variants(request):
    return [instantiate(request.param, seed) for seed in SEEDS]


def test_the_last_rows_are_the_true_answers(variants):
    for variant in variants:
        truths = find_truth(variant)
        last = explain(variant).rows[-len(variant.questions) :]
        for question, row in zip(variant.questions, last, strict=True):
            written = truth_text(truths[question.id])
            labels = {option.value: option.label for option in question.options}
            assert (row.kind, row.value) == (RowKind.ANSWER, labels.get(written, written))


def test_every_row_tells_something_and_points_to_a_line_of_the_program(variants):
    for variant in variants:
        lines = len(variant.code.splitlines())
        for row in explain(variant).rows:
            assert row.text.endswith((".", "!", "?")) or row.kind is RowKind.ERROR
            assert "a tensor" not in [send.to for send in row.sends]
            if row.kind is not RowKind.ANSWER:
                assert row.line is not None
                assert 1 <= row.line <= lines
                assert row.value or row.kind is RowKind.STATEMENT


def test_what_arrived_since_the_last_change_adds_up_to_the_gradient(variants):
    for variant in variants:
        held = {}
        for event in record(parse(variant.code)).events:
            if isinstance(event, GradChanged):
                held[event.tensor] = event.after
            elif isinstance(event, Filled):
                assert alike(event.before, held.get(event.tensor))
                parts = [event.arriving, *([event.before] if event.before else [])]
                assert added(event.after, parts)
                held[event.tensor] = event.after


def test_the_graph_in_words_names_each_of_its_places(variants):
    for variant in variants:
        graph = explain(variant).graph
        sentences = list(described(graph))
        assert len(sentences) == len(graph.vertices)
        for vertex, sentence in zip(graph.vertices, sentences, strict=True):
            assert vertex.title in sentence
