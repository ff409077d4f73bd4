"""Reading the archive of a course file, which somebody else may have made to do harm.

Nothing is unpacked to disk, no name in it is used as a path, and no more is read than a course can hold.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

from app.domain.course_files import (
    MANIFEST,
    MOST_OF_A_LINE,
    MOST_PACKED,
    MOST_UNPACKED,
    PEOPLE,
    Manifest,
    NoCourseFile,
    file_name,
)
from app.queries.course_files import PARTS

_NAMES: Final = (PEOPLE, *(part.name for part in PARTS))
_MOST_MANIFEST = 64 * 1024
# The end of an archive without a comment, as `gradmark export` writes it: its mark, and the size of its table of
# contents, which zipfile would read into memory however large it is.
_END, _END_SIZE, _TABLE_SIZE = b"PK\x05\x06", 22, slice(12, 16)
_LONG_END = b"PK\x06\x07"
_MOST_TABLE = 64 * 1024


class CourseArchive:
    """A course file, opened.

    Args:
        file: Seekable; it stays open while the archive is read.

    Attributes:
        manifest: What the archive says that it holds.

    Raises:
        NoCourseFile: It is no course file.
    """

    def __init__(self, file: IO[bytes]) -> None:
        _require_small(file)
        with _damage_is_said():
            self._zip = zipfile.ZipFile(file)
        names = self._zip.namelist()
        if MANIFEST not in names:
            raise NoCourseFile("It is no course file: `gradmark export` writes one.")
        self.manifest = self._read_manifest()
        listed = {MANIFEST, *map(file_name, self.manifest.parts)}
        if len(names) != len(listed) or set(names) != listed:
            raise NoCourseFile(f"It holds other files than its {MANIFEST} says.")
        unknown = sorted(self.manifest.parts.keys() - set(_NAMES))
        if unknown:
            raise NoCourseFile(
                f"It has a part that this release does not know: {file_name(unknown[0][:80])}. "
                "Import it with the release that wrote it, or a newer one."
            )
        self._left = MOST_UNPACKED

    def lines(self, part: str) -> Iterator[str]:
        """Yield the lines of a part; one that an older release did not know has none.

        Raises:
            NoCourseFile: It is damaged, or too large to be a course.
        """
        promised = self.manifest.parts.get(part)
        if promised is None:
            return
        name, digest, rows = file_name(part), hashlib.sha256(), 0
        with _damage_is_said(), self._open(name) as file:
            # The one byte more tells a line that is too long from one that just fits.
            while line := file.readline(MOST_OF_A_LINE + 1):
                self._count(len(line), name)
                digest.update(line)
                rows += 1
                yield line.decode()
        if (rows, digest.hexdigest()) != (promised.rows, promised.sha256):
            raise NoCourseFile(f"{name} is not as it was written. Export the course again.")

    def _read_manifest(self) -> Manifest:
        with _damage_is_said(), self._open(MANIFEST) as file:
            text = file.read(_MOST_MANIFEST)
            try:
                data = json.loads(text)
            except (ValueError, RecursionError):
                data = None
        return Manifest.from_json(data)

    @contextmanager
    def _open(self, name: str) -> Iterator[io.BufferedReader]:
        entry = self._zip.getinfo(name)
        is_plain = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not is_plain or entry.flag_bits & 1:
            raise NoCourseFile(f"{name} is encrypted, or packed in another way than by deflating.")
        with self._zip.open(entry) as member:
            # Which reads lines much faster than the member itself does.
            yield io.BufferedReader(cast("io.RawIOBase", member))

    def _count(self, size: int, name: str) -> None:
        self._left -= size
        if size > MOST_OF_A_LINE or self._left < 0:
            raise NoCourseFile(f"{name} is larger than anything in a course.")


def _require_small(file: IO[bytes]) -> None:
    """Let nothing be read whose size is not known to be small."""
    size = file.seek(0, io.SEEK_END)
    if size > MOST_PACKED:
        raise NoCourseFile("It is larger than 1 GiB, which no course is.")
    file.seek(max(0, size - _END_SIZE - 20))
    tail = file.read()
    end = tail[-_END_SIZE:]
    if not end.startswith(_END) or end[-2:] != b"\0\0":
        raise NoCourseFile("It is no course file: `gradmark export` writes one.")
    if tail.startswith(_LONG_END) or int.from_bytes(end[_TABLE_SIZE], "little") > _MOST_TABLE:
        raise NoCourseFile("It holds more files than a course has.")
    file.seek(0)


@contextmanager
def _damage_is_said() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise NoCourseFile(f"It is damaged ({error}). Export the course again.") from None
