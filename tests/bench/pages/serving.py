"""The web server as it is deployed, on a database that is there already."""

import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.real_parts.process import Server


class Web(Server):
    """`gradmark web`: gunicorn with the default number of workers and threads; no worker, no broker."""

    name = "gradmark web"
    start_seconds = 60.0

    def __init__(self, database_url: str) -> None:
        super().__init__()
        self._database_url = database_url

    def command(self) -> Sequence[str]:
        """The command of the deployment."""
        return [str(Path(sys.executable).with_name("gradmark")), "web"]

    def identity(self) -> dict[str, Any]:
        """Its settings, in its environment."""
        settings = {
            "GRADMARK_SECRET_KEY": secrets.token_hex(32),
            "GRADMARK_DATABASE_URL": self._database_url,
            # Nobody listens there: pages must not need the broker.
            "GRADMARK_BROKER_URL": "redis://:none@127.0.0.1:1/0",
            "GRADMARK_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "GRADMARK_WEB_BIND": f"127.0.0.1:{self.port}",
        }
        return {"env": {**os.environ, **settings}}

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return True
        except OSError:
            return False
