"""`gradmark web`, `worker` and `beat`: the processes of a deployment, each reading the settings from the environment.

Each replaces itself by the server it starts, so that a signal reaches that server.
"""

import os
import sys
from pathlib import Path

import click

from app import metrics
from app.settings import Settings, read_settings


@click.command()
def web() -> None:
    """Serve the pages."""
    settings = _begin()
    # Gunicorn's workers say that they live through a file; in memory, a busy disk cannot make them look dead.
    memory = Path("/dev/shm")  # noqa: S108 - a mount point, not a temporary file
    heartbeat = ["--worker-tmp-dir", str(memory)] if os.access(memory, os.W_OK) else []
    _become(
        "gunicorn",
        "app.site:create_app()",
        *("--config", "python:app.cli.web_process"),
        *("--bind", settings.web_bind),
        *(("--bind", settings.metrics_bind) if settings.tells_metrics else ()),
        *("--workers", str(settings.web_workers)),
        *("--worker-class", "app.cli.web_worker.WebWorker"),
        *("--threads", str(settings.web_threads)),
        # A process that stands in for a killed or a used-up one serves at once, and shares its memory with the others.
        "--preload",
        *(
            "--graceful-timeout",
            "20",
            "--keep-alive",
            "5",
            "--max-requests",
            "20000",
            "--max-requests-jitter",
            "2000",
        ),
        "--no-control-socket",
        *heartbeat,
    )


@click.command()
def worker() -> None:
    """Mark what waits."""
    _begin()
    # Its processes share the processors already; NumPy's own threads would only take memory and turns from them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _become(
        "celery",
        # Its banner is no line of the log.
        "--quiet",
        "--app",
        "worker.celery_app",
        "worker",
        "--without-gossip",
        "--without-mingle",
    )


@click.command()
def beat() -> None:
    """Ring every two seconds for what nobody heard; several may run."""
    read_settings()
    _become("celery", "--quiet", "--app", "worker.celery_app", "beat", "--pidfile=")


def _begin() -> Settings:
    settings = read_settings()
    if settings.tells_metrics:
        metrics.make_folder()
    return settings


def _become(program: str, *arguments: str) -> None:
    executable = Path(sys.executable).with_name(program)
    sys.stdout.flush()
    os.execv(executable, [str(executable), *arguments])  # noqa: S606 - our own interpreter's neighbour, fixed arguments
