"""The tour behind ``danvan demo``: an invented newspaper served, archived, searched, exported, offline."""

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from danvan_cli.demo.server import HOST as SERVER_ADDRESS
from danvan_cli.demo.server import serve
from danvan_cli.demo.site import MISSING_PATH, MOVED_PATH, PRINT_PATH, DemoSite
from danvan_cli.model import Hit, PageDone, RunReport, Seed, Selection
from danvan_cli.settings import Settings
from danvan_cli.store.database import Archive
from danvan_cli.store.search import search
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.crawl import fetch_into_archive
from danvan_cli.workflows.exporting import export_articles
from danvan_cli.workflows.seeds import SeedList

DATABASE = Path("danvan-demo.db")
"""Where the tour's archive lies unless another is named."""
QUERY = "bản Nà Sang"
"""Words of the paper, as a person would type them."""
HOST = "baosonha.example"
"""The newspaper's name; no name server knows it (RFC 2606), so the tour says where it is served."""
_PORT = 8426
"""The usual port of the server; another where it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """What a visitor is shown: the run, a search, and an export."""

    database: Path
    report: RunReport
    hits: tuple[Hit, ...]
    day: date
    """When the first hit was published."""
    article: str
    """What was published that day, as ``export txt``."""


def tour(
    settings: Settings,
    *,
    database: Path | None,
    arguments: Sequence[str],
    on_page: Callable[[PageDone], None],
) -> Tour:
    """Archive the newspaper from a server on this machine, then search and export it.

    One page of it is gone and robots.txt closes another, as on any site: they are failures of the run, not of
    the tour. Raises ``StorageError`` where ``database`` cannot be written.
    """
    path = database or DATABASE
    site = DemoSite()
    with demo_profiles() as folder, _served(site) as port:
        own = _for_the_demo(settings, path, folder)
        report = fetch_into_archive(
            own,
            _seeds(site, port),
            arguments=arguments,
            on_page=on_page,
            addresses={HOST: SERVER_ADDRESS},
        )
        with open_archive(own, read_only=True) as archive:
            hits = tuple(search(archive, QUERY, Selection(limit=3)))
            day = _published(hits[0])
            return Tour(database=path, report=report, hits=hits, day=day, article=_exported_day(archive, day))


def _seeds(site: DemoSite, port: int) -> SeedList:
    paths = (*site.article_paths(), MOVED_PATH, MISSING_PATH, PRINT_PATH)
    return SeedList(seeds=tuple(Seed(url=f"http://{HOST}:{port}{path}") for path in paths))


def _published(hit: Hit) -> date:
    stored = hit.article
    return (stored.article.published_at or stored.captured_at).date()


def _exported_day(archive: Archive, day: date) -> str:
    out = io.StringIO()
    export_articles(archive, Selection(since=day, until=day), form="txt", destination=out)
    return out.getvalue()


def _for_the_demo(settings: Settings, path: Path, folder: Path) -> Settings:
    """The user's settings, but this archive, the demo's profile, and a server of ours that needs no rest."""
    return settings.model_copy(
        update={
            "archive": settings.archive.model_copy(update={"db": path}),
            "fetch": settings.fetch.model_copy(update={"allow_private": True, "delay_s": 0.0}),
            "profiles": settings.profiles.model_copy(update={"folder": folder}),
        }
    )


@contextlib.contextmanager
def demo_profiles() -> Iterator[Path]:
    """A folder with the newspaper's profile, as a user's own folder would have it."""
    with TemporaryDirectory(prefix="danvan-demo-") as folder:
        name = "baosonha.toml"
        profile = files("danvan_cli.demo").joinpath("data", name).read_bytes()
        (Path(folder) / name).write_bytes(profile)
        yield Path(folder)


@contextlib.contextmanager
def _served(site: DemoSite) -> Iterator[int]:
    """The port under which the newspaper is served."""
    with contextlib.ExitStack() as stack:
        try:
            base = stack.enter_context(serve(site, port=_PORT))
        except OSError:  # taken: by another tour, for one
            base = stack.enter_context(serve(site))
        yield int(base.rpartition(":")[2])
