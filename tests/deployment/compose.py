"""Reads docker-compose.yml as Compose does: what each service runs, in which environment."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]

# $$, ${NAME}, ${NAME:-default} and ${NAME:?message}; the file uses no other form.
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\})")


class MissingValueError(Exception):
    """A variable without a default has no value; the message is the file's own."""


def read_compose() -> dict[str, Any]:
    """Return the file with its anchors resolved and its variables as they are written."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def read_example() -> dict[str, str]:
    """Return the variables of .env.example with their example values, empty where one must be chosen."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return dict(pairs)  # type: ignore[arg-type]  # each pair was split once


def variables_of(content: Any) -> set[str]:
    """Return the names of all variables in any part of the file."""
    return {match["name"] for match in _VARIABLE.finditer(repr(content)) if match["name"]}


def interpolate(content: Any, values: Mapping[str, str]) -> Any:
    """Return a part of the file with its variables replaced.

    Raises:
        MissingValueError: A variable that must be given is absent or empty.
    """
    if isinstance(content, Mapping):
        return {key: interpolate(value, values) for key, value in content.items()}
    if isinstance(content, list):
        return [interpolate(value, values) for value in content]
    if isinstance(content, str):
        return _VARIABLE.sub(lambda match: _value_of(match, values), content)
    return content


def _value_of(match: re.Match[str], values: Mapping[str, str]) -> str:
    if match["dollar"]:
        return "$"
    given = values.get(match["name"], "")
    if given:
        return given
    if match["kind"] == "?":
        raise MissingValueError(f"{match['name']}: {match['rest']}")
    return match["rest"] or ""


def compose_service(
    name: str, values: Mapping[str, str], addresses: Mapping[str, str] | None = None
) -> tuple[list[str], dict[str, str]]:
    """Return what a service runs and the environment it runs in.

    Args:
        name: The service.
        values: What .env would hold.
        addresses: `host:port` inside the deployment to the one that stands in for it here, as
            `{"redis:6379": "127.0.0.1:21234"}`.
    """
    service = interpolate(read_compose()["services"][name], values)
    environment = {key: str(value) for key, value in service["environment"].items()}
    for inside, here in (addresses or {}).items():
        environment = {
            key: re.sub(rf"(?<![\w.]){re.escape(inside)}(?!\d)", here, value)
            for key, value in environment.items()
        }
    return [str(part) for part in service["command"]], environment
