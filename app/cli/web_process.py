"""What each process of the web server does once, before its first request: gunicorn reads this as its configuration."""

import gc

from app.domain.problems import library


def post_worker_init(_worker: object) -> None:
    """Read the library, and let the garbage collector pass over all that stays for as long as the process.

    Else a full collection, which any request may set off, looks at some 200,000 objects and takes a tenth of a second.
    """
    library()
    gc.collect()
    gc.freeze()
    # A dashboard reads some 50,000 small objects at once, none of which is garbage.
    gc.set_threshold(100_000, 10, 10)
