"""Course files: a course in one ZIP archive, as docs/course-files.md describes it."""

from app.domain.course_files.bounds import (
    MOST_DEPTH,
    MOST_OF_A_LINE,
    MOST_PACKED,
    MOST_UNPACKED,
)
from app.domain.course_files.faults import Fault, Faults, NoCourseFile, RefusedCourseFile
from app.domain.course_files.manifest import MANIFEST, PEOPLE, Contents, Manifest, file_name
from app.domain.course_files.plain import read_row, write_row

__all__ = [
    "MANIFEST",
    "MOST_DEPTH",
    "MOST_OF_A_LINE",
    "MOST_PACKED",
    "MOST_UNPACKED",
    "PEOPLE",
    "Contents",
    "Fault",
    "Faults",
    "Manifest",
    "NoCourseFile",
    "RefusedCourseFile",
    "file_name",
    "read_row",
    "write_row",
]
