"""Gunicorn's worker with threads, which a slow client keeps from nobody: a thread is given to whole requests only.

Gunicorn's own hands a new connection to a thread that waits for what is sent on it, for as long as that takes: as many
clients as there are threads, each sending a byte now and then, would be all that the server answers. And it waits up to
two seconds, in the one thread that takes connections, for a client that was answered to close its side.
"""

import errno
import re
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ, BaseSelector
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

# From the first byte to the last: a form is some kilobytes, and a phone in a lecture hall sends it in a second.
_ARRIVAL_SECONDS: Final = 10.0
# After the answer, until the client closes: else what it still sends would take the answer's end from it.
_LEAVING_SECONDS: Final = 2.0
_MOST_UNREAD: Final = 64 * 1024
# What exceeds these is handed on as it is: gunicorn refuses such a head, and a file is read as it comes.
_MOST_HEAD: Final = 64 * 1024
_MOST_BODY: Final = 256 * 1024
_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_NOTHING_THERE: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class Arriving(TConn):
    """A connection on which a request arrives.

    Attributes:
        seen: How many bytes of it were there when it was last looked at.
        unread: How many bytes came after the answer, which nobody reads.
        leaves_by: When it is closed after its answer, whatever the client does.
    """

    seen = 0
    leaves_by = 0.0
    unread = 0

    def is_whole(self) -> bool:
        """Look at what has arrived and leave it there; tell whether a thread can go on without waiting.

        Where it cannot, the connection becomes readable only once more has arrived.
        """
        try:
            there = self.sock.recv(_MOST_HEAD + _MOST_BODY, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        # Readable and nothing new: the client has gone, which the thread will find.
        missing = 0 if len(there) <= self.seen else _missing(there)
        self.seen = len(there) if missing else 0
        self.sock.setsockopt(
            socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(there) + missing if missing else 1
        )
        return missing == 0

    def has_left(self) -> bool:
        """Throw away what comes after the answer; tell whether the client has closed its side, or sends without end."""
        try:
            thrown = len(self.sock.recv(_MOST_UNREAD))
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.unread += thrown
        return thrown == 0 or self.unread > _MOST_UNREAD


def _missing(there: bytes) -> int:
    """Return how many bytes must arrive at least before a request is whole."""
    head, end, body = there.partition(_HEAD_END)
    if not end:
        return 1 if len(there) < _MOST_HEAD else 0
    length = _LENGTH.search(head + b"\r\n")
    return max(0, min(int(length[1]), _MOST_BODY) - len(body)) if length else 0


class WebWorker(ThreadWorker):
    """Serves requests with threads, each from when it has arrived.

    Who has a request for each of its threads leaves new connections to another process: else the first process to run
    takes all of them, and as browsers keep theirs, it alone would serve while others have nothing to do.
    """

    poller: BaseSelector

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)  # type: ignore[no-untyped-call]  # gunicorn has no types
        self._leaving: deque[Arriving] = deque()
        self._in_hand = 0

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take connections from now on, or no more; gunicorn asks before each wait for what happens next."""
        super().set_accept_enabled(enabled and self._in_hand < self.cfg.threads)  # type: ignore[no-untyped-call]  # gunicorn has no types

    def enqueue_req(self, conn: Arriving) -> None:
        """Give a request to a thread, now or when one is free."""
        self._in_hand += 1
        super().enqueue_req(conn)  # type: ignore[no-untyped-call]  # as above
        if self._in_hand >= self.cfg.threads:
            self.set_accept_enabled(False)

    def accept(self, listener: socket.socket) -> None:
        """Take a connection."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                raise
            return
        self.nr_conns += 1
        conn = Arriving(self.cfg, client, address, listener.getsockname())  # type: ignore[no-untyped-call]  # as above
        self._receive(conn)

    def on_client_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """Take the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._receive(conn)

    def on_pending_socket_readable(self, conn: Arriving, client: socket.socket) -> None:
        """Go on with a request of which more has arrived."""
        if conn.is_whole():
            super().on_pending_socket_readable(conn, client)  # type: ignore[no-untyped-call]  # as above

    def _receive(self, conn: Arriving) -> None:
        if conn.is_whole():
            conn.data_ready = True
            self.enqueue_req(conn)
            return
        conn.timeout = time.monotonic() + _ARRIVAL_SECONDS
        self.pending_conns.append(conn)
        readable: Callable[..., Any] = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)

    def finish_request(self, conn: Arriving, answered: Future[object]) -> None:
        """Keep a connection that goes on; let one that does not go on leave in its own time."""
        self._in_hand -= 1
        if answered.cancelled() or answered.exception() or answered.result():
            super().finish_request(conn, answered)  # type: ignore[no-untyped-call]  # as above
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self._close(conn)
            return
        conn.leaves_by = time.monotonic() + _LEAVING_SECONDS
        self._leaving.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._on_leaving_readable, conn))

    def murder_pending(self) -> None:
        """Close connections on which a request does not arrive, and those that do not leave."""
        super().murder_pending()  # type: ignore[no-untyped-call]  # as above
        while self._leaving and self._leaving[0].leaves_by < time.monotonic():
            self._part_with(self._leaving[0])

    def _on_leaving_readable(self, conn: Arriving, _client: socket.socket) -> None:
        if conn.has_left():
            self._part_with(conn)

    def _part_with(self, conn: Arriving) -> None:
        self._leaving.remove(conn)
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Arriving) -> None:
        self.nr_conns -= 1
        conn.close()  # type: ignore[no-untyped-call]  # as above
