"""Use cases: one verb-named function each, owning its transaction."""
