r"""Formulas written once, in a small notation, and shown as MathML or as plain text.

The notation: letters, numbers, `+ - * / = < > ( ) ,`, names of functions such as `log`, `^{…}`,
`_{…}`, `\frac{…}{…}`, `\sqrt{…}`, `\sum`, and words between double quotes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

_TOKEN: Final = re.compile(
    r'\s*(?:"(?P<words>[^"]*)"|(?P<command>\\[a-z]+)|(?P<name>[A-Za-z]+|[\u03b1-\u03c9])|(?P<number>[\d.]+)'
    r"|(?P<sign>[-+*/=<>(),|·⊗≤≥≠])|(?P<brace>[{}^_]))"
)
_SIGNS: Final = {"*": "·", "-": "\N{MINUS SIGN}"}
_RAISED: Final = dict(zip("0123456789+-nTi", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀⁱ", strict=True))
_LOWERED: Final = dict(zip("0123456789ijkn", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙ", strict=True))
_SPACED: Final = frozenset("+-*=<>≤≥≠⊗")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a formula: what kind it is, its own text, and the pieces inside."""

    kind: str
    text: str = ""
    inner: tuple["tuple[_Part, ...]", ...] = ()


def mathml(formula: str, write: Callable[[str], str] = str) -> str:
    """The formula as one `<math>` element; `write` gives its words in the reader's language."""
    return f"<math>{_rows(_parsed(formula), write)}</math>"


@cache
def plain_text(formula: str) -> str:
    """The formula as text in one line."""
    return _texts(_parsed(formula))


def words_of(formula: str) -> tuple[str, ...]:
    """The words between quotes."""
    return tuple(text for kind, text in _tokens(formula) if kind == "words")


@cache
def _parsed(formula: str) -> tuple[_Part, ...]:
    tokens = _tokens(formula)
    return tuple(_sequence(tokens, until=None))


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = formula.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"{text[place:]!r} is no part of a formula")
        place = found.end()
        kind = found.lastgroup or ""
        yield kind, found[kind]


def _sequence(tokens: Iterator[tuple[str, str]], until: str | None) -> Iterator[_Part]:
    parts: list[_Part] = []
    for kind, text in tokens:
        if text == until and kind == "brace":
            break
        if kind == "brace":
            below = parts.pop()
            parts.append(_Part(text, inner=((below,), _group(tokens))))
        elif kind == "command" and text == "\\frac":
            parts.append(_Part("frac", inner=(_group(tokens), _group(tokens))))
        elif kind == "command" and text == "\\sqrt":
            parts.append(_Part("sqrt", inner=(_group(tokens),)))
        elif kind == "command":
            parts.append(_Part("sign", "∑"))
        else:
            parts.append(_Part(kind, text))
    yield from parts


def _group(tokens: Iterator[tuple[str, str]]) -> tuple[_Part, ...]:
    kind, text = next(tokens)
    if (kind, text) != ("brace", "{"):
        return (_Part(kind, text),)
    return tuple(_sequence(tokens, until="}"))


def _rows(parts: tuple[_Part, ...], write: Callable[[str], str]) -> str:
    return "".join(_element(part, write) for part in parts)


def _row(parts: tuple[_Part, ...], write: Callable[[str], str]) -> str:
    rows = _rows(parts, write)
    return rows if len(parts) == 1 else f"<mrow>{rows}</mrow>"


_ELEMENTS: Final = {
    "words": "mtext",
    "number": "mn",
    "sign": "mo",
    "^": "msup",
    "_": "msub",
    "frac": "mfrac",
    "sqrt": "msqrt",
    "name": "mi",
}


def _element(part: _Part, write: Callable[[str], str]) -> str:
    name = _ELEMENTS[part.kind]
    text = escape(_SIGNS.get(part.text, part.text))
    if part.kind == "words":
        text = escape(write(part.text))
        before = "" if part.text.startswith(",") else "\N{NO-BREAK SPACE}"
        text = f"{before}{text}\N{NO-BREAK SPACE}"
    if part.text in {"(", ")", "|"}:
        return f'<mo stretchy="false">{text}</mo>'
    inner = "".join(_row(parts, write) for parts in part.inner)
    return f"<{name}>{inner or text}</{name}>"


def _texts(parts: tuple[_Part, ...]) -> str:
    text = ""
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        unary = part.text == "-" and (before is None or before.text in {"(", "=", ",", "*"})
        if part.kind == "sign" and part.text in _SPACED and not unary:
            text += f" {_SIGNS.get(part.text, part.text)} "
        elif part.text == ",":
            text += ", "
        else:
            text += _gap(before, part) + _text(part)
    return " ".join(text.split()).replace(" ,", ",")


_WORDED: Final = frozenset({"words", "name", "frac", "sqrt", "^", "_", "number"})


def _gap(before: _Part | None, part: _Part) -> str:
    """A space between words and names that would run into each other."""
    if before is None or _first(part) in {")", ","} or before.text == "(":
        return ""
    worded = before.kind in _WORDED and (part.kind in _WORDED or part.text == "∑")
    return " " if worded or "words" in {before.kind, part.kind} else ""


def _first(part: _Part) -> str:
    """The sign or word with which a piece begins."""
    return _first(part.inner[0][0]) if part.inner else part.text


def _text(part: _Part) -> str:
    match part.kind:
        case "^":
            return _texts(part.inner[0]) + _small(part.inner[1], _RAISED, "^")
        case "_":
            return _texts(part.inner[0]) + _small(part.inner[1], _LOWERED, "_")
        case "frac":
            above, below = map(_grouped, part.inner)
            return f"{above} / {below}"
        case "sqrt":
            return f"√{_grouped(part.inner[0])}"
        case _:
            return _SIGNS.get(part.text, part.text)


def _small(parts: tuple[_Part, ...], letters: dict[str, str], sign: str) -> str:
    text = "".join(part.text for part in parts)
    if not any(part.inner for part in parts) and all(letter in letters for letter in text):
        return "".join(letters[letter] for letter in text)
    whole = _texts(parts)
    return f"{sign}{whole}" if len(whole) == 1 else f"{sign}({whole})"


def _grouped(parts: tuple[_Part, ...]) -> str:
    text = _texts(parts)
    return text if len(parts) == 1 else f"({text})"
