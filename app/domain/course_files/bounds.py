"""How large a course file may be: somebody else has made it."""

from typing import Final

MOST_PACKED: Final = 1 << 30
"""Bytes of the archive itself."""
MOST_UNPACKED: Final = 4 << 30
"""Bytes of all that is in it; a large term has some hundred million."""
MOST_OF_A_LINE: Final = 1 << 20
"""Bytes of one line; that of a variant, the longest there is, has some ten thousand."""
MOST_DEPTH: Final = 12
"""How deep lists and objects may lie in one another."""
