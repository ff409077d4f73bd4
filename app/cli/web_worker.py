"""Gunicorn's worker with threads, which a slow client keeps from nobody: a thread is given to whole requests only.

Gunicorn's own hands a new connection to a thread that waits for what is sent on it, for as long as that takes: as many
clients as there are threads, each sending a byte now and then, would be all that the server answers.
"""

import errno
import re
import socket
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ, BaseSelector
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

# From the first byte to the last: a form is some kilobytes, and a phone in a lecture hall sends it in a second.
_ARRIVAL_SECONDS: Final = 10.0
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
    """

    seen = 0

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


def _missing(there: bytes) -> int:
    """Return how many bytes must arrive at least before a request is whole."""
    head, end, body = there.partition(_HEAD_END)
    if not end:
        return 1 if len(there) < _MOST_HEAD else 0
    length = _LENGTH.search(head + b"\r\n")
    return max(0, min(int(length[1]), _MOST_BODY) - len(body)) if length else 0


class WebWorker(ThreadWorker):
    """Serves requests with threads, each from when it has arrived."""

    poller: BaseSelector

    def accept(self, listener: socket.socket) -> None:
        """Take a connection."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                raise
            return
        self.nr_conns += 1
        conn = Arriving(self.cfg, client, address, listener.getsockname())  # type: ignore[no-untyped-call]  # gunicorn has no types
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
            self.enqueue_req(conn)  # type: ignore[no-untyped-call]  # as above
            return
        conn.timeout = time.monotonic() + _ARRIVAL_SECONDS
        self.pending_conns.append(conn)
        readable: Callable[..., Any] = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)
