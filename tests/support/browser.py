"""A real browser, without a window and without a network."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def opened(page: Path, profile: Path, *, query: str | None = None) -> str:
    """The page as the browser has it once its scripts have run, as HTML."""
    assert CHROMIUM is not None
    url = page.as_uri() + (f"?q={quote(query)}" if query is not None else "")
    command = [CHROMIUM, *_QUIET, f"--user-data-dir={profile}", "--virtual-time-budget=20000", "--dump-dom", url]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()
