"""Passwords: what may be one, how they are stored, and whether one fits."""

import base64
import secrets
import threading
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.domain.texts import say

_SHORTEST, _LONGEST = 8, 128

# OWASP and ASVS 5.0 (appendix C): argon2id with at least 46 MiB; one more pass than they ask for.
_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
# A hall that signs in at once must not need more memory than a container has. More at once would be no faster.
_AT_ONCE: Final = 2
_room = threading.BoundedSemaphore(_AT_ONCE)


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    with _room:
        return _hasher.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one; None, for nobody's, takes as long and never fits."""
    if len(password) > _LONGEST:
        return False
    try:
        with _room:
            return _hasher.verify(stored or _nobodys(), password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Tell whether a stored password was hashed by other rules than today's."""
    return _hasher.check_needs_rehash(stored)


def find_fault(password: str) -> str | None:
    """Return why a text cannot be a password, and what to do; None where it can."""
    if password.lower() in _common():
        return say(
            "Thousands of people use this password, so it is guessed first. Take another one."
        )
    if _SHORTEST <= len(password) <= _LONGEST:
        return None
    return say(
        "Use %(fewest)s to %(most)s characters; a few unrelated words are a good choice.",
        fewest=_SHORTEST,
        most=_LONGEST,
    )


@cache
def _nobodys() -> str:
    # What nobody's password could be stored as: an unknown address takes as long as a wrong password.
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
        for length in (_hasher.salt_len, _hasher.hash_len)
    )
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


@cache
def _common() -> frozenset[str]:
    # The 3,000 that lists of stolen passwords name most often, of those that are long enough (ASVS 5.0, 6.2.4).
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
