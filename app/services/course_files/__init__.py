"""Course files: exporting a course to one archive, and importing it elsewhere."""

from app.services.course_files.arriving import Imported
from app.services.course_files.exporting import Exported, export_course
from app.services.course_files.importing import import_course

__all__ = ["Exported", "Imported", "export_course", "import_course"]
