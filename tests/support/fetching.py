"""Fetching in tests: from loopback, without a delay, inside one ``asyncio.run``."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from danvan_cli.fetch.address import Lookup, system_lookup
from danvan_cli.fetch.client import Client
from danvan_cli.fetch.clock import Clock
from danvan_cli.model import Fetched, FetchFailure, FetchResult
from danvan_cli.settings import FetchSettings


def settings(**changes: Any) -> FetchSettings:
    """Settings for loopback: private addresses allowed, no delay, no retries, small bounds."""
    base = {
        "allow_private": True,
        "delay_s": 0.0,
        "retries": 0,
        "max_body_bytes": 2**20,
        "total_timeout_s": 8.0,
        "connect_timeout_s": 4.0,
    }
    return FetchSettings(**{**base, **changes})


def fetch_each(
    urls: Sequence[str],
    *,
    at_once: bool = False,
    clock: Clock | None = None,
    delays: Mapping[str, float] | None = None,
    lookup: Lookup = system_lookup,
    **changes: Any,
) -> list[FetchResult]:
    """The results of ``urls`` from one ``Client``, one after another or all at once."""

    async def run() -> list[FetchResult]:
        async with Client(settings(**changes), clock=clock, delays=delays, lookup=lookup) as client:
            if at_once:
                return list(await asyncio.gather(*map(client.fetch, urls)))
            return [await client.fetch(url) for url in urls]

    return asyncio.run(run())


def fetched(url: str, **changes: Any) -> Fetched:
    """The answer of ``url``; fails the test where there is none."""
    (result,) = fetch_each([url], **changes)
    assert isinstance(result, Fetched), result
    return result


def failure(url: str, **changes: Any) -> FetchFailure:
    """The failure of ``url``; fails the test where there is an answer."""
    (result,) = fetch_each([url], **changes)
    assert isinstance(result, FetchFailure), result
    return result


def lookup_of(**hosts: Sequence[str]) -> Lookup:
    """A name resolution that knows ``hosts`` only; an underscore stands for a dot."""
    known = {name.replace("_", "."): addresses for name, addresses in hosts.items()}

    async def lookup(host: str, port: int) -> Sequence[str]:
        if host not in known:
            raise OSError(f"no address for {host}")
        return known[host]

    return lookup
