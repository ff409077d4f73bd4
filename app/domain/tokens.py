"""Tokens that stand for a signed-in browser."""

import hashlib


def token_digest(token: str) -> str:
    """Return the hexadecimal SHA-256 digest under which a token is stored: a stolen table signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()
