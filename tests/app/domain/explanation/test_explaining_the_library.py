"""What holds for the explanation of every problem there is."""

import pytest

from app.domain.explanation import RowKind, described
from app.domain.explanation.changes import added, alike
from app.domain.marking.truth_text import truth_text
from app.domain.problems import find_truth, library
from engine.snippet import parse
from engine.snippet.recording import record
from engine.snippet.recording.events import Filled, GradChanged
from tests.app.domain.explanation.programs import dealt

SEEDS = (0, 1)
STORIES = pytest.mark.parametrize("slug", [problem.slug for problem in library()])


@STORIES
def test_the_last_rows_are_the_true_answers(slug):
    for seed in SEEDS:
        variant, told = dealt(slug, seed)
        truths = find_truth(variant)
        last = told.rows[-len(variant.questions) :]
        for question, row in zip(variant.questions, last, strict=True):
            written = truth_text(truths[question.id])
            labels = {option.value: option.label for option in question.options}
            assert (row.kind, row.value) == (RowKind.ANSWER, labels.get(written, written))


@STORIES
def test_every_row_tells_something_and_points_to_a_line_of_the_program(slug):
    for seed in SEEDS:
        variant, told = dealt(slug, seed)
        lines = len(variant.code.splitlines())
        for row in told.rows:
            assert row.text.endswith((".", "!", "?")) or row.kind is RowKind.ERROR
            assert "a tensor" not in [send.to for send in row.sends]
            if row.kind is not RowKind.ANSWER:
                assert row.line is not None
                assert 1 <= row.line <= lines
                assert row.value or row.kind is RowKind.STATEMENT


@STORIES
def test_what_arrived_since_the_last_change_adds_up_to_the_gradient(slug):
    for seed in SEEDS:
        variant, _told = dealt(slug, seed)
        held = {}
        for event in record(parse(variant.code)).events:
            if isinstance(event, GradChanged):
                held[event.tensor] = event.after
            elif isinstance(event, Filled):
                assert alike(event.before, held.get(event.tensor))
                parts = [event.arriving, *([event.before] if event.before else [])]
                assert added(event.after, parts)
                held[event.tensor] = event.after


@STORIES
def test_the_graph_in_words_names_each_of_its_places(slug):
    for seed in SEEDS:
        _variant, told = dealt(slug, seed)
        graph = told.graph
        sentences = list(described(graph))
        assert len(sentences) == len(graph.vertices)
        for vertex, sentence in zip(graph.vertices, sentences, strict=True):
            assert vertex.title in sentence
