"""Local rules of operations that move, copy, pick or join elements without computing."""

from typing import Final

from app.domain.explanation.local_rules.rule import LocalRule, of_one

_BACK: Final = "The same numbers in another shape: the cotangent goes back into the old one."
_COPY: Final = "A copy: the cotangent passes unchanged."
_PLACES: Final = "What was taken gets the cotangent in its place; all the rest gets zeros."
_JOINED: Final = "Each part gets its own piece of the cotangent."
_SWAPPED: Final = "Dimensions were swapped: the cotangent is swapped back."


def _reshaping(words: str) -> LocalRule:
    return of_one('r = p "in another shape"', 'v "in the shape of" p', words)


def _taking(what: str) -> LocalRule:
    return of_one(f'r = "{what}" p', 'v "in its place, else" 0', _PLACES)


_VIEW: Final = _reshaping(_BACK)
_SAME: Final = of_one("r = p", "v", _COPY)
_TURNED: Final = of_one("r = p^{T}", "v^{T}", _SWAPPED)
_SPLIT: Final = of_one(
    'r = "parts of" p', 'v "of all parts, joined"', "The cotangents of the parts are joined again."
)
_WRITTEN: Final = "What was overwritten gets nothing; what was written gets the cotangent there."

SHAPES: Final[dict[str, LocalRule]] = {
    "ViewBackward0": _VIEW,
    "UnsafeViewBackward0": _VIEW,
    "ReshapeAliasBackward0": _VIEW,
    "SqueezeBackward0": _VIEW,
    "SqueezeBackward1": _VIEW,
    "SqueezeBackward2": _VIEW,
    "SqueezeBackward4": _VIEW,
    "UnsqueezeBackward0": _VIEW,
    "AliasBackward0": _SAME,
    "CloneBackward0": _SAME,
    "ToCopyBackward0": of_one(
        'r = p "in another type"', 'v "in the type of" p', "A copy in another type."
    ),
    "TBackward0": _TURNED,
    "TransposeBackward0": _TURNED,
    "PermuteBackward0": _TURNED,
    "ExpandBackward0": of_one(
        'r = p "repeated"',
        '\\sum v "over the repetitions"',
        "Every repetition sends its cotangent back to the one number, so they add up.",
    ),
    "RepeatBackward0": of_one(
        'r = p "repeated"',
        '\\sum v "over the repetitions"',
        "Every repetition sends its cotangent back to the one number, so they add up.",
    ),
    "FlipBackward0": of_one('r = p "reversed"', 'v "reversed"', "The cotangent is turned back."),
    "RollBackward0": of_one('r = p "shifted"', 'v "shifted back"', "It is shifted back."),
}

PICKS: Final[dict[str, LocalRule]] = {
    "SelectBackward0": _taking("one slice of"),
    "SliceBackward0": _taking("a range of"),
    "IndexBackward0": _taking("some elements of"),
    "IndexSelectBackward0": _taking("some rows of"),
    "GatherBackward0": _taking("some elements of"),
    "TakeBackward0": _taking("some elements of"),
    "MaskedSelectBackward0": _taking("some elements of"),
    "DiagonalBackward0": _taking("the diagonal of"),
    "TrilBackward0": _taking("the lower triangle of"),
    "TriuBackward0": _taking("the upper triangle of"),
    "DiagEmbedBackward0": of_one(
        'r = "matrix with diagonal" p', 'v "on the diagonal"', "Only the diagonal came from p."
    ),
    "AsStridedBackward0": _taking("some memory of"),
}

JOINS: Final[dict[str, LocalRule]] = {
    "CatBackward0": LocalRule('r = "all parts, one after the other"', (), _JOINED),
    "StackBackward0": LocalRule('r = "all parts, stacked"', (), _JOINED),
    "SplitBackward0": _SPLIT,
    "SplitWithSizesBackward0": _SPLIT,
    "UnbindBackward0": _SPLIT,
    "CopySlices": LocalRule('r = "a tensor with a part overwritten"', (), _WRITTEN),
    "IndexPutBackward0": LocalRule('r = "a tensor with a part overwritten"', (), _WRITTEN),
    "CopyBackwards": LocalRule(
        'r = "a tensor that was overwritten"', (), "All was overwritten: what came in gets v."
    ),
    "UndefinedGrad": LocalRule(
        'r = "a value of no further slope"', (), "What reaches it is not passed on."
    ),
    "ZeroBackward0": of_one("r = 0", "0", "All was overwritten with zeros, so zeros go back."),
}
