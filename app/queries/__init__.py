"""Reads for pages: selects that return frozen rows and never write."""
