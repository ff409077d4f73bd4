"""The browser that browser tests drive: an installed Chromium or Chrome, else Playwright's own."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from tests.real_parts.process import MissingPartError

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_installed_browser() -> Path | None:
    """Return the machine's own Chromium or Chrome, or None."""
    found = [shutil.which(command) for command in _COMMANDS]
    found += [str(path) for path in _MAC_APPLICATIONS if path.exists()]
    return next((Path(path) for path in found if path), None)


def launch_arguments(playwright_browser: Path) -> dict[str, Any]:
    """Return Playwright's keywords to launch a browser here.

    Args:
        playwright_browser: Where Playwright's own Chromium would lie.

    Raises:
        MissingPartError: There is no browser at all.
    """
    # Chromium's sandbox does not work for root; for everybody else it stays on.
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*_FLAGS]
    installed = find_installed_browser()
    if installed is not None:
        return {"executable_path": str(installed), "args": flags}
    if not playwright_browser.exists():
        raise MissingPartError(
            "No browser here. Install Chromium or Chrome (Debian: apt install chromium), "
            "or run: .venv/bin/playwright install chromium"
        )
    return {"args": flags}


def main() -> int:
    """Launch the browser once; say on standard error what is missing."""
    with sync_playwright() as playwright:
        try:
            own = Path(playwright.chromium.executable_path)
            playwright.chromium.launch(**launch_arguments(own)).close()
        except (MissingPartError, Error) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
