"""What gunicorn reads as its configuration: how it writes, and what it does before it forks its processes."""

import gc
import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from app import metrics
from app.domain.problems import library
from app.logs import set_up_logs
from app.settings import read_settings

# How gunicorn's lines begin that go on with an address.
_QUOTE_REQUESTS = ("Invalid request", "Error handling request")


class logger_class(Logger):  # noqa: N801 - gunicorn looks for this name
    """Lets gunicorn's own lines go the way of all others."""

    def setup(self, cfg: Config) -> None:
        """Set up all lines of this process, and gunicorn's with them."""
        super().setup(cfg)  # type: ignore[no-untyped-call]  # gunicorn has no types
        self.error_log.handlers.clear()
        self.error_log.addFilter(_leave_addresses_out)
        self.error_log.propagate = True
        set_up_logs(read_settings().log_format)


def _leave_addresses_out(record: logging.LogRecord) -> bool:
    """Say that a request could not be read or answered, and not whose it was or for what: it may be a secret link."""
    said = next((one for one in _QUOTE_REQUESTS if str(record.msg).startswith(one)), None)
    if said is not None:
        record.msg, record.args = said, ()
    return True


def on_exit(_arbiter: object) -> None:
    """Leave nothing behind, when the last process of the server has ended."""
    metrics.remove_folder()


def when_ready(_arbiter: object) -> None:
    """Read the library before any process is forked, and let the garbage collector pass over all that is there by then.

    Else a full collection, which any request may set off, looks at some 200,000 objects and takes a tenth of a second,
    and processes would not share the memory it looks at.
    """
    library()
    gc.collect()
    gc.freeze()
    # A dashboard reads some 50,000 small objects at once, none of which is garbage.
    gc.set_threshold(100_000, 10, 10)
