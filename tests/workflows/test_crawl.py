import asyncio
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from danvan_cli.demo.server import serve
from danvan_cli.demo.site import DemoSite
from danvan_cli.errors import StorageError
from danvan_cli.model import Fetched, FetchResult, Outcome, PageDone, RunReport, Seed, Selection
from danvan_cli.settings import Settings
from danvan_cli.store.articles import count_articles
from danvan_cli.store.snapshots import load_snapshot
from danvan_cli.workflows import crawl, storing
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.crawl import fetch_into_archive
from danvan_cli.workflows.running import Run
from danvan_cli.workflows.seeds import SeedList
from danvan_cli.workflows.understand import understand
from tests.support.site import answer, page


def nobody(_: PageDone) -> None:
    """Who is told of nothing."""


def fetch(settings: Settings, *urls: str, on_page: Callable[[PageDone], None] = nobody) -> RunReport:
    seeds = SeedList(seeds=tuple(Seed(url=url) for url in urls))
    return fetch_into_archive(settings, seeds, arguments=["fetch", *urls], on_page=on_page)


def counts(settings: Settings) -> dict[str, int]:
    with open_archive(settings) as archive:
        return {
            table: archive.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]  # noqa: S608 names of ours
            for table in ("articles", "versions", "bodies", "captions", "snapshots", "attempts")
        }


def test_a_whole_site_twice_adds_no_article_body_or_caption(settings: Settings) -> None:
    site = DemoSite()
    with serve(site) as base:
        urls = [base + path for path in site.article_paths()]
        first = fetch(settings, *urls)
        before = counts(settings)
        second = fetch(settings, *urls)
        after = counts(settings)
    assert "failed" not in first.counts
    assert before["articles"] == len(urls)
    assert second.counts == {"unchanged": len(urls)}
    for table in ("articles", "versions", "bodies", "captions"):
        assert after[table] == before[table]
    assert after["snapshots"] == 2 * len(urls)


def test_a_page_is_told_of_after_it_is_committed_and_not_before(settings: Settings) -> None:
    seen: list[int] = []

    def look(done: PageDone) -> None:
        with open_archive(settings, read_only=True) as archive:
            seen.append(count_articles(archive, Selection()))
            assert done.snapshot_id is not None
            assert load_snapshot(archive, done.snapshot_id).requested_url == done.url

    with serve({"/1": page("Tin một"), "/2": page("Tin hai")}) as base:
        fetch(settings, f"{base}/1", f"{base}/2", on_page=look)
    assert seen == [1, 2]


def test_the_capture_is_committed_before_anybody_parses_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def killed(snapshot: object, profiles: object) -> None:
        with open_archive(settings, read_only=True) as archive:
            seen.append(load_snapshot(archive, 1).sha256)
        raise StorageError("mất điện")

    monkeypatch.setattr(crawl, "understand_safely", killed)
    with serve({"/1": page("Tin một")}) as base, pytest.raises(StorageError, match="mất điện"):
        fetch(settings, f"{base}/1")
    assert len(seen) == 1
    assert counts(settings)["snapshots"] == 1


def test_a_bug_that_one_page_brings_out_is_that_pages_failure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = understand

    def breaks(snapshot: object, profiles: object) -> object:
        if b"Tin hai" in snapshot.body:  # type: ignore[attr-defined]
            raise RecursionError("quá sâu")
        return original(snapshot, profiles)  # type: ignore[arg-type]

    monkeypatch.setattr(storing, "understand", breaks)
    with serve({"/1": page("Tin một"), "/2": page("Tin hai"), "/3": page("Tin ba")}) as base:
        report = fetch(settings, f"{base}/1", f"{base}/2", f"{base}/3")
    assert report.counts == {"new": 2, "failed": 1}
    assert report.reasons == {"parser-error": 1}
    assert next(report.failures()).detail == "RecursionError: quá sâu"
    assert counts(settings)["snapshots"] == 3


def test_an_answer_that_is_no_article_is_archived_all_the_same(settings: Settings) -> None:
    pages = {"/403": answer(403, b"no"), "/anh": answer(200, b"\x89PNG\r\n\x1a\n", "image/png")}
    with serve(pages) as base:
        report = fetch(settings, f"{base}/403", f"{base}/anh", f"{base}/404")
    assert report.reasons == {"http-403": 1, "not-html": 1, "http-404": 1}
    with open_archive(settings) as archive:
        assert [load_snapshot(archive, number).status for number in (1, 2, 3)] == [403, 200, 404]
        assert count_articles(archive, Selection()) == 0


class _Host:
    """A stand-in for the wire: answers at once, and watches who asks for what at the same time."""

    def __init__(self) -> None:
        self.under_way: list[str] = []
        self.most: dict[str, int] = {}
        self.met = asyncio.Event()

    async def __aenter__(self) -> "_Host":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""

    async def fetch(self, url: str) -> FetchResult:
        host = url.split("/")[2]
        self.under_way.append(host)
        self.most[host] = max(self.most.get(host, 0), self.under_way.count(host))
        if len(set(self.under_way)) == 2:
            self.met.set()
        if host != "c.example":
            await self.met.wait()
        self.under_way.remove(host)
        return Fetched(
            requested_url=url,
            url=url,
            status=404,
            http_version="HTTP/1.1",
            headers=(),
            body=url.encode(),
            wire_sha256="0" * 64,
            wire_bytes=0,
            started_at=datetime.now(UTC),
            elapsed_ms=1,
        )


def test_hosts_are_fetched_at_once_and_each_host_one_page_at_a_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = _Host()
    monkeypatch.setattr(crawl, "Client", lambda *_, **__: host)
    urls = [f"https://{name}.example/{number}" for number in range(6) for name in ("a", "b")]
    report = fetch(settings, *urls)  # would wait for ever if the two hosts never met
    assert len(report.pages) == 12
    assert host.most == {"a.example": 1, "b.example": 1}


def test_fetchers_wait_for_the_writer_so_that_memory_stays_flat(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = _Host()
    monkeypatch.setattr(crawl, "Client", lambda *_, **__: host)
    ahead: list[int] = []
    asked: list[str] = []
    original = host.fetch

    async def counted(url: str) -> FetchResult:
        asked.append(url)
        return await original(url)

    monkeypatch.setattr(host, "fetch", counted)
    done: list[PageDone] = []

    def slow(page_done: PageDone) -> None:
        done.append(page_done)
        ahead.append(len(asked) - len(done))

    fetch(settings, *(f"https://c.example/{number}" for number in range(60)), on_page=slow)
    assert len(done) == 60
    assert max(ahead) <= crawl._WAITING_ANSWERS + 2


def test_a_first_signal_ends_the_fetching_and_a_second_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals reach the main thread only")
    run = Run(id=1, on_page=nobody)

    async def interrupted() -> int:
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        monkeypatch.setattr(os, "_exit", ended.set_result)
        fetching = asyncio.create_task(asyncio.sleep(3600))
        with crawl._stopping(fetching, run):
            signal.raise_signal(signal.SIGINT)
            await asyncio.wait([fetching])
            assert fetching.cancelled()
            assert run.signal == signal.SIGINT
            assert not ended.done()
            signal.raise_signal(signal.SIGTERM)
            return await ended

    assert asyncio.run(interrupted()) == 143


def test_the_run_is_recorded_with_its_counts_and_code(settings: Settings) -> None:
    with serve({"/1": page("Tin một")}) as base:
        report = fetch(settings, f"{base}/1", f"{base}/2")
    with open_archive(settings) as archive:
        (row,) = archive.rows("SELECT command, counts, exit_code, ended_at FROM runs")
        attempts = archive.rows("SELECT outcome, reason, status FROM attempts ORDER BY id")
    assert (row["command"], row["counts"], row["exit_code"]) == ("fetch", '{"new":1,"failed":1}', 3)
    assert row["ended_at"] is not None
    assert [(one["outcome"], one["reason"], one["status"]) for one in attempts] == [
        ("new", None, 200),
        ("failed", "http-404", 404),
    ]
    assert report.pages[0].outcome is Outcome.NEW
