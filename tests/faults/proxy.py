"""A network that fails: a TCP proxy between a process and a server it needs."""

import contextlib
import socket
import threading

from tests.real_parts.process import find_free_port

_CHUNK = 65536


class Proxy:
    """Hands on what comes in, both ways, until it is told otherwise.

    Attributes:
        port: Where it listens on this machine.
    """

    def __init__(self, target: int) -> None:
        self.port = find_free_port()
        self._target = target
        self._passes = threading.Event()
        self._passes.set()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def cut(self) -> None:
        """Let nothing through and say nothing, as a firewall that drops: connections stay, silent."""
        self._passes.clear()

    def mend(self) -> None:
        """Let through again, what was held back too."""
        self._passes.set()

    def reset(self) -> None:
        """End all connections that are open."""
        while self._open:
            _end(self._open.pop())

    def close(self) -> None:
        """End the proxy and all its connections."""
        self._listener.close()
        self._passes.set()
        self.reset()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._passes.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self._target), timeout=10)
        except OSError:
            _end(near)
            return
        far.settimeout(None)
        self._open += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                self._passes.wait()
                sink.sendall(data)
        _end(source)
        _end(sink)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
