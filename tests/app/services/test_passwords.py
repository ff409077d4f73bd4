"""Passwords: the same work for everybody who knocks, and stored by today's rules."""

import subprocess
import sys

import pytest
from argon2 import PasswordHasher

from app.errors import InvalidCredentials
from app.models import User
from app.services.accounts import sign_in, sign_up
from app.services.passwords import password_fits

ADA = {"email": "ada@example.org", "password": "poetical science"}


def hashes_computed(knock) -> int:
    """Count how often the slow function runs."""
    count = 0

    def watch(frame, event, _argument):
        nonlocal count
        count += event == "call" and frame.f_code.co_name == "verify_secret"

    sys.setprofile(watch)
    try:
        with pytest.raises(InvalidCredentials):
            knock()
    finally:
        sys.setprofile(None)
    return count


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(db):
    sign_up(db, display_name="Ada", **ADA)

    wrong = hashes_computed(lambda: sign_in(db, email=ADA["email"], password="guess work"))
    unknown = hashes_computed(
        lambda: sign_in(db, email="nobody@example.org", password="guess work")
    )

    assert wrong == unknown == 1


def test_a_password_that_was_hashed_by_older_rules_is_hashed_anew_at_the_next_sign_in(db):
    user_id = sign_up(db, display_name="Ada", **ADA).user_id
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(ADA["password"])
    with db.writing() as session:
        session.get_one(User, user_id).password_hash = older

    sign_in(db, **ADA)

    with db.reading() as session:
        stored = session.get_one(User, user_id).password_hash
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert password_fits(stored, ADA["password"])


# In a process of its own, whose greatest size is nobody else's.
_A_HALL = """
import resource, threading
from app.services.passwords import hash_password, password_fits

stored = hash_password("poetical science")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
hall = [threading.Thread(target=password_fits, args=(stored, "guess work")) for _ in range(8)]
for knock in hall:
    knock.start()
for knock in hall:
    knock.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_hall_that_signs_in_at_once_needs_little_more_memory_than_one():
    run = subprocess.run(
        [sys.executable, "-c", _A_HALL], capture_output=True, text=True, check=True
    )

    # Kilobytes. One was measured before; a second one at the same time adds its 46 MiB.
    assert int(run.stdout) < 2 * 46 * 1024
