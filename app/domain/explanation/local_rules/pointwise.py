"""Local rules of operations that work on each component by itself."""

from typing import Final

from app.domain.explanation.local_rules.rule import LocalRule, of_one, of_two

_UNCHANGED: Final = "Each term gets the cotangent as it is."
_MINUS: Final = "What is subtracted gets the cotangent with the opposite sign."
_PRODUCT: Final = "Each factor gets the cotangent times the other factor."
_FLAT: Final = "It is flat wherever it has a slope, so nothing but zeros goes on."
_INSIDE: Final = "The cotangent passes where the value was not clipped; elsewhere zeros go on."

ARITHMETIC: Final[dict[str, LocalRule]] = {
    "AddBackward0": of_two("r = p + q", "v", "v", _UNCHANGED),
    "SubBackward0": of_two("r = p - q", "v", "-v", _MINUS),
    "RsubBackward1": of_one("r = q - p", "-v", _MINUS),
    "MulBackward0": of_two("r = p * q", "v * q", "v * p", _PRODUCT),
    "MulBackward1": of_one("r = p * q", "v * q", _PRODUCT),
    "DivBackward0": of_two(
        "r = \\frac{p}{q}",
        "\\frac{v}{q}",
        "-v * \\frac{p}{q^{2}}",
        "What is divided gets the cotangent divided by the divisor.",
    ),
    "DivBackward1": of_one("r = \\frac{p}{q}", "\\frac{v}{q}", "The cotangent is divided too."),
    "DivBackward2": of_two('r = \\frac{p}{q} "rounded"', "0", "0", _FLAT),
    "NegBackward0": of_one("r = -p", "-v", "The cotangent changes its sign."),
    "PowBackward0": of_one(
        "r = p^{n}", "v * n * p^{n-1}", "The exponent comes down in front and shrinks by one."
    ),
    "PowBackward1": of_two(
        "r = p^{q}",
        "v * q * p^{q-1}",
        "v * r * log(p)",
        "The base gets the power rule, the exponent the rule of the exponential.",
    ),
    "PowBackward2": of_one(
        "r = c^{p}", "v * r * log(c)", "An exponential is its own slope, times the log of its base."
    ),
    "ReciprocalBackward0": of_one(
        "r = \\frac{1}{p}", "-v * r^{2}", "The slope of 1/p is minus its square."
    ),
    "SqrtBackward0": of_one(
        "r = \\sqrt{p}", "\\frac{v}{2 * r}", "The cotangent is divided by twice the root."
    ),
    "RsqrtBackward0": of_one(
        "r = \\frac{1}{\\sqrt{p}}",
        "-\\frac{v}{2} * r^{3}",
        "The power rule with minus one half as exponent.",
    ),
    "AddcmulBackward0": LocalRule(
        "r = c + k * p * q",
        (("c", "v"), ("p", "v * k * q"), ("q", "v * k * p")),
        "The term gets the cotangent, each factor the cotangent times the other factors.",
    ),
    "AddcdivBackward0": LocalRule(
        "r = c + k * \\frac{p}{q}",
        (("c", "v"), ("p", "v * \\frac{k}{q}"), ("q", "-v * k * \\frac{p}{q^{2}}")),
        "The term gets the cotangent, the quotient's parts what a quotient sends.",
    ),
    "LerpBackward0": of_two(
        "r = p + w * (q - p)", "v * (1 - w)", "v * w", "Each end gets its share of the cotangent."
    ),
    "LerpBackward1": LocalRule(
        "r = p + w * (q - p)",
        (("p", "v * (1 - w)"), ("q", "v * w"), ("w", "v * (q - p)")),
        "Each end gets its share of the cotangent, the weight the distance between them.",
    ),
    "FmodBackward0": of_one("r = p - k * q", "v", "The remainder rises just as fast as p does."),
    "RemainderBackward0": of_one(
        "r = p - k * q", "v", "The remainder rises just as fast as p does."
    ),
}

FUNCTIONS: Final[dict[str, LocalRule]] = {
    "ExpBackward0": of_one("r = exp(p)", "v * r", "The exponential is its own slope."),
    "LogBackward0": of_one(
        "r = log(p)", "\\frac{v}{p}", "The cotangent is divided by the operand."
    ),
    "Exp2Backward0": of_one("r = 2^{p}", "v * r * log(2)", "An exponential is its own slope."),
    "Log1PBackward0": of_one(
        "r = log(1 + p)", "\\frac{v}{1 + p}", "The cotangent is divided by one plus the operand."
    ),
    "Log2Backward0": of_one(
        "r = log_{2}(p)",
        "\\frac{v}{p * log(2)}",
        "The cotangent is divided by the operand, and by the logarithm of 2.",
    ),
    "Log10Backward0": of_one(
        "r = log_{10}(p)",
        "\\frac{v}{p * log(10)}",
        "The cotangent is divided by the operand, and by the logarithm of 10.",
    ),
    "Expm1Backward0": of_one("r = exp(p) - 1", "v * (r + 1)", "The slope is the exponential."),
    "SinBackward0": of_one("r = sin(p)", "v * cos(p)", "The slope of the sine is the cosine."),
    "CosBackward0": of_one(
        "r = cos(p)", "-v * sin(p)", "The slope of the cosine is minus the sine."
    ),
    "TanBackward0": of_one("r = tan(p)", "v * (1 + r^{2})", "The slope is 1 + tan²."),
    "AsinBackward0": of_one(
        "r = asin(p)", "\\frac{v}{\\sqrt{1-p^{2}}}", "The slope of the arcsine."
    ),
    "AcosBackward0": of_one(
        "r = acos(p)", "-\\frac{v}{\\sqrt{1-p^{2}}}", "Minus the slope of the arcsine."
    ),
    "AtanBackward0": of_one("r = atan(p)", "\\frac{v}{1+p^{2}}", "The slope of the arctangent."),
    "SinhBackward0": of_one("r = sinh(p)", "v * cosh(p)", "The slope of sinh is cosh."),
    "CoshBackward0": of_one("r = cosh(p)", "v * sinh(p)", "The slope of cosh is sinh."),
    "TanhBackward0": of_one(
        "r = tanh(p)", "v * (1 - r^{2})", "The slope follows from the result: one minus its square."
    ),
    "SigmoidBackward0": of_one(
        "r = sigmoid(p)",
        "v * r * (1 - r)",
        "The slope follows from the result: r times one minus r.",
    ),
    "LogSigmoidBackward0": of_one(
        "r = log(sigmoid(p))", "v * (1 - sigmoid(p))", "One minus the sigmoid is the slope."
    ),
    "SoftplusBackward0": of_one(
        "r = log(1 + exp(p))", "v * sigmoid(p)", "The slope of softplus is the sigmoid."
    ),
    "SiluBackward0": of_one(
        "r = p * s",
        "v * (s + r * (1 - s))",
        "With s = sigmoid(p), the product rule and the slope of the sigmoid.",
    ),
    "ErfBackward0": of_one(
        "r = erf(p)", "v * \\frac{2}{\\sqrt{π}} * exp(-p^{2})", "The slope is a bell curve."
    ),
}

CORNERS: Final[dict[str, LocalRule]] = {
    "AbsBackward0": of_one(
        "r = |p|", "v * sign(p)", "Where p is negative the sign turns; at 0 nothing goes on."
    ),
    "ReluBackward0": of_one(
        "r = relu(p)",
        'v "where" p > 0 ", else" 0',
        "The cotangent passes where p is positive; at 0 nothing goes on.",
    ),
    "LeakyReluBackward0": of_one(
        "r = leaky_{relu}(p)",
        'v "where" p > 0 ", else" v * k',
        "Where p is not positive the cotangent is multiplied by the small slope k.",
    ),
    "EluBackward0": of_one(
        'r = p "or" exp(p) - 1',
        'v "where" p > 0 ", else" v * exp(p)',
        "Where p is positive the cotangent passes; elsewhere it meets the exponential's slope.",
    ),
    "MaximumBackward0": of_two(
        "r = max(p, q)",
        'v "where" p > q',
        'v "where" q > p',
        "The larger one gets the cotangent; where both are equal each gets half.",
    ),
    "MinimumBackward0": of_two(
        "r = min(p, q)",
        'v "where" p < q',
        'v "where" q < p',
        "The smaller one gets the cotangent; where both are equal each gets half.",
    ),
    "ClampBackward1": of_one("r = clamp(p, l, h)", 'v "where" l ≤ p ≤ h ", else" 0', _INSIDE),
    "ClampMinBackward0": of_one("r = clamp(p, l)", 'v "where" p ≥ l ", else" 0', _INSIDE),
    "ClampMaxBackward0": of_one("r = clamp(p, h)", 'v "where" p ≤ h ", else" 0', _INSIDE),
    "HardtanhBackward0": of_one("r = clamp(p, l, h)", 'v "where" l < p < h ", else" 0', _INSIDE),
    "SignBackward0": of_one("r = sign(p)", "0", _FLAT),
    "FloorBackward0": of_one("r = floor(p)", "0", _FLAT),
    "CeilBackward0": of_one("r = ceil(p)", "0", _FLAT),
    "RoundBackward0": of_one("r = round(p)", "0", _FLAT),
    "TruncBackward0": of_one("r = trunc(p)", "0", _FLAT),
    "FracBackward0": of_one("r = frac(p)", "v", "The fraction rises just as fast as p does."),
    "WhereBackward0": of_two(
        'r = p "or" q',
        'v "where p was taken, else" 0',
        'v "where q was taken, else" 0',
        "Each place's cotangent goes to the one that was taken there.",
    ),
    "MaskedFillBackward0": of_one(
        'r = p "or the filling"',
        'v "where nothing was filled in, else" 0',
        "What was overwritten gets nothing.",
    ),
}
