"""Serves the bare view by the very command of `gradmark web`; only the application is another."""

import os

from app.cli import serve

_become = os.execv


def _serve_bare(program: str, arguments: list[str]) -> None:
    named = ["bare:create_app()" if one.startswith("app.site:") else one for one in arguments]
    _become(program, named)


os.execv = _serve_bare
serve.web.callback()
