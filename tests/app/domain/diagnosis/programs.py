"""Small programs as variants, and what is answered to them."""

from app.domain.diagnosis import find_misconception, predict
from app.domain.problems import Question, Variant, find_truth
from app.domain.problems.questions import QuestionKind

LEAF = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"


def variant_of(body, *ask, kind=QuestionKind.VALUE):
    questions = tuple(Question(f"q{place}", expr, kind=kind) for place, expr in enumerate(ask))
    return Variant("a-test", "000000000000", 0, f"import torch\n{body}", questions, 1e-3, 1e-6)


def true_answers(body, *ask):
    return tuple(find_truth(variant_of(body, *ask)).values())


def believed(codes, body, *ask):
    """What is answered by somebody who holds these misconceptions."""
    held = [find_misconception(code) for code in codes.split()]
    return tuple(predict(variant_of(body, *ask), held).values())
