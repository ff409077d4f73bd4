"""All misconceptions there are, by their codes."""

from difflib import get_close_matches
from typing import Final

from app.domain.diagnosis.misconceptions.accumulating import ACCUMULATING
from app.domain.diagnosis.misconceptions.composing import COMPOSING
from app.domain.diagnosis.misconceptions.derivatives import DERIVATIVES
from app.domain.diagnosis.misconceptions.flow import FLOW
from app.domain.diagnosis.misconceptions.kinks import KINKS
from app.domain.diagnosis.misconceptions.leaves import LEAVES
from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from app.domain.diagnosis.misconceptions.reading import READING
from app.domain.diagnosis.misconceptions.reducing import REDUCING
from app.domain.diagnosis.misconceptions.weighting import WEIGHTING
from app.domain.diagnosis.misconceptions.zeroing import ZEROING
from app.domain.texts import say
from app.errors import NotFound

MISCONCEPTIONS: Final[tuple[Misconception, ...]] = (
    *ACCUMULATING,
    *WEIGHTING,
    *ZEROING,
    *LEAVES,
    *REDUCING,
    *COMPOSING,
    *DERIVATIVES,
    *KINKS,
    *FLOW,
    *READING,
)

_BY_CODE: Final = {misconception.code: misconception for misconception in MISCONCEPTIONS}

COMMONEST: Final = tuple(
    misconception
    for misconception in MISCONCEPTIONS
    if misconception.commonness is Commonness.COMMONEST
)
"""Those that are looked for in pairs too."""


class UnknownMisconception(NotFound):
    """There is no misconception of this code; the message names the nearest ones."""


def find_misconception(code: str) -> Misconception:
    """Give the misconception of this code.

    Raises:
        UnknownMisconception: There is none; the message names the nearest codes.
    """
    if code in _BY_CODE:
        return _BY_CODE[code]
    near = get_close_matches(code[:100], _BY_CODE, n=3, cutoff=0.5)
    if near:
        raise UnknownMisconception(
            say(
                "There is no misconception '%(code)s'. Did you mean %(near)s?",
                code=code[:100],
                near=", ".join(near),
            )
        )
    raise UnknownMisconception(
        say(
            "There is no misconception '%(code)s'. There are: %(codes)s.",
            code=code[:100],
            codes=", ".join(_BY_CODE),
        )
    )
