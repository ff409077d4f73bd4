"""Where each field of a metadata block stands, for errors that name a line and a column.

`tomllib` tells nobody where it read a value. What it has accepted is well formed, so a reader that knows strings,
lists and tables finds every key again.
"""

import re
from collections.abc import Iterator
from typing import Final

Path = tuple[str | int, ...]
"""The way to a field: names of tables and keys, and from 0 on the places in lists."""

_SKIPPED: Final = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_SCALAR: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^,\]}\n#]+''',
    re.DOTALL,
)


def find_places(toml: str) -> dict[Path, int]:
    """Find where each key and each header of a text that `tomllib` accepts begins, counted in characters from 0."""
    return dict(_Reader(toml).places())


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._entries: dict[Path, int] = {}

    def places(self) -> Iterator[tuple[Path, int]]:
        prefix: Path = ()
        while self._next():
            if self._next() == "[":
                start = self._at
                prefix = self._header()
                yield prefix, start
            else:
                yield from self._entry(prefix)

    def _next(self) -> str:
        """Go to the next character that says something; empty at the end."""
        skipped = _SKIPPED.match(self._text, self._at)
        self._at = self._at if skipped is None else skipped.end()
        return self._text[self._at : self._at + 1]

    def _header(self) -> Path:
        is_entry = self._text.startswith("[[", self._at)
        self._at += 1 + is_entry
        prefix: Path = ()
        for name in self._names():
            prefix = (*prefix, name)
            if prefix in self._entries:
                prefix = (*prefix, self._entries[prefix])
        self._at += 1 + is_entry
        if not is_entry:
            return prefix
        # The last name was given the place of the entry before, where there is one.
        whole = prefix[:-1] if isinstance(prefix[-1], int) else prefix
        self._entries[whole] = self._entries.get(whole, -1) + 1
        return (*whole, self._entries[whole])

    def _names(self) -> list[str]:
        """Read a name, or several with points between them."""
        names: list[str] = []
        while True:
            self._next()
            found = _KEY.match(self._text, self._at)
            if found is None:
                return names
            names.append(found[0].strip("\"'"))
            self._at = found.end()
            if self._next() != ".":
                return names
            self._at += 1

    def _entry(self, prefix: Path) -> Iterator[tuple[Path, int]]:
        start = self._at
        path = (*prefix, *self._names())
        yield path, start
        self._next()
        self._at += 1  # the sign `=`
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        opened = self._next()
        if opened not in ("{", "["):
            found = _SCALAR.match(self._text, self._at)
            self._at = len(self._text) if found is None else found.end()
            return
        self._at += 1
        number = 0
        while self._next() not in ("", "}", "]"):
            if opened == "{":
                yield from self._entry(path)
            else:
                yield from self._value((*path, number))
                number += 1
            if self._next() == ",":
                self._at += 1
        self._at += 1
