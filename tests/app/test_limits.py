"""Counting how often: shared through Redis or Valkey, and by each process for itself where there is none."""

import socket

import pytest

from app.errors import TooOften
from app.limits import Limit, Limits

THRICE = Limit("tries", 3, 60)
SECRET = "a secret of this test"


def is_refused(limits: Limits, who: str) -> bool:
    try:
        with limits.tries(THRICE, who, LookupError):
            return False
    except TooOften:
        return True


def test_processes_count_together_and_each_account_by_itself(broker_url):
    processes = [Limits(broker_url, SECRET) for _ in range(2)]
    for number in range(3):
        processes[number % 2].spend(THRICE, "ada")

    with pytest.raises(TooOften) as refusal:
        processes[0].spend(THRICE, "ada")
    assert 0 < refusal.value.seconds <= 60
    assert "Wait" in str(refusal.value)
    assert is_refused(processes[1], "ada")
    assert not is_refused(processes[1], "bob")


def test_of_tries_only_what_was_wrong_counts_and_is_raised_on(broker_url):
    limits = Limits(broker_url, SECRET)
    for error in (ValueError, KeyError, KeyError):
        with pytest.raises(error), limits.tries(THRICE, "ada", LookupError):
            raise error
        assert not is_refused(limits, "ada")

    with pytest.raises(KeyError), limits.tries(THRICE, "ada", LookupError):
        raise KeyError
    assert is_refused(limits, "ada")


def test_redis_holds_no_address_and_forgets_by_itself(redis_server, redis_url):
    Limits(redis_url, SECRET).count(THRICE, "ada@example.org")

    (key,) = redis_server.ask("KEYS", "*")
    assert key.startswith(b"gradmark:limits:")
    assert b"ada" not in key
    assert 0 < redis_server.ask("TTL", key) <= 60


def test_without_redis_a_process_counts_for_itself():
    limits = Limits("redis://:secret@127.0.0.1:1/0", SECRET)
    for _ in range(3):
        limits.spend(THRICE, "ada")

    assert is_refused(limits, "ada")
    assert not is_refused(limits, "bob")


def test_a_redis_that_hangs_is_left_alone_for_a_while():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        limits = Limits(f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}/0", SECRET)
        for _ in range(4):
            limits.count(THRICE, "ada")
        silent.settimeout(0)
        first, _ = silent.accept()
        first.close()
        with pytest.raises(BlockingIOError):
            silent.accept()

    assert is_refused(limits, "ada")
