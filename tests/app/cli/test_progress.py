"""How long work shows how far it is."""

import io
import os
import pty
from contextlib import redirect_stderr, suppress

from app.cli.progress import shown


def read_to_the_end(terminal):
    # What was written comes bit by bit, and an error once nobody can write any more.
    with suppress(OSError), os.fdopen(terminal) as screen:
        while text := screen.read(1):
            yield text


def test_on_a_terminal_a_bar_grows_and_elsewhere_nothing_is_written():
    terminal, ours = pty.openpty()
    with os.fdopen(ours, "w") as screen, redirect_stderr(screen), shown("Exporting") as progress:
        progress(300, 400)
        progress(400, 400)
    said = "".join(read_to_the_end(terminal))
    file = io.StringIO()
    with redirect_stderr(file), shown("Exporting") as progress:
        progress(300, 400)

    assert "Exporting" in said
    assert said.index("75%") < said.index("100%")
    assert file.getvalue() == ""
