"""How Prometheus reads the figures: on a port of their own, which nobody publishes."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.metrics.figures import FOLDER_VARIABLE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/metrics"
# The number of the server's process follows, which stays the same when it becomes gunicorn or Celery.
_PREFIX = "gradmark-metrics-"


def make_folder() -> None:
    """Make the folder of figures for this process and all it becomes or forks; before any figure is made.

    What servers that were killed could not clear up goes.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not _lives(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
    os.environ[FOLDER_VARIABLE] = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        # Somebody else's, or no number of a process: not ours to clear up.
        return True
    return True


def remove_folder() -> None:
    """Remove the folder of figures, when the last process has ended; does nothing where there is none."""
    if FOLDER_VARIABLE in os.environ:
        shutil.rmtree(os.environ[FOLDER_VARIABLE], ignore_errors=True)


def port_of(bind: str) -> int:
    """Return the port of an address like `127.0.0.1:9464`."""
    return int(bind.rpartition(":")[2])


def figures_of_all_processes(*others: Collector) -> CollectorRegistry:
    """Return what the processes of this server have counted, and what `others` find when they are asked."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the client's own way
    for one in others:
        registry.register(one)
    return registry


def serve_beside(bind: str) -> None:
    """Serve the figures in a thread of this process, at any path.

    The thread reads files and its own socket, and holds no lock that a process forked meanwhile could miss.

    Raises:
        OSError: The address is in use, or not this machine's.
    """
    figures = figures_of_all_processes()
    # What it imports when it first reads is imported now, so that no fork meets it half done.
    generate_latest(figures)
    start_http_server(port_of(bind), bind.rpartition(":")[0], figures)


class OnAPortOfTheirOwn:
    """Answers with the figures where a request came in on their port, and hands on all others.

    Args:
        served: The site.
        bind: The address and port on which the server listens for this only.
        others: What finds figures when asked.
    """

    def __init__(self, served: "WSGIApplication", bind: str, *others: Collector) -> None:
        self._served = served
        # The port of the socket, which no header of a request can name.
        self._port = str(port_of(bind))
        self._others = others

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request."""
        if environ["SERVER_PORT"] != self._port:
            return self._served(environ, start_response)
        if environ["PATH_INFO"] != PATH:
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"Here is only {PATH}\n".encode()]
        figures = generate_latest(figures_of_all_processes(*self._others))
        start_response("200 OK", [("Content-Type", CONTENT_TYPE_PLAIN_0_0_4)])
        return [figures]
