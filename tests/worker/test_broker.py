"""Whether the broker answers, and the line that tells an operator that it has lost what it held."""

import secrets

import pytest

from app.broker import broker_answers, tell_forgotten

FORGOTTEN = "Redis is new or has lost what it held; the sweep finds what nobody has heard of"


def test_a_broker_that_runs_answers(own_redis):
    assert broker_answers(own_redis.url)


def test_a_broker_that_is_new_or_was_emptied_is_told_of_once(own_redis, caplog):
    for _time in ("new", "emptied"):
        tell_forgotten(own_redis.url)
        tell_forgotten(own_redis.url)
        assert caplog.messages == [FORGOTTEN]
        own_redis.ask("FLUSHALL")
        caplog.clear()


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-lfu"])
def test_a_broker_that_throws_keys_away_is_told_of(own_redis, caplog, policy):
    own_redis.ask("CONFIG", "SET", "maxmemory-policy", policy)
    tell_forgotten(own_redis.url)
    caplog.clear()

    used = int(own_redis.ask("INFO", "memory")["used_memory"])
    own_redis.ask("CONFIG", "SET", "maxmemory", used + (1 << 20))
    for number in range(200):
        # As the bells, they are in use.
        own_redis.ask("SET", f"filler:{number}", secrets.token_hex(1 << 14))
        own_redis.ask("GET", f"filler:{number}")
        tell_forgotten(own_redis.url)
    assert FORGOTTEN in caplog.messages


def test_of_a_broker_that_does_not_answer_others_tell(caplog):
    tell_forgotten("redis://:x@127.0.0.1:1/0")

    assert caplog.messages == []
