"""Local rules of operations that work on each component by itself."""

from typing import Final

from app.domain.explanation.local_rules.rule import LocalRule, of_one, of_two

_UNCHANGED: Final = "Each term gets the cotangent as it is."
_MINUS: Final = "What is subtracted gets the cotangent with the opposite sign."
_PRODUCT: Final = "Each factor gets the cotangent times the other factor."
_FLAT: Final = "It is flat wherever it has a slope, so nothing but zeros goes on."
_INSIDE: Final = "The cotangent passes where the value was not clipped; elsewhere zeros go on."

ARITHMETIC: Final[dict[str, LocalRule]] = {
    "AddBackward0": of_two("y = a + b", "v", "v", _UNCHANGED),
    "SubBackward0": of_two("y = a - b", "v", "-v", _MINUS),
    "RsubBackward1": of_one("y = b - a", "-v", _MINUS),
    "MulBackward0": of_two("y = a * b", "v * b", "v * a", _PRODUCT),
    "MulBackward1": of_one("y = a * b", "v * b", _PRODUCT),
    "DivBackward0": of_two(
        "y = \\frac{a}{b}",
        "\\frac{v}{b}",
        "-v * \\frac{a}{b^{2}}",
        "What is divided gets the cotangent divided by the divisor.",
    ),
    "DivBackward1": of_one("y = \\frac{a}{b}", "\\frac{v}{b}", "The cotangent is divided too."),
    "DivBackward2": of_two('y = \\frac{a}{b} "rounded"', "0", "0", _FLAT),
    "NegBackward0": of_one("y = -a", "-v", "The cotangent changes its sign."),
    "PowBackward0": of_one(
        "y = a^{n}", "v * n * a^{n-1}", "The exponent comes down in front and shrinks by one."
    ),
    "PowBackward1": of_two(
        "y = a^{b}",
        "v * b * a^{b-1}",
        "v * y * log(a)",
        "The base gets the power rule, the exponent the rule of the exponential.",
    ),
    "PowBackward2": of_one(
        "y = c^{a}", "v * y * log(c)", "An exponential is its own slope, times the log of its base."
    ),
    "ReciprocalBackward0": of_one(
        "y = \\frac{1}{a}", "-v * y^{2}", "The slope of 1/a is minus its square."
    ),
    "SqrtBackward0": of_one(
        "y = \\sqrt{a}", "\\frac{v}{2 * y}", "The cotangent is divided by twice the root."
    ),
    "RsqrtBackward0": of_one(
        "y = \\frac{1}{\\sqrt{a}}",
        "-\\frac{v}{2} * y^{3}",
        "The power rule with minus one half as exponent.",
    ),
    "AddcmulBackward0": LocalRule(
        "y = c + k * a * b",
        (("c", "v"), ("a", "v * k * b"), ("b", "v * k * a")),
        "The term gets the cotangent, each factor the cotangent times the other factors.",
    ),
    "AddcdivBackward0": LocalRule(
        "y = c + k * \\frac{a}{b}",
        (("c", "v"), ("a", "v * \\frac{k}{b}"), ("b", "-v * k * \\frac{a}{b^{2}}")),
        "The term gets the cotangent, the quotient's parts what a quotient sends.",
    ),
    "LerpBackward0": of_two(
        "y = a + w * (b - a)", "v * (1 - w)", "v * w", "Each end gets its share of the cotangent."
    ),
    "LerpBackward1": LocalRule(
        "y = a + w * (b - a)",
        (("a", "v * (1 - w)"), ("b", "v * w"), ("w", "v * (b - a)")),
        "Each end gets its share of the cotangent, the weight the distance between them.",
    ),
    "FmodBackward0": of_one("y = a - k * b", "v", "The remainder rises just as fast as a does."),
    "RemainderBackward0": of_one(
        "y = a - k * b", "v", "The remainder rises just as fast as a does."
    ),
}

FUNCTIONS: Final[dict[str, LocalRule]] = {
    "ExpBackward0": of_one("y = exp(a)", "v * y", "The exponential is its own slope."),
    "LogBackward0": of_one(
        "y = log(a)", "\\frac{v}{a}", "The cotangent is divided by the operand."
    ),
    "SinBackward0": of_one("y = sin(a)", "v * cos(a)", "The slope of the sine is the cosine."),
    "CosBackward0": of_one(
        "y = cos(a)", "-v * sin(a)", "The slope of the cosine is minus the sine."
    ),
    "TanBackward0": of_one("y = tan(a)", "v * (1 + y^{2})", "The slope is 1 + tan²."),
    "AsinBackward0": of_one(
        "y = asin(a)", "\\frac{v}{\\sqrt{1-a^{2}}}", "The slope of the arcsine."
    ),
    "AcosBackward0": of_one(
        "y = acos(a)", "-\\frac{v}{\\sqrt{1-a^{2}}}", "Minus the slope of the arcsine."
    ),
    "AtanBackward0": of_one("y = atan(a)", "\\frac{v}{1+a^{2}}", "The slope of the arctangent."),
    "SinhBackward0": of_one("y = sinh(a)", "v * cosh(a)", "The slope of sinh is cosh."),
    "CoshBackward0": of_one("y = cosh(a)", "v * sinh(a)", "The slope of cosh is sinh."),
    "TanhBackward0": of_one(
        "y = tanh(a)", "v * (1 - y^{2})", "The slope follows from the result: one minus its square."
    ),
    "SigmoidBackward0": of_one(
        "y = sigmoid(a)",
        "v * y * (1 - y)",
        "The slope follows from the result: y times one minus y.",
    ),
    "LogSigmoidBackward0": of_one(
        "y = log(sigmoid(a))", "v * (1 - sigmoid(a))", "One minus the sigmoid is the slope."
    ),
    "SoftplusBackward0": of_one(
        "y = log(1 + exp(a))", "v * sigmoid(a)", "The slope of softplus is the sigmoid."
    ),
    "SiluBackward0": of_one(
        "y = a * s",
        "v * (s + y * (1 - s))",
        "With s = sigmoid(a), the product rule and the slope of the sigmoid.",
    ),
    "ErfBackward0": of_one(
        "y = erf(a)", "v * \\frac{2}{\\sqrt{π}} * exp(-a^{2})", "The slope is a bell curve."
    ),
}

CORNERS: Final[dict[str, LocalRule]] = {
    "AbsBackward0": of_one(
        "y = |a|", "v * sign(a)", "Where a is negative the sign turns; at 0 nothing goes on."
    ),
    "ReluBackward0": of_one(
        "y = relu(a)",
        'v "where" a > 0 ", else" 0',
        "The cotangent passes where a is positive; at 0 nothing goes on.",
    ),
    "LeakyReluBackward0": of_one(
        "y = leaky_{relu}(a)",
        'v "where" a > 0 ", else" v * k',
        "Where a is not positive the cotangent is multiplied by the small slope k.",
    ),
    "MaximumBackward0": of_two(
        "y = max(a, b)",
        'v "where" a > b',
        'v "where" b > a',
        "The larger one gets the cotangent; where both are equal each gets half.",
    ),
    "MinimumBackward0": of_two(
        "y = min(a, b)",
        'v "where" a < b',
        'v "where" b < a',
        "The smaller one gets the cotangent; where both are equal each gets half.",
    ),
    "ClampBackward1": of_one("y = clamp(a, l, h)", 'v "where" l ≤ a ≤ h ", else" 0', _INSIDE),
    "ClampMinBackward0": of_one("y = clamp(a, l)", 'v "where" a ≥ l ", else" 0', _INSIDE),
    "ClampMaxBackward0": of_one("y = clamp(a, h)", 'v "where" a ≤ h ", else" 0', _INSIDE),
    "HardtanhBackward0": of_one("y = clamp(a, l, h)", 'v "where" l < a < h ", else" 0', _INSIDE),
    "SignBackward0": of_one("y = sign(a)", "0", _FLAT),
    "FloorBackward0": of_one("y = floor(a)", "0", _FLAT),
    "CeilBackward0": of_one("y = ceil(a)", "0", _FLAT),
    "RoundBackward0": of_one("y = round(a)", "0", _FLAT),
    "TruncBackward0": of_one("y = trunc(a)", "0", _FLAT),
    "FracBackward0": of_one("y = frac(a)", "v", "The fraction rises just as fast as a does."),
    "WhereBackward0": of_two(
        'y = a "or" b',
        'v "where a was taken, else" 0',
        'v "where b was taken, else" 0',
        "Each place's cotangent goes to the one that was taken there.",
    ),
    "MaskedFillBackward0": of_one(
        'y = a "or the filling"',
        'v "where nothing was filled in, else" 0',
        "What was overwritten gets nothing.",
    ),
}
