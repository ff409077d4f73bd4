"""The picture on the landing page tells the truth."""

from app.domain.marking import parse_answer
from app.web.example import EXAMPLE
from engine.snippet import parse


def test_the_example_is_what_the_engine_finds():
    truth = parse(EXAMPLE.code).run(ask=[EXAMPLE.expr]).answers[0]
    typed = {attempt.is_right: parse_answer(attempt.answer).values for attempt in EXAMPLE.attempts}

    def equals_truth(values):
        return all(abs(a - b) < 1e-4 for a, b in zip(values, truth, strict=True))

    assert equals_truth(typed[True])
    assert not equals_truth(typed[False])


def test_the_landing_page_shows_both_attempts_as_they_are_read(stranger):
    page = stranger.get("/").text

    for attempt in EXAMPLE.attempts:
        assert parse_answer(attempt.answer).read_as() in page
