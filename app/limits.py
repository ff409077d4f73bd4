"""How often somebody may do something: counts that all web processes share in Redis, so that nobody asks without end.

The store needs none of this. Where Redis does not answer, each process counts for itself until it does.
"""

import hashlib
import ipaddress
import logging
import math
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from app import metrics
from app.domain.texts import Message, say_many
from app.errors import InvalidInput, TooOften
from app.logs import cause_of

_log = logging.getLogger(__name__)

_PREFIX: Final = "gradmark:limits"
_REDIS_SECONDS: Final = 0.5
# A Redis that refuses or hangs is left alone for so long: it delays one request at a time, not each.
_REDIS_RESTS_SECONDS: Final = 5.0

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Limit:
    """So many `times` in so many `seconds`, which begin with the first."""

    name: str
    times: int
    seconds: int


WRONG_CODES: Final = Limit("unknown join codes of one account", 30, 600)

# What costs more than other requests: on the pages and through programs, it is counted together.
SUBMISSIONS: Final = Limit("submissions of one account", 60, 60)
UPLOADS: Final = Limit("uploads of one account", 30, 60)
TEXTS: Final = Limit("questions and comments of one account", 30, 60)


class Limits:
    """Counts who did what how often.

    Args:
        broker_url: The Redis or Valkey that carries the doorbell.
        secret: Whoever reads Redis learns no address from its keys, as they are digests under this secret.
    """

    def __init__(self, broker_url: str, secret: str) -> None:
        self._key = hashlib.sha256(secret.encode()).digest()
        self._shared = FixedWindowRateLimiter(
            RedisStorage(
                broker_url,
                key_prefix=_PREFIX,
                connection_pool=ConnectionPool.from_url(
                    broker_url,
                    socket_timeout=_REDIS_SECONDS,
                    socket_connect_timeout=_REDIS_SECONDS,
                    retry=Retry(NoBackoff(), 0),
                ),
            )
        )
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._redis_rests_until = -math.inf

    def spend(self, limit: Limit, who: str) -> None:
        """Count once more.

        Raises:
            TooOften: That was once too often.
        """
        if not self._ask(lambda limiter: limiter.hit(_item(limit), self._digest(who))):
            self._refuse(limit, who)

    @contextmanager
    def tries(
        self, limit: Limit, who: str, wrong: type[Exception] | tuple[type[Exception], ...]
    ) -> Iterator[None]:
        """Let something be tried, of which only what ends `wrong` counts.

        Raises:
            TooOften: Too much was wrong before: it is not even tried.
        """
        if not self._ask(lambda limiter: limiter.test(_item(limit), self._digest(who))):
            self._refuse(limit, who)
        try:
            yield
        except wrong:
            self.count(limit, who)
            raise

    def code_tries(self, user_id: uuid.UUID) -> AbstractContextManager[None]:
        """Let somebody try a join code, on a page or by a program, unless too many of theirs were none."""
        return self.tries(WRONG_CODES, str(user_id), InvalidInput)

    def count(self, limit: Limit, who: str) -> None:
        """Count once more, whatever is left."""
        self._ask(lambda limiter: limiter.hit(_item(limit), self._digest(who)))

    def _refuse(self, limit: Limit, who: str) -> None:
        ends = self._ask(
            lambda limiter: limiter.get_window_stats(_item(limit), self._digest(who)).reset_time
        )
        metrics.LIMITS_MET.labels(limit.name).inc()
        _log.warning("the limit %s of %s in %s s was met", limit.name, limit.times, limit.seconds)
        seconds = max(1, math.ceil(ends - time.time()))
        raise TooOften(_advice(seconds), seconds)

    def _ask(self, ask: Callable[[FixedWindowRateLimiter], Answer]) -> Answer:
        now = time.monotonic()
        if now >= self._redis_rests_until:
            try:
                return ask(self._shared)
            except (RedisError, OSError) as error:
                self._redis_rests_until = now + _REDIS_RESTS_SECONDS
                _log.warning(
                    "Redis does not count (%s); this process counts for itself", cause_of(error)
                )
        return ask(self._own)

    def _digest(self, who: str) -> str:
        return hashlib.blake2b(
            who.encode("utf-8", "replace"), key=self._key, digest_size=16
        ).hexdigest()


def counted_address(remote: str | None) -> str:
    """Return under what an address is counted: of IPv6 only the network, as each host has a whole one."""
    try:
        found = ipaddress.ip_address(remote or "")
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _item(limit: Limit) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(limit.times, limit.seconds, namespace=limit.name)


def _advice(seconds: int) -> Message:
    if seconds <= 90:
        return say_many(
            "That was too often in a short time. Wait %(num)s second and send it again.",
            "That was too often in a short time. Wait %(num)s seconds and send it again.",
            seconds,
        )
    return say_many(
        "That was too often in a short time. Wait %(num)s minute and send it again.",
        "That was too often in a short time. Wait %(num)s minutes and send it again.",
        math.ceil(seconds / 60),
    )
