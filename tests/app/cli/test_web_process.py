"""What the web server does before it forks its processes."""

import gc

from app.cli.web_process import when_ready


def test_what_stays_for_ever_is_passed_over_by_the_garbage_collector():
    gc.unfreeze()
    threshold = gc.get_threshold()
    try:
        when_ready(object())

        assert gc.get_freeze_count() > 10_000
        assert not any(type(one).__name__ == "Problem" for one in gc.get_objects())
        assert gc.get_threshold()[0] > 50_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
