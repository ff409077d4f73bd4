"""A mistake that a problem is about changes its answer on every variant, by far more than tolerance.

Each mistake is made in the text itself, and the changed text is run like any other.
"""

import re
from dataclasses import replace

import pytest

from app.domain.marking import mark_answers, score, truth_text
from app.domain.problems import find_truth, instantiate, library

SEEDS = range(200)
LEAF = re.compile(r"^(\w+) = torch\.tensor\(.*, requires_grad=True\)$", re.MULTILINE)
BACKWARD = re.compile(r"^( *)(\w+\.backward\(.*\)|torch\.autograd\.backward\(.*\))$", re.MULTILINE)
WEIGHTED = re.compile(
    r"^(\w+)\.backward\((?!retain_graph|\)).*?(, retain_graph=True)?\)$", re.MULTILINE
)


def overwrite(code):
    """Each backward() replaces what was there: clear every leaf before it."""
    resets = "".join(f"\\g<1>{leaf}.grad = None\n" for leaf in LEAF.findall(code))
    return BACKWARD.sub(rf"{resets}\g<0>", code)


def ignore_weights(code):
    """Whatever is passed to backward() counts as ones."""
    code = WEIGHTED.sub(r"\1.backward(torch.ones_like(\1)\2)", code)
    return re.sub(
        r"backward\(\[y, z\], .*\)",
        "backward([y, z], [torch.ones_like(y), torch.ones_like(z)])",
        code,
    )


def forget_to_zero(code):
    """Neither zero_() nor None has any effect."""
    return re.sub(r"^.*\.grad(?:\.zero_\(\)| = None)\n", "", code, flags=re.MULTILINE)


def zero_in_the_loop(code):
    """The gradient is thought to begin anew in each step."""
    return re.sub(
        r"^( +)loss\.backward", r"\1w.grad = None\n\1loss.backward", code, flags=re.MULTILINE
    )


def use_the_last_call_only(code):
    """All backward() calls but the last are without effect."""
    calls = [match.span() for match in BACKWARD.finditer(code)]
    for start, end in reversed(calls[:-1]):
        code = code[:start] + code[end + 1 :]
    return code


MISTAKES = {
    "one-weight-per-component": [ignore_weights],
    "three-leaves": [ignore_weights],
    "two-outputs-in-one-call": [ignore_weights],
    "weights-for-a-matrix": [ignore_weights],
    "weights-only-weigh": [ignore_weights],
    "a-leaf-as-the-root": [ignore_weights],
    "weights-of-an-old-tutorial": [ignore_weights],
    "backward-twice": [overwrite, use_the_last_call_only],
    "two-losses-one-leaf": [overwrite, use_the_last_call_only],
    "three-scalar-seeds": [overwrite, ignore_weights],
    "three-weightings": [overwrite, ignore_weights],
    "two-heads-on-one-body": [overwrite],
    "zeroed-in-between": [forget_to_zero],
    "set-to-none-in-between": [forget_to_zero, ignore_weights],
    "one-leaf-zeroed": [forget_to_zero, overwrite],
    "forgotten-in-a-loop": [zero_in_the_loop],
    "zeros-are-not-none": [forget_to_zero, ignore_weights],
}


def test_each_problem_has_a_mistake_that_it_is_about():
    assert set(MISTAKES) == {problem.slug for problem in library()}


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_the_mistake_it_is_about_gives_another_answer_on_every_variant(problem):
    for seed in SEEDS:
        variant = instantiate(problem, seed)
        truth = find_truth(variant)
        for mistake in MISTAKES[problem.slug]:
            mistaken = replace(variant, code=mistake(variant.code))
            assert mistaken.code != variant.code
            answers = {id: truth_text(value) for id, value in find_truth(mistaken).items()}
            marks = mark_answers(
                variant.questions, answers, truth, 10 * variant.rtol, 10 * variant.atol
            )
            assert score(marks) < 1
