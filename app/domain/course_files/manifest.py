"""The manifest of a course file: what it is, who can read it, and what is in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from app.domain.course_files.faults import NoCourseFile

MANIFEST: Final = "manifest.json"
PEOPLE: Final = "people"
"""The part that tells who the people are; all other parts are tables."""

_FORMAT: Final = "gradmark course"
_VERSION: Final = 1
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def file_name(part: str) -> str:
    """Return the name that a part has in the archive."""
    return f"{part}.jsonl"


@dataclass(frozen=True)
class Contents:
    """What a part holds.

    Attributes:
        rows: How many lines it has.
        sha256: The digest of its bytes, in hex.
    """

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The manifest.

    Attributes:
        schema: The last migration of the store that the course comes from.
        parts: Each part's contents, by its name.
    """

    schema: str
    parts: Mapping[str, Contents]

    @property
    def rows(self) -> int:
        """How many lines all parts have."""
        return sum(contents.rows for contents in self.parts.values())

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "format": _FORMAT,
            "version": _VERSION,
            "schema": self.schema,
            "parts": {
                name: {"rows": contents.rows, "sha256": contents.sha256}
                for name, contents in self.parts.items()
            },
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read what somebody else has written.

        Raises:
            NoCourseFile: It is no manifest, or that of another version of the format.
        """
        match data:
            case {
                "format": "gradmark course",
                "version": 1,
                "schema": str(schema),
                "parts": dict(parts),
            }:
                return cls(schema, {str(name): _read(found) for name, found in parts.items()})
            case {"format": "gradmark course", "version": int(version)}:
                raise NoCourseFile(
                    f"Its format has the version {version}, and this release reads version {_VERSION} only."
                )
        raise NoCourseFile("It is no course file: `gradmark export` writes one.")


def _read(found: object) -> Contents:
    match found:
        case {"rows": int(rows), "sha256": str(digest)} if rows >= 0 and _DIGEST.fullmatch(digest):
            return Contents(rows, digest)
    raise NoCourseFile(f"Its {MANIFEST} is damaged. Export the course again.")
