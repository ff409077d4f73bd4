"""The texts of the pages: found in the sources, and held against their translations."""
