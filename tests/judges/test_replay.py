"""A WACZ of ours replayed by pywb over HTTP: every capture byte for byte as the archive has it.

pywb wants old versions of what danvan uses, so that it lives in an environment of its own; ``DANVAN_PYWB`` names the
folder of its programs. ``.ci/run`` makes one.
"""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from danvan_cli.model import Redirect, Selection, Snapshot
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.packages import export_package
from danvan_cli.workflows.storing import Archivist
from tests.judges.faults import WARC, changed, rezipped
from tests.support.captures import MOMENT, snapshot
from tests.support.site import page

BIN = os.environ.get("DANVAN_PYWB")
HOST = "https://baolangxa.example"
HTML = ("Content-Type", "text/html; charset=utf-8")

pytestmark = [
    pytest.mark.skipif(BIN is None and "CI" not in os.environ, reason="DANVAN_PYWB names no pywb"),
]


def shot(path: str, body: bytes, *headers: tuple[str, str], hours: int = 0, **changes: object) -> Snapshot:
    url = f"{HOST}{path}"
    at = MOMENT + timedelta(hours=hours)
    return snapshot(
        body, **{"url": url, "requested_url": url, "captured_at": at, "headers": headers or (HTML,)} | changes
    )


CAPTURES = [
    shot("/tin.html", page("Cầu mới").body),
    shot("/tin.html", page("Cầu mới").body, HTML, ("ETag", '"2"'), hours=1),
    shot("/tin.html", page("Cầu mới, đã sửa").body, hours=2),
    shot("/tin.html", b"", hours=3, status=304),
    shot("/nen.html", page("Nén").body, HTML, ("Content-Encoding", "gzip"), ("Content-Length", "77")),
    shot("/manh.html", page("Mảnh").body, HTML, ("Transfer-Encoding", "chunked"), ("Content-Encoding", "br")),
    shot("/dung.html", page("Đúng").body, HTML, ("Content-Length", str(len(page("Đúng").body)))),
    shot("/khong.html", b"", HTML),
    shot("/mat.html", "Không còn".encode(), ("Content-Type", "text/plain; charset=utf-8"), status=404),
    shot("/chan.html", b"<h1>403</h1>", HTML, status=403),
    shot("/anh.png", bytes(range(256)) * 9, ("Content-Type", "image/png")),
    shot("/phien.html", page("Phiên").body, HTML, ("Set-Cookie", "phien=bi-mat; Path=/")),
    shot("/th%E1%BB%9Di-s%E1%BB%B1.html?b=2&a=1", page("Thời sự").body),
    replace(
        shot("/moi.html", page("Mới").body),
        requested_url=f"{HOST}/cu.html",
        redirects=(
            Redirect(url=f"{HOST}/cu.html", status=301, location="/moi.html", headers=(("Location", "/moi.html"),)),
        ),
    ),
]


@pytest.fixture(scope="module")
def wacz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    settings = Settings(archive=ArchiveSettings(db=folder / "archive.db"))
    with open_archive(settings, create=True) as archive:
        archivist = Archivist(archive, load_profiles(), run_id=None)
        for capture in CAPTURES:
            archivist.capture(capture)
    export_package(settings, Selection(), form="wacz", destination=folder / "a.wacz")
    return folder / "a.wacz"


@contextmanager
def replaying(wacz: Path, folder: Path) -> Iterator[int]:
    """pywb, serving the package from ``folder``; gives its port on loopback."""
    assert BIN, "CI lacks pywb: .ci/run names it in DANVAN_PYWB"
    manager, server = Path(BIN) / "wb-manager", Path(BIN) / "wayback"
    for command in (["init", "tin"], ["add", "--unpack-wacz", "tin", str(wacz)]):
        subprocess.run([manager, *command], cwd=folder, check=True, capture_output=True, timeout=60)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [server, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers; nothing else tells when pywb is ready."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"pywb does not serve: {process.poll()}")


def replayed(port: int, url: str, capture: Snapshot) -> tuple[int, bytes]:
    """The capture as pywb shows it without rewriting (``id_``): status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/tin/{capture.captured_at:%Y%m%d%H%M%S}id_/{url}")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_every_capture_is_replayed_byte_for_byte(wacz: Path, tmp_path: Path) -> None:
    with replaying(wacz, tmp_path) as port:
        shown = [replayed(port, capture.url, capture) for capture in CAPTURES]
        hop = replayed(port, f"{HOST}/cu.html", CAPTURES[-1])
    assert shown == [(capture.status, capture.body) for capture in CAPTURES]
    assert hop == (301, b"")


def _change(members: list[bytes]) -> None:
    members[:] = [member.replace(b"</h1>", b"</h2>") for member in members]


def test_a_replay_of_a_changed_package_is_not_what_the_archive_has(wacz: Path, tmp_path: Path) -> None:
    broken = tmp_path / "b.wacz"
    broken.write_bytes(wacz.read_bytes())
    rezipped(broken, lambda files: files.update({WARC: changed(_change)(files[WARC])}))
    with replaying(broken, tmp_path) as port:
        shown = [replayed(port, capture.url, capture)[1] for capture in CAPTURES]
    assert shown != [capture.body for capture in CAPTURES]
