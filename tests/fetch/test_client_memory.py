"""What a hostile body costs, measured from outside: the peak memory of a process that fetches it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
import zstandard

from tests.support.faultserver import FaultServer, Route, answer, flood, head, page, redirect

STATUS = Path("/proc/self/status")
"""Peak memory of the process's own address space; getrusage also counts what its parent had before exec."""

MIB = 2**20
SCRIPT = """
import asyncio, json, re, sys
from pathlib import Path
from danvan_cli.fetch.client import Client
from danvan_cli.settings import FetchSettings

async def main():
    async with Client(FetchSettings(allow_private=True, delay_s=0)) as client:
        return [await client.fetch(url) for url in sys.argv[1:]]

results = asyncio.run(main())
peak_bytes = 1024 * int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps([peak_bytes, [getattr(result, "reason", "fetched") for result in results]]))
"""


def coded(coding: str, body: bytes) -> bytes:
    return answer(200, body, ("Content-Encoding", coding))


@pytest.mark.skipif(not STATUS.exists(), reason="peak memory is read from /proc")
def test_hostile_bodies_stay_far_below_what_they_unpack_to():
    gzip_bomb = gzip.compress(bytes(20 * MIB)) * 10  # 200 MiB in ten members
    routes: dict[str, Route] = {
        "/gzip": coded("gzip", gzip_bomb),
        "/br": coded("br", brotli.compress(bytes(200 * MIB), quality=1)),
        "/zstd": coded("zstd", zstandard.ZstdCompressor().compress(bytes(200 * MIB))),
        "/stacked": coded("gzip, gzip", gzip.compress(gzip_bomb)),
        "/endless": flood(head(("Transfer-Encoding", "chunked")), b"10000\r\n" + bytes(0x10000) + b"\r\n"),
        "/hop": redirect("/end", gzip_bomb).replace(b"Location", b"Content-Encoding: gzip\r\nLocation"),
        "/end": page("<p>Tin</p>"),
        "/big": answer(200, bytes(50 * MIB)),
    }
    with FaultServer(routes) as server:
        urls = [server.url(path) for path in routes]
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, *urls], capture_output=True, text=True, check=True, timeout=60
        )
    peak_bytes, reasons = json.loads(run.stdout)
    too_large = "too-large"
    assert reasons == [too_large] * 3 + ["bad-encoding", too_large, "fetched", "fetched", too_large]
    assert peak_bytes < 200 * MIB
