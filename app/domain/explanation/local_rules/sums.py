"""Local rules of sums, means, norms, products of vectors and matrices, and losses."""

from typing import Final

from app.domain.explanation.local_rules.rule import LocalRule, of_one, of_two

_COPIED: Final = "Every term of the sum gets a copy of the cotangent."
_SHARED: Final = "Every one of the n numbers gets the cotangent divided by n."
_CHOSEN: Final = "Only the element that was chosen gets the cotangent; the others get zeros."
_TIES: Final = "The chosen element gets the cotangent; equal ones share it evenly."
_CHOICE: Final = 'v "at the chosen place, else" 0'
_MATRICES: Final = "Each matrix gets the cotangent times the other one transposed, on its own side."

SUMS: Final[dict[str, LocalRule]] = {
    "SumBackward0": of_one("r = \\sum p_{i}", 'v "for every" p_{i}', _COPIED),
    "SumBackward1": of_one('r = \\sum p_{i} "along a dimension"', 'v "for every" p_{i}', _COPIED),
    "MeanBackward0": of_one(
        "r = \\frac{1}{n} \\sum p_{i}", '\\frac{v}{n} "for every" p_{i}', _SHARED
    ),
    "MeanBackward1": of_one(
        'r = \\frac{1}{n} \\sum p_{i} "along a dimension"',
        '\\frac{v}{n} "for every" p_{i}',
        _SHARED,
    ),
    "ProdBackward0": of_one(
        'r = p_{1} * p_{2} "…"',
        '\\frac{v * r}{p_{i}} "for" p_{i}',
        "Each factor gets the cotangent times the product of the others.",
    ),
    "CumsumBackward0": of_one(
        'r_{k} = p_{1} + "…" + p_{k}',
        '\\sum v_{k} "for all" k ≥ i',
        "A term gets the cotangents of all partial sums that it is part of.",
    ),
    "VarBackward0": of_one(
        'r = "variance of" p',
        '\\frac{2 * v}{n-1} * (p_{i} - "mean")',
        "Each number gets its distance from the mean, scaled; PyTorch divides by one less than n.",
    ),
    "StdBackward0": of_one(
        'r = "standard deviation of" p',
        '\\frac{v}{(n-1) * r} * (p_{i} - "mean")',
        "Each number gets its distance from the mean, scaled.",
    ),
    "LinalgVectorNormBackward0": of_one(
        "r = \\sqrt{\\sum p_{i}^{2}}",
        "v * \\frac{p}{r}",
        "The cotangent points along p, divided by its length (for the norm of order 2).",
    ),
    "LogsumexpBackward0": of_one(
        "r = log(\\sum exp(p_{i}))",
        "v * exp(p_{i} - r)",
        "Each number gets its softmax share of the cotangent.",
    ),
    "SoftmaxBackward0": of_one(
        "r = softmax(p)",
        "r_{i} * (v_{i} - \\sum v_{j} * r_{j})",
        "Each component gets its share of how far its cotangent is above their average.",
    ),
    "LogSoftmaxBackward0": of_one(
        "r = log(softmax(p))",
        "v_{i} - exp(r_{i}) * \\sum v_{j}",
        "Each component gets its cotangent less its softmax share of them all.",
    ),
}

EXTREMES: Final[dict[str, LocalRule]] = {
    "MaxBackward0": of_one('r = max(p) "along a dimension"', _CHOICE, _CHOSEN),
    "MaxBackward1": of_one("r = max(p)", _CHOICE, _TIES),
    "MinBackward0": of_one('r = min(p) "along a dimension"', _CHOICE, _CHOSEN),
    "MinBackward1": of_one("r = min(p)", _CHOICE, _TIES),
    "AmaxBackward0": of_one("r = max(p)", _CHOICE, _TIES),
    "AminBackward0": of_one("r = min(p)", _CHOICE, _TIES),
    "MedianBackward0": of_one("r = median(p)", _CHOICE, _TIES),
    "MedianBackward1": of_one('r = median(p) "along a dimension"', _CHOICE, _CHOSEN),
    "KthvalueBackward0": of_one('r = "k-th smallest of" p', _CHOICE, _CHOSEN),
    "SortBackward0": of_one(
        "r = sort(p)", 'v "put back in order"', "Each element gets the cotangent of its new place."
    ),
    "TopkBackward0": of_one('r = "k largest of" p', _CHOICE, _CHOSEN),
}

PRODUCTS: Final[dict[str, LocalRule]] = {
    "DotBackward0": of_two(
        "r = \\sum p_{i} * q_{i}",
        "v * q",
        "v * p",
        "Each vector gets the cotangent, a number, times the other vector.",
    ),
    "MmBackward0": LocalRule("R = P Q", (("P", "v * Q^{T}"), ("Q", "P^{T} * v")), _MATRICES),
    "BmmBackward0": LocalRule("R = P Q", (("P", "v * Q^{T}"), ("Q", "P^{T} * v")), _MATRICES),
    "MvBackward0": LocalRule(
        "r = P q",
        (("P", "v * q^{T}"), ("q", "P^{T} * v")),
        "The matrix gets the outer product of cotangent and vector, the vector Pᵀv.",
    ),
    "AddmmBackward0": LocalRule(
        "R = S + P Q",
        (("S", "v"), ("P", "v * Q^{T}"), ("Q", "P^{T} * v")),
        "The term gets the cotangent, each matrix what a product of matrices sends.",
    ),
    "AddmvBackward0": LocalRule(
        "r = c + P q",
        (("c", "v"), ("P", "v * q^{T}"), ("q", "P^{T} * v")),
        "The term gets the cotangent, matrix and vector what their product sends.",
    ),
    "TraceBackward0": of_one(
        "r = \\sum p_{ii}",
        'v "on the diagonal, else" 0',
        "Only the diagonal takes part in the sum.",
    ),
}

LOSSES: Final[dict[str, LocalRule]] = {
    "MseLossBackward0": of_two(
        "r = \\frac{1}{n} \\sum (p_{i} - q_{i})^{2}",
        "\\frac{2 * v}{n} * (p - q)",
        "-\\frac{2 * v}{n} * (p - q)",
        "Twice the distance, divided by n when the loss is a mean.",
    ),
    "SmoothL1LossBackward0": of_two(
        'r = "smooth distance of" p "and" q',
        '\\frac{v}{n} * (p - q) "of at most one in size"',
        '-\\frac{v}{n} * (p - q) "of at most one in size"',
        "The distance, in size at most one, divided by n when the loss is a mean.",
    ),
    "BinaryCrossEntropyWithLogitsBackward0": of_one(
        'r = "cross-entropy of" sigmoid(p) "and" t',
        "\\frac{v}{n} * (sigmoid(p) - t)",
        "Prediction minus target, divided by n when the loss is a mean.",
    ),
    "BinaryCrossEntropyBackward0": of_one(
        'r = "cross-entropy of" p "and" t',
        "\\frac{v}{n} * \\frac{p - t}{p * (1 - p)}",
        "Prediction minus target over the variance, divided by n when the loss is a mean.",
    ),
    "NllLossBackward0": of_one(
        'r = -p "at the target, averaged"',
        '-\\frac{v}{n} "at the target, else" 0',
        "Only the target's component takes part in the loss.",
    ),
}
