"""The gates that a problem passes before students see it, as far as they need no misconception."""
