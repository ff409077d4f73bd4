"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many; what a step is, is the work's own business."""
