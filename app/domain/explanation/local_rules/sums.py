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
    "SumBackward0": of_one("y = \\sum a_{i}", 'v "for every" a_{i}', _COPIED),
    "SumBackward1": of_one('y = \\sum a_{i} "along a dimension"', 'v "for every" a_{i}', _COPIED),
    "MeanBackward0": of_one(
        "y = \\frac{1}{n} \\sum a_{i}", '\\frac{v}{n} "for every" a_{i}', _SHARED
    ),
    "MeanBackward1": of_one(
        'y = \\frac{1}{n} \\sum a_{i} "along a dimension"',
        '\\frac{v}{n} "for every" a_{i}',
        _SHARED,
    ),
    "ProdBackward0": of_one(
        'y = a_{1} * a_{2} "…"',
        '\\frac{v * y}{a_{i}} "for" a_{i}',
        "Each factor gets the cotangent times the product of the others.",
    ),
    "CumsumBackward0": of_one(
        'y_{k} = a_{1} + "…" + a_{k}',
        '\\sum v_{k} "for all" k ≥ i',
        "A term gets the cotangents of all partial sums that it is part of.",
    ),
    "VarBackward0": of_one(
        'y = "variance of" a',
        '\\frac{2 * v}{n-1} * (a_{i} - "mean")',
        "Each number gets its distance from the mean, scaled; PyTorch divides by one less than n.",
    ),
    "StdBackward0": of_one(
        'y = "standard deviation of" a',
        '\\frac{v}{(n-1) * y} * (a_{i} - "mean")',
        "Each number gets its distance from the mean, scaled.",
    ),
    "LinalgVectorNormBackward0": of_one(
        "y = \\sqrt{\\sum a_{i}^{2}}",
        "v * \\frac{a}{y}",
        "The cotangent points along a, divided by its length (for the norm of order 2).",
    ),
    "LogsumexpBackward0": of_one(
        "y = log(\\sum exp(a_{i}))",
        "v * exp(a_{i} - y)",
        "Each number gets its softmax share of the cotangent.",
    ),
    "SoftmaxBackward0": of_one(
        "y = softmax(a)",
        "y_{i} * (v_{i} - \\sum v_{j} * y_{j})",
        "Each component gets its share of how far its cotangent is above their average.",
    ),
    "LogSoftmaxBackward0": of_one(
        "y = log(softmax(a))",
        "v_{i} - exp(y_{i}) * \\sum v_{j}",
        "Each component gets its cotangent less its softmax share of them all.",
    ),
}

EXTREMES: Final[dict[str, LocalRule]] = {
    "MaxBackward0": of_one('y = max(a) "along a dimension"', _CHOICE, _CHOSEN),
    "MaxBackward1": of_one("y = max(a)", _CHOICE, _TIES),
    "MinBackward0": of_one('y = min(a) "along a dimension"', _CHOICE, _CHOSEN),
    "MinBackward1": of_one("y = min(a)", _CHOICE, _TIES),
    "AmaxBackward0": of_one("y = max(a)", _CHOICE, _TIES),
    "AminBackward0": of_one("y = min(a)", _CHOICE, _TIES),
    "MedianBackward0": of_one("y = median(a)", _CHOICE, _TIES),
    "MedianBackward1": of_one('y = median(a) "along a dimension"', _CHOICE, _CHOSEN),
    "KthvalueBackward0": of_one('y = "k-th smallest of" a', _CHOICE, _CHOSEN),
    "SortBackward0": of_one(
        "y = sort(a)", 'v "put back in order"', "Each element gets the cotangent of its new place."
    ),
    "TopkBackward0": of_one('y = "k largest of" a', _CHOICE, _CHOSEN),
}

PRODUCTS: Final[dict[str, LocalRule]] = {
    "DotBackward0": of_two(
        "y = \\sum a_{i} * b_{i}",
        "v * b",
        "v * a",
        "Each vector gets the cotangent, a number, times the other vector.",
    ),
    "MmBackward0": LocalRule("Y = A B", (("A", "v * B^{T}"), ("B", "A^{T} * v")), _MATRICES),
    "BmmBackward0": LocalRule("Y = A B", (("A", "v * B^{T}"), ("B", "A^{T} * v")), _MATRICES),
    "MvBackward0": LocalRule(
        "y = A b",
        (("A", "v * b^{T}"), ("b", "A^{T} * v")),
        "The matrix gets the outer product of cotangent and vector, the vector Aᵀv.",
    ),
    "AddmmBackward0": LocalRule(
        "Y = C + A B",
        (("C", "v"), ("A", "v * B^{T}"), ("B", "A^{T} * v")),
        "The term gets the cotangent, each matrix what a product of matrices sends.",
    ),
    "AddmvBackward0": LocalRule(
        "y = c + A b",
        (("c", "v"), ("A", "v * b^{T}"), ("b", "A^{T} * v")),
        "The term gets the cotangent, matrix and vector what their product sends.",
    ),
    "TraceBackward0": of_one(
        "y = \\sum a_{ii}",
        'v "on the diagonal, else" 0',
        "Only the diagonal takes part in the sum.",
    ),
}

LOSSES: Final[dict[str, LocalRule]] = {
    "MseLossBackward0": of_two(
        "y = \\frac{1}{n} \\sum (a_{i} - b_{i})^{2}",
        "\\frac{2 * v}{n} * (a - b)",
        "-\\frac{2 * v}{n} * (a - b)",
        "Twice the distance, divided by n when the loss is a mean.",
    ),
    "BinaryCrossEntropyWithLogitsBackward0": of_one(
        'y = "cross-entropy of" sigmoid(a) "and" t',
        "\\frac{v}{n} * (sigmoid(a) - t)",
        "Prediction minus target, divided by n when the loss is a mean.",
    ),
    "BinaryCrossEntropyBackward0": of_one(
        'y = "cross-entropy of" a "and" t',
        "\\frac{v}{n} * \\frac{a - t}{a * (1 - a)}",
        "Prediction minus target over the variance, divided by n when the loss is a mean.",
    ),
    "NllLossBackward0": of_one(
        'y = -a "at the target, averaged"',
        '-\\frac{v}{n} "at the target, else" 0',
        "Only the target's component takes part in the loss.",
    ),
}
