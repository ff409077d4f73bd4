"""A whole term, made up: courses, a class with its misconceptions, and what it would have handed in."""

from app.cli.simulation.term import Term

__all__ = ["Term"]
