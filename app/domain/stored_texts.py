"""Texts for people as plain data, so that what is stored can still be written in the reader's language."""

from typing import Any, Final

from app.domain.texts import Message

_SAID: Final = "said"


def to_plain(value: Any) -> Any:
    """Return plain data in which each message is kept with what it was made of; tuples become lists."""
    if isinstance(value, Message):
        return {_SAID: [value.pattern, value.plural, to_plain(value.values)]}
    if isinstance(value, dict):
        return {name: to_plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(one) for one in value]
    return value


def from_plain(value: Any) -> Any:
    """Rebuild what `to_plain` has written, messages and all."""
    if isinstance(value, list):
        return [from_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {_SAID}:
        pattern, plural, values = value[_SAID]
        return Message(pattern, plural, from_plain(values))
    return {name: from_plain(one) for name, one in value.items()}
