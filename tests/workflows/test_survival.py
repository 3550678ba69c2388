"""What the archive promises when a run is killed, or when two run at once: by processes of their own."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_cli.demo.server import serve
from danvan_cli.demo.site import Page
from tests.support.captures import packed, records, snapshot

ROOT = str(Path(__file__).parents[2])
PAGES = 200
KILLS = 10

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


def story(number: int) -> Page:
    """One of many pages: its own text, a photo whose caption is printed twice, and weight to make writes long."""
    caption = f"Bà con bản số {number} chăm sóc vườn chè vụ xuân. (Ảnh: T.H)."
    paragraphs = "".join(
        f"<p>Đoạn {part} của bài số {number}: xã đã hoàn thành {number * 7 + part} mét đường bê tông, "
        f"nhân dân đóng góp {number + part} ngày công trong quý này.</p>"
        for part in range(30)
    )
    html = (
        f"<html lang=vi><head><title>Bài số {number}</title></head><body><h1>Tin vườn chè bản số {number}</h1>"
        f'<div class="content"><figure><img src="/anh/{number}.jpg"><figcaption>{caption}</figcaption></figure>'
        f"<p><em>{caption}</em></p>{paragraphs}</div></body></html>"
    )
    return Page(headers=(("Content-Type", "text/html; charset=utf-8"),), body=html.encode())


@pytest.fixture(scope="module")
def urls() -> Iterator[list[str]]:
    pages = {f"/bai-{number}.html": story(number) for number in range(PAGES)}
    with serve(pages) as base:
        yield [f"{base}{path}" for path in pages]


def start(archive: Path, urls: list[str]) -> "subprocess.Popen[str]":
    """A fetch of the whole list, its acknowledgements on a pipe."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "danvan_cli",
            "--db",
            str(archive),
            "--allow-private",
            "-q",
            "fetch",
            "--json",
            "-",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ROOT, "DANVAN_DELAY_S": "0"},
    )
    assert process.stdin
    process.stdin.write("\n".join(urls))
    process.stdin.close()
    process.stdin = None  # communicate() would flush it
    return process


def start_import(archive: Path, warc: Path) -> "subprocess.Popen[str]":
    """An import of the file, its acknowledgements on a pipe."""
    command = [sys.executable, "-m", "danvan_cli", "--db", str(archive), "-q", "import", "--json", str(warc)]
    env = {**os.environ, "PYTHONPATH": ROOT}
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=env)


def counts(archive: Path) -> dict[str, int]:
    tables = ("articles", "versions", "captions", "bodies")
    with sqlite3.connect(archive) as db:
        return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608


def assert_sound(archive: Path) -> None:
    with sqlite3.connect(archive) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in ("articles_fts", "articles_fts_exact"):
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608


def test_ten_kill_9_in_a_fetch_of_200_pages_lose_nothing_that_was_told_and_a_rerun_completes(
    tmp_path: Path, urls: list[str]
) -> None:
    archive, told, chance = tmp_path / "archive.db", dict[str, int](), random.Random(20261123)
    for _ in range(KILLS):
        process = start(archive, urls)
        assert process.stdout
        for _ in range(chance.randrange(1, PAGES // 2)):
            line = process.stdout.readline()
            if not line.endswith("\n"):
                break
            page = json.loads(line)
            told[page["url"]] = page["article_id"]
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert_sound(archive)
        with sqlite3.connect(archive) as db:
            stored = {row[0] for row in db.execute("SELECT id FROM articles")}
        assert set(told.values()) <= stored
    last = start(archive, urls)
    output, _ = last.communicate()
    assert last.returncode == 0
    assert len(output.splitlines()) == PAGES
    assert_sound(archive)
    assert counts(archive) == {"articles": PAGES, "versions": PAGES, "captions": PAGES, "bodies": PAGES}


def test_kill_9_in_an_import_loses_nothing_that_was_told_and_a_rerun_completes(tmp_path: Path) -> None:
    archive, told, chance = tmp_path / "archive.db", dict[str, int](), random.Random(20261125)
    warc = tmp_path / "a.warc.gz"
    urls = [f"https://baosonha.example/bai-{number}.html" for number in range(PAGES)]
    captures = (snapshot(story(number).body, url=url, requested_url=url) for number, url in enumerate(urls))
    warc.write_bytes(packed(record for capture in captures for record in records(capture)))
    for _ in range(KILLS // 2):
        process = start_import(archive, warc)
        assert process.stdout
        for _ in range(chance.randrange(1, PAGES // 2)):
            line = process.stdout.readline()
            if not line.endswith("\n"):
                break
            page = json.loads(line)
            told[page["url"]] = page["article_id"]
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert_sound(archive)
        with sqlite3.connect(archive) as db:
            stored = {row[0] for row in db.execute("SELECT id FROM articles")}
        assert set(told.values()) <= stored
    last = start_import(archive, warc)
    output, _ = last.communicate()
    assert last.returncode == 0
    assert len(output.splitlines()) == PAGES
    assert_sound(archive)
    assert counts(archive) == {"articles": PAGES, "versions": PAGES, "captions": PAGES, "bodies": PAGES}
    with sqlite3.connect(archive) as db:
        assert db.execute("SELECT count(*) FROM snapshots").fetchone() == (PAGES,)


def test_two_fetches_at_once_into_one_archive_lose_nothing_and_double_nothing(tmp_path: Path, urls: list[str]) -> None:
    archive = tmp_path / "archive.db"
    both = [start(archive, urls), start(archive, list(reversed(urls)))]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [len(output.splitlines()) for output in outputs] == [PAGES, PAGES]
    assert_sound(archive)
    assert counts(archive) == {"articles": PAGES, "versions": PAGES, "captions": PAGES, "bodies": PAGES}
    with sqlite3.connect(archive) as db:
        assert db.execute("SELECT count(*) FROM snapshots").fetchone() == (2 * PAGES,)
