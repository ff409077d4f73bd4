"""How much a figure rises."""

from collections.abc import Callable

from prometheus_client import REGISTRY


def rise_of(name: str, **labels: str) -> Callable[[], float]:
    """Return what tells by how much a figure has risen since now."""
    before = _value(name, labels)
    return lambda: _value(name, labels) - before


def _value(name: str, labels: dict[str, str]) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0
