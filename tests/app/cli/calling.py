"""The `gradmark` command called in the test's own process: the same as a shell starts, without waiting for Python."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from app.cli import main


def call_gradmark(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run the command with these settings and no others, and return what a shell would see."""
    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if "GRADMARK" in name]:
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(f"GRADMARK_{name.upper()}", value)
        patch.setattr(sys, "argv", ["gradmark", *arguments])
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
    assert isinstance(status, int)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())
