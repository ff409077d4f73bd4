"""How often is too often, on the pages.

What an account does is counted for the account, so that a lecture hall behind one address does not count as one. Only
strangers, and what was wrong at the doors, count for their address, with room for a hall that all come at once.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from flask import Flask, request

from app.domain.emails import normal_email
from app.errors import InvalidCredentials, NotFound, WrongPassword
from app.limits import SUBMISSIONS, TEXTS, UPLOADS, Limit, counted_address
from app.web.known_browsers import known_browser
from app.web.parts import parts
from app.web.sign_in import visitor

_MINUTE: Final = 60
_TEN_MINUTES: Final = 600
_HOUR: Final = 3600

# Passwords that were wrong: typed at one address for one account, for one account anywhere, and at one address; and,
# apart from all these, in a browser in which the account was signed in before.
WRONG_HERE: Final = Limit("wrong passwords of one account at one address", 10, _TEN_MINUTES)
WRONG_ANYWHERE: Final = Limit("wrong passwords of one account", 100, _HOUR)
WRONG_IN_KNOWN_BROWSER: Final = Limit("wrong passwords in a browser of its owner", 10, _TEN_MINUTES)
WRONG_AT_ADDRESS: Final = Limit("wrong passwords at one address", 600, _TEN_MINUTES)
SIGN_UPS: Final = Limit("sign-ups at one address", 600, _TEN_MINUTES)
LINKS_TO_NOTHING: Final = Limit("unknown sign-in links at one address", 60, _TEN_MINUTES)

# Every form that is sent, by an account and by the strangers of one address; and some that cost more than others.
ALL_OF_ACCOUNT: Final = Limit("forms of one account", 240, _MINUTE)
ALL_OF_STRANGERS: Final = Limit("forms of strangers at one address", 1200, _MINUTE)
COPIES: Final = Limit("copies of own data of one account", 10, _MINUTE)
OF_ENDPOINT: Final[Mapping[str, Limit]] = {
    "exercises.submit_answers": SUBMISSIONS,
    "inquiries.ask": TEXTS,
    "inquiries.reply": TEXTS,
    "grading.write": TEXTS,
    "own_account.data": COPIES,
    "own_problems.mend": UPLOADS,
    "problem_drafts.save": UPLOADS,
    "problem_drafts.start": UPLOADS,
    "rosters.check": UPLOADS,
    "rosters.take_over": UPLOADS,
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Count every form that is sent."""
    app.before_request(_count)


@contextmanager
def password_tries(email: str) -> Iterator[None]:
    """Let a password be tried for an account, unless too many were wrong; only a wrong one counts.

    Raises:
        TooOften: The next one is not even looked at, whether or not there is such an account.
    """
    who, address, limits = normal_email(email), _address(), parts().limits
    wrong = (InvalidCredentials, WrongPassword)
    browser = known_browser(who)
    if browser is not None:
        with limits.tries(WRONG_IN_KNOWN_BROWSER, f"{who} {browser}", wrong):
            yield
        return
    with (
        limits.tries(WRONG_HERE, f"{who} {address}", wrong),
        limits.tries(WRONG_ANYWHERE, who, wrong),
        limits.tries(WRONG_AT_ADDRESS, address, wrong),
    ):
        yield


def count_sign_up() -> None:
    """Count an account that is asked for.

    Raises:
        TooOften: Too many came from this address.
    """
    parts().limits.spend(SIGN_UPS, _address())


def link_tries() -> AbstractContextManager[None]:
    """Let a sign-in link be followed, unless too many from this address led nowhere."""
    return parts().limits.tries(LINKS_TO_NOTHING, _address(), NotFound)


def _count() -> None:
    limit = OF_ENDPOINT.get(request.endpoint or "")
    if limit is None and request.method in _SAFE:
        return
    known = visitor()
    if known is None:
        parts().limits.spend(ALL_OF_STRANGERS, _address())
    else:
        parts().limits.spend(limit or ALL_OF_ACCOUNT, str(known.account.id))


def _address() -> str:
    return counted_address(request.remote_addr)
