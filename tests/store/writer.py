"""A program that writes to an archive, for tests that race, limit or kill it.

``writer.py PATH open``          waits for a line on stdin, opens the archive and says ``opened``
``writer.py PATH pages NAME N``  stores N pages of its own and N that every writer stores; says each one's ids
``writer.py PATH fill BYTES``    stores noise under a file size limit until the archive refuses
"""

import hashlib
import itertools
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from danvan_cli.errors import StorageError
from danvan_cli.model import Article, Block, BlockKind, Caption, Origin, Provenance, Snapshot
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import ParserStamp, save_article
from danvan_cli.store.database import Archive
from danvan_cli.store.snapshots import save_snapshot

STAMP = ParserStamp(version="0.1.0", profile="generic", profile_digest="0" * 64, encoding="utf-8")


def say(*words: object) -> None:
    """One line, at once: what was said is acknowledged."""
    print(*words, flush=True)


def snapshot(url: str, body: bytes) -> Snapshot:
    return Snapshot(
        requested_url=url,
        url=url,
        captured_at=datetime.now(UTC),
        origin=Origin.HTTP,
        status=200,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
    )


def article(url: str) -> Article:
    return Article(
        url=url,
        title=f"Hội chợ đầu xuân {url}",
        all_blocks=(Block(kind=BlockKind.PARAGRAPH, text="Chợ phiên họp từ sáng sớm. " * 20),),
        captions=(Caption(text="Một góc chợ phiên.", credit="Lê Hoa"),),
        provenance=(Provenance(field="title", selector="h1"),),
    )


def store(archive: Archive, url: str) -> None:
    saved = save_snapshot(archive, snapshot(url, f"<p>{url}</p>".encode() * 50), run_id=None, source_id=None)
    say("snapshot", saved.id, url)
    stored = save_article(archive, article(url), url=url, snapshot_id=saved.id, source=None, parser=STAMP)
    say("article", stored.id, url, stored.outcome)


def write_pages(archive: Archive, name: str, count: int) -> None:
    for number in range(count):
        store(archive, f"https://baolangxa.example/{name}/{number}")
        store(archive, f"https://baolangxa.example/chung/{number}")


def fill(archive: Archive, limit_bytes: int) -> None:
    import resource  # noqa: PLC0415 - Unix only, and only for this task

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    for number in itertools.count():
        page = snapshot(f"https://baolangxa.example/{number}", os.urandom(20_000))
        try:
            saved = save_snapshot(archive, page, run_id=None, source_id=None)
        except StorageError as problem:
            say("refused", problem.message)
            return
        say("snapshot", saved.id, page.url)


def main() -> None:
    path, task, *rest = sys.argv[1:]
    say("ready")
    if task == "open":
        sys.stdin.readline()
    with Archive.open(Path(path), codec=codec) as archive:
        say("opened")
        if task == "pages":
            write_pages(archive, rest[0], int(rest[1]))
        elif task == "fill":
            fill(archive, int(rest[0]))


if __name__ == "__main__":
    main()
