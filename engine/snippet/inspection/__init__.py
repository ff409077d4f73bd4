"""Looking at what a run asks of who works it out by hand: how near it comes to kinks, how much arithmetic."""

from engine.snippet.inspection.inspector import Inspection, Inspector
from engine.snippet.inspection.kinks import Kink

__all__ = ["Inspection", "Inspector", "Kink"]
