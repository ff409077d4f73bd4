"""Recording a run: all that a program did, in order, as plain data to explain it with."""

from engine.snippet.recording.record import Recording, record

__all__ = ["Recording", "record"]
