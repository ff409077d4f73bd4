"""The local rules say what the engine does, and are there for all that the library uses."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from app.domain.explanation.formulas import mathml, plain_text
from app.domain.explanation.local_rules import ANY_RULE, LOCAL_RULES, local_rule
from app.domain.explanation.rows import RowKind
from app.domain.problems import library
from engine.snippet import parse
from engine.snippet.recording import record
from engine.snippet.recording.events import Made, Ran
from tests.app.domain.explanation.programs import dealt

POINTWISE = {
    "AddBackward0": ("p + q", {}),
    "SubBackward0": ("p - q", {}),
    "RsubBackward1": ("3 - p", {"q": 3}),
    "MulBackward0": ("p * q", {}),
    "DivBackward0": ("p / q", {}),
    "NegBackward0": ("-p", {}),
    "PowBackward0": ("p ** 3", {"n": 3}),
    "PowBackward1": ("p ** q", {}),
    "PowBackward2": ("2 ** p", {"c": 2}),
    "ReciprocalBackward0": ("p.reciprocal()", {}),
    "SqrtBackward0": ("p.sqrt()", {}),
    "RsqrtBackward0": ("p.rsqrt()", {}),
    "AddcmulBackward0": ("torch.addcmul(c, p, q, value=2)", {"k": 2}),
    "AddcdivBackward0": ("torch.addcdiv(c, p, q, value=2)", {"k": 2}),
    "LerpBackward0": ("torch.lerp(p, q, 0.25)", {"w": 0.25}),
    "LerpBackward1": ("torch.lerp(p, q, w)", {}),
    "ExpBackward0": ("p.exp()", {}),
    "LogBackward0": ("p.log()", {}),
    "Exp2Backward0": ("torch.exp2(p)", {}),
    "Log1PBackward0": ("torch.log1p(p)", {}),
    "Expm1Backward0": ("torch.expm1(p)", {}),
    "SinBackward0": ("p.sin()", {}),
    "CosBackward0": ("p.cos()", {}),
    "TanBackward0": ("p.tan()", {}),
    "AsinBackward0": ("p.asin()", {}),
    "AcosBackward0": ("p.acos()", {}),
    "AtanBackward0": ("p.atan()", {}),
    "SinhBackward0": ("p.sinh()", {}),
    "CoshBackward0": ("p.cosh()", {}),
    "TanhBackward0": ("p.tanh()", {}),
    "SigmoidBackward0": ("p.sigmoid()", {}),
    "LogSigmoidBackward0": ("torch.nn.functional.logsigmoid(p)", {}),
    "SoftplusBackward0": ("torch.nn.functional.softplus(p)", {}),
    "SiluBackward0": ("torch.nn.functional.silu(p)", {"s": "sigmoid(p)"}),
    "ErfBackward0": ("torch.erf(p)", {"erf": None}),
    "AbsBackward0": ("p.abs()", {}),
    "CloneBackward0": ("p.clone()", {}),
}
"""For each operation a program in its rule's letters, and what the other letters stand for."""

FUNCTIONS = {
    name: getattr(np, name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")
} | {
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sqrt": np.sqrt,
    "sign": np.sign,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "π": np.pi,
}
START = {"p": [0.25, 0.5, 0.75], "q": [0.5, 1.5, 2.0], "c": [1.0, 2.0, 3.0], "w": [0.5, 0.25, 1.0]}
COTANGENT = [1.0, 10.0, -2.0]


def to_python(formula: str) -> str:
    """A formula without words as an expression of Python."""
    for _ in range(6):
        formula = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", formula)
        formula = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", formula)
        formula = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", formula)
    return re.sub(r"\|(\w)\|", r"abs(\1)", formula)


@pytest.mark.parametrize("operation", POINTWISE)
def test_the_formulas_give_what_the_engine_computes_and_sends(operation: str) -> None:
    program, others = POINTWISE[operation]
    rule = LOCAL_RULES[operation]
    letters = [letter for letter, _ in rule.sends]
    leaves = "\n".join(f"{x} = torch.tensor({START[x]}, requires_grad=True)" for x in letters)
    source = f"import torch\n{leaves}\nr = {program}\nr.backward(torch.tensor({COTANGENT}))"
    recording = record(parse(source))
    ran = next(event for event in recording.events if isinstance(event, Ran))
    result = next(
        made for made in recording.events if isinstance(made, Made) and made.place == ran.place
    )
    assert ran.operation == operation
    values = FUNCTIONS | {letter: np.array(START[letter]) for letter in letters}
    values |= {"r": np.array(result.numbers.flat), "v": np.array(COTANGENT)}
    for letter, other in others.items():
        values[letter] = eval(other, {}, dict(values)) if isinstance(other, str) else other
    computed = rule.formula.partition("=")[2]
    if "erf" not in computed:
        found = eval(to_python(computed).strip(), {}, values)
        np.testing.assert_allclose(found, result.numbers.flat, rtol=1e-5)
    for sent in ran.sent:
        found = eval(to_python(rule.sends[sent.operand][1]), {}, values)
        np.testing.assert_allclose(found, sent.sent.flat, rtol=1e-4)


@pytest.mark.parametrize("problem", [problem.slug for problem in library()])
def test_every_operation_that_the_library_runs_has_a_rule_of_its_own(problem: str) -> None:
    for seed in range(2):
        _, told = dealt(problem, seed)
        ran = {row.operation for row in told.rows if row.kind is RowKind.NODE}
        assert ran <= LOCAL_RULES.keys()


def test_any_other_operation_gets_the_rule_that_holds_for_all() -> None:
    assert local_rule("FrobnicateBackward0") is ANY_RULE
    assert "vᵀJ" in ANY_RULE.text
    assert ANY_RULE.sent_mathml(0) == ""


@pytest.mark.parametrize("operation", LOCAL_RULES)
def test_every_formula_is_well_formed_mathml_and_plain_text(operation: str) -> None:
    rule = LOCAL_RULES[operation]
    for formula in (rule.formula, *(sent for _, sent in rule.sends)):
        assert ET.fromstring(mathml(formula)).tag == "math"
        assert not set('\\{}"') & set(plain_text(formula))
    assert rule.words.endswith(".")


def test_a_formula_as_text_reads_as_it_is_written_by_hand() -> None:
    assert plain_text("v * n * p^{n-1}") == "v · n · pⁿ⁻¹"
    assert plain_text("-\\frac{v}{2 * r}") == "\N{MINUS SIGN}v / (2 · r)"
    assert plain_text('v "where" p > 0 ", else" 0') == "v where p > 0, else 0"
    assert plain_text("e^{p^{2}}") == "e^(p²)"


def test_what_is_no_formula_is_refused() -> None:
    with pytest.raises(ValueError, match="no part of a formula"):
        mathml("p ? q")
