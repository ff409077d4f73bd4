"""The broker as an operator sees it: whether it takes something, and whether it has kept what it was given."""

import logging
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

_log = logging.getLogger(__name__)

_ANSWERS_SECONDS: Final = 1
_PROBE_KEPT_SECONDS: Final = 60

# Both are among the keys that the broker's user may touch.
_PROBE: Final = "gradmark:probe"
_KEPT: Final = "gradmark:kept"


def broker_answers(broker_url: str) -> bool:
    """Tell whether the broker takes something within a second: one that is full or read-only answers a ping as well."""
    try:
        with _open(broker_url) as broker:
            return bool(broker.set(_PROBE, "", ex=_PROBE_KEPT_SECONDS))
    except (RedisError, OSError):
        return False


def tell_forgotten(broker_url: str) -> None:
    """Warn when the broker does not hold any more what the last call left there, or there was none yet.

    Bells are lost then, and counts of limits. Of a broker that does not answer others tell.
    """
    try:
        with _open(broker_url) as broker:
            # EXISTS does not count as use, so a server that throws away what was least used throws this away first.
            forgotten = not broker.exists(_KEPT) and broker.set(_KEPT, "", nx=True)
    except (RedisError, OSError):
        return
    if forgotten:
        _log.warning(
            "Redis is new or has lost what it held; the sweep finds what nobody has heard of"
        )


def _open(broker_url: str) -> Redis:
    return Redis.from_url(
        broker_url, socket_timeout=_ANSWERS_SECONDS, socket_connect_timeout=_ANSWERS_SECONDS
    )
