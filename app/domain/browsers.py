"""Names of browsers for people, read off what a browser says of itself."""

import re
from typing import Final

# The first that fits: most browsers also name those whose pages they want to be given.
_BROWSERS: Final = (
    ("Edge", re.compile(r"\bEdgA?/|\bEdgiOS/")),
    ("Opera", re.compile(r"\bOPR/|\bOpera\b")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\bFirefox/|\bFxiOS/")),
    ("Chrome", re.compile(r"\b(Headless)?Chrome/|\bCriOS/")),
    ("Safari", re.compile(r"\bSafari/")),
)
_SYSTEMS: Final = (
    ("Android", re.compile(r"\bAndroid\b")),
    ("iOS", re.compile(r"\b(iPhone|iPad|iPod)\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def browser_name(user_agent: str) -> str:
    """Return `Firefox, Windows` for a User-Agent header; empty where neither is known.

    No more is kept of the header: a longer text would tell more about a person than this page needs.
    """
    names = (
        next((name for name, pattern in known if pattern.search(user_agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, names))
