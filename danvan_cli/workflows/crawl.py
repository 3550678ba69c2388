"""Pages over HTTP into the archive: hosts at once, one writer, nothing told before it is committed.

Fetchers put answers into a short queue; the one writer takes them out, seals and commits the capture,
then has it understood and commits the article. The queue's bound keeps memory flat: when the writer falls
behind, fetchers wait.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from danvan_cli.fetch.address import Lookup, pinned_lookup, system_lookup
from danvan_cli.fetch.client import Client
from danvan_cli.model import Fetched, FetchFailure, FetchResult, PageDone, RunReport, Seed
from danvan_cli.profiles.loader import Profiles
from danvan_cli.settings import FetchSettings, Settings
from danvan_cli.snapshot.seal import seal
from danvan_cli.workflows.archive import open_archive, profiles_of
from danvan_cli.workflows.report import FAIL_OVER
from danvan_cli.workflows.running import OnPage, Run, recorded_run
from danvan_cli.workflows.seeds import SeedList
from danvan_cli.workflows.signals import STOPPING
from danvan_cli.workflows.storing import Archivist, understand_safely

_WAITING_ANSWERS = 4
"""How many bodies may wait for the writer, each of at most ``max_body_bytes``."""


def fetch_into_archive(
    settings: Settings,
    seeds: SeedList,
    *,
    arguments: Sequence[str],
    on_page: OnPage,
    fail_over: float = FAIL_OVER,
    addresses: Mapping[str, str] | None = None,
) -> RunReport:
    """Fetch the pages and store their articles; the archive is made where there is none.

    Broken lines of the list are counted as failures. Never raises for anything a page or a host does;
    raises ``StorageError`` where the archive cannot be written and ``ProfileError`` for an unusable
    profile. On SIGINT or SIGTERM no new page is begun, answers that are here are committed, and the
    report says which signal it was.

    ``addresses`` gives hosts their IP address in place of the system's name resolution: the demo's newspaper
    has a name that no name server knows.
    """
    profiles = profiles_of(settings)
    with (
        open_archive(settings, create=True) as archive,
        recorded_run(archive, command="fetch", arguments=arguments, on_page=on_page, fail_over=fail_over) as run,
    ):
        archivist = Archivist(archive, profiles, run_id=run.id)
        for broken in seeds.broken:
            run.done(archivist.refuse(broken))
        lookup = pinned_lookup(addresses or {})
        asyncio.run(crawl(seeds.seeds, settings=settings.fetch, archivist=archivist, run=run, lookup=lookup))
        return run.report()


def fetch_once(url: str, settings: FetchSettings) -> FetchResult:
    """One page, as politely as in a run, and nothing stored."""

    async def fetch() -> FetchResult:
        async with Client(settings) as client:
            return await client.fetch(url)

    return asyncio.run(fetch())


async def crawl(
    seeds: Iterable[Seed],
    *,
    settings: FetchSettings,
    archivist: Archivist,
    run: Run,
    lookup: Lookup = system_lookup,
) -> None:
    """Fetch every seed, hosts at once and each host one page at a time, and store what comes."""
    answers = asyncio.Queue[tuple[Seed, FetchResult]](maxsize=_WAITING_ANSWERS)
    async with Client(settings, delays=_delays(archivist.profiles), lookup=lookup) as client:
        fetching = asyncio.create_task(_fetch_hosts(client, seeds, answers, at_once=settings.hosts_at_once))
        try:
            with _stopping(fetching, run):
                async for seed, answer in _until_done(answers, fetching):
                    run.done(await _store(archivist, seed, answer))
            await _ended(fetching)
        finally:
            fetching.cancel()
            await asyncio.wait([fetching])


async def _fetch_hosts(
    client: Client, seeds: Iterable[Seed], answers: "asyncio.Queue[tuple[Seed, FetchResult]]", *, at_once: int
) -> None:
    hosts = iter(_by_host(seeds).values())

    async def next_host() -> None:
        for pages in hosts:  # shared: every fetcher takes the next host nobody has taken
            for seed in pages:
                await answers.put((seed, await client.fetch(seed.url)))

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(next_host())


async def _until_done(
    answers: "asyncio.Queue[tuple[Seed, FetchResult]]", fetching: "asyncio.Task[None]"
) -> AsyncIterator[tuple[Seed, FetchResult]]:
    """The answers as they come, and after the last fetcher has ended those that still wait."""
    while True:
        while not answers.empty():
            yield answers.get_nowait()
        if fetching.done():
            return
        coming = asyncio.create_task(answers.get())
        await asyncio.wait([coming, fetching], return_when=asyncio.FIRST_COMPLETED)
        if coming.done():
            yield coming.result()
        else:
            coming.cancel()


async def _ended(fetching: "asyncio.Task[None]") -> None:
    """Raises what the fetchers raised, a bug; a cancelled one was stopped by a signal."""
    with contextlib.suppress(asyncio.CancelledError):
        await fetching


async def _store(archivist: Archivist, seed: Seed, answer: FetchResult) -> PageDone:
    match answer:
        case FetchFailure():
            return archivist.fail(answer)
        case Fetched():
            snapshot = seal(answer)
            snapshot_id = archivist.capture(snapshot)
            # In a thread, so that one page that is hard to parse does not time out the others' transfers.
            understood = await asyncio.to_thread(understand_safely, snapshot, archivist.profiles)
            return archivist.settle(seed.url, snapshot, snapshot_id, understood)


@contextlib.contextmanager
def _stopping(fetching: "asyncio.Task[None]", run: Run) -> Iterator[None]:
    """While the block runs, SIGINT and SIGTERM end the fetching gently, and a second one at once."""
    loop = asyncio.get_running_loop()

    def stop(number: int) -> None:
        if run.signal is not None:
            # Committed pages are safe whenever the process ends; this is what kill -9 would do, with our
            # code.
            os._exit(128 + number)
        run.signal = number
        fetching.cancel()

    # Only the main thread may catch signals, and not every system; elsewhere they end the run as they
    # always do.
    with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
        for number in STOPPING:
            loop.add_signal_handler(number, stop, number)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
            for number in STOPPING:
                loop.remove_signal_handler(number)


def _by_host(seeds: Iterable[Seed]) -> dict[str, list[Seed]]:
    """The seeds of each host in their order, the hosts in the order they first appear."""
    hosts: dict[str, list[Seed]] = {}
    for seed in seeds:
        hosts.setdefault(urlsplit(seed.url).netloc.removeprefix("www."), []).append(seed)
    return hosts


def _delays(profiles: Profiles) -> Mapping[str, float]:
    """Host → seconds between two requests, for the newspapers whose profile sets its own pace."""
    return {
        domain.host: profile.pace.delay_s
        for profile in profiles.all
        if profile.source and profile.pace.delay_s is not None
        for domain in profile.source.domains
    }
