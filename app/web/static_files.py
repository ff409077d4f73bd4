"""Static files: their addresses carry a digest of their content, so that browsers keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Put the digest into every static address that a template asks for."""
    folder = Path(app.static_folder or "")

    @cache
    def digest(filename: str) -> str | None:
        try:
            return hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:12]
        except OSError:
            return None

    @app.url_defaults
    def _add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = digest(values["filename"])

    @app.after_request
    def _keep_what_has_a_digest(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        return response
