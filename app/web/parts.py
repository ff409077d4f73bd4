"""The parts of the server that answers this request, for the pages."""

from app.parts import Parts, db, parts

__all__ = ["Parts", "db", "parts"]
