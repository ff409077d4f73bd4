"""E-mail addresses: one spelling for each, and what cannot be one."""

import re

_SHAPE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = 254


def normal_email(text: str) -> str:
    """Return the spelling under which an address is stored: no blanks around it, small letters."""
    return text.strip().casefold()


def is_email(text: str) -> bool:
    """Tell whether a text in its normal spelling may be an address; characters that cannot be seen are in none."""
    return len(text) <= _LONGEST and text.isprintable() and _SHAPE.fullmatch(text) is not None
