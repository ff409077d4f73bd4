"""Serves another application by the very command of `gradmark web`; the argument names its module."""

import os
import sys

from app.cli import serve

_become = os.execv


def _serve_another(program: str, arguments: list[str]) -> None:
    another = f"{sys.argv[1]}:create_app()"
    _become(program, [another if one.startswith("app.site:") else one for one in arguments])


os.execv = _serve_another
serve.web.callback()
