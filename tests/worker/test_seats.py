"""Seats: long work leaves a process free, and who is killed gives the seat back."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from worker.seats import Seats


@contextmanager
def neighbour_on_a_seat(seats: Seats) -> Iterator[int]:
    """Let a forked process take a seat and keep it; yields its process id."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with seats.taken() as is_seated:
            os.write(writing, b"y" if is_seated else b"n")
            signal.pause()
    try:
        assert os.read(reading, 1) == b"y"
        yield child
    finally:
        kill(child)
        os.close(reading)
        os.close(writing)


def kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def test_the_only_seat_is_taken_by_one_process():
    seats = Seats(1)
    with neighbour_on_a_seat(seats), seats.taken() as is_seated:
        assert not is_seated


def test_a_second_seat_is_free_beside_a_neighbour():
    seats = Seats(2)
    with neighbour_on_a_seat(seats), seats.taken() as is_seated:
        assert is_seated


def test_a_killed_neighbour_gives_the_seat_back():
    seats = Seats(1)
    with neighbour_on_a_seat(seats) as child:
        kill(child)
        with seats.taken() as is_seated:
            assert is_seated


def test_a_seat_is_free_again_after_its_work():
    seats = Seats(1)
    with seats.taken():
        pass
    with neighbour_on_a_seat(seats):
        pass
