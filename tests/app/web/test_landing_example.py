from app.domain.diagnosis import diagnose, predictions_of
from app.domain.marking import Verdict, mark_answers, read_answer
from app.domain.problems import Question, Variant, find_truth
from app.web.example import EXAMPLE

VARIANT = Variant(
    problem="landing",
    version="",
    seed=0,
    code=EXAMPLE.code,
    questions=(Question("q", EXAMPLE.expr),),
    rtol=1e-3,
    atol=1e-6,
)


def test_the_example_on_the_landing_page_is_true():
    truth = find_truth(VARIANT)

    for attempt in EXAMPLE.attempts:
        answers = {"q": attempt.answer}
        marks = mark_answers(VARIANT.questions, answers, truth, VARIANT.rtol, VARIANT.atol)
        assert (marks[0].verdict is Verdict.RIGHT) == (attempt.looks_like is None)


def test_its_wrong_attempt_looks_like_what_the_page_says():
    truth = find_truth(VARIANT)
    for attempt in EXAMPLE.attempts:
        answers = {"q": read_answer(VARIANT.questions[0], attempt.answer)}
        diagnosis = diagnose(VARIANT, truth, answers, predictions_of(VARIANT, truth))
        named = [finding.codes for finding in diagnosis.findings[:1]]
        assert named == ([] if attempt.looks_like is None else [(attempt.looks_like.code,)])


def test_the_page_shows_it(stranger):
    page = stranger.get("/").text

    for attempt in EXAMPLE.attempts:
        assert attempt.answer in page
    assert "This looks like: <strong>" in page
