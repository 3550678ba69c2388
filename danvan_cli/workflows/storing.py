"""From a capture to a stored article, in steps that are committed one after the other."""

from danvan_cli.model import Article, FetchFailure, Outcome, PageDone, Snapshot
from danvan_cli.profiles.loader import Profiles
from danvan_cli.store.articles import ParserStamp, SavedArticle, find_article, save_article
from danvan_cli.store.database import Archive
from danvan_cli.store.runs import record_attempt
from danvan_cli.store.snapshots import save_snapshot
from danvan_cli.store.sources import save_sources
from danvan_cli.version import __version__
from danvan_cli.workflows.understand import Understanding, article_url, understand


def understand_safely(snapshot: Snapshot, profiles: Profiles) -> Understanding:
    """``understand``, where a bug that one page brings out is that page's failure, not the end of the run.

    Its capture is kept, so nothing is lost: a later danvan reads it again. The reason is ``parser-error``.
    """
    try:
        return understand(snapshot, profiles)
    except Exception as bug:  # noqa: BLE001 whatever it is, the other pages of the run are not to blame
        return Understanding(
            article=None,
            problem="parser-error",
            detail=f"{type(bug).__name__}: {bug}",
            profile=profiles.for_url(snapshot.url),
            encoding=None,
        )


def stamp_of(understood: Understanding) -> ParserStamp:
    """What read the page: this danvan, with that profile."""
    return ParserStamp(
        version=__version__,
        profile=understood.profile.id,
        profile_digest=understood.profile.digest,
        encoding=understood.encoding,
    )


class Archivist:
    """Stores what one run brings in. A ``PageDone`` it returns is committed: only then is anybody told."""

    def __init__(self, archive: Archive, profiles: Profiles, *, run_id: int | None) -> None:
        self.archive = archive
        self.profiles = profiles
        self.run_id = run_id
        self._sources_saved: set[str] = set()

    def capture(self, snapshot: Snapshot) -> int:
        """Commit the capture, before anybody parses it; returns its number."""
        source = self.profiles.for_url(snapshot.url).source
        if source and source.id not in self._sources_saved:
            save_sources(self.archive, [source])
            self._sources_saved.add(source.id)
        saved = save_snapshot(self.archive, snapshot, run_id=self.run_id, source_id=source.id if source else None)
        return saved.id

    def settle(self, name: str, snapshot: Snapshot, snapshot_id: int, understood: Understanding) -> PageDone:
        """Commit what the capture says and tell what became of it; ``name`` is what the user calls it."""
        article = understood.article
        if article is None or not understood.is_article:
            page = PageDone(
                url=name,
                outcome=Outcome.FAILED,
                reason=understood.problem,
                detail=understood.detail,
                snapshot_id=snapshot_id,
            )
        else:
            saved = self._save(article, snapshot, snapshot_id, understood)
            page = _stored(name, article, snapshot_id, saved)
        self._record(page, snapshot)
        return page

    def fail(self, failure: FetchFailure) -> PageDone:
        """Record that a URL gave no answer."""
        page = PageDone(url=failure.requested_url, outcome=Outcome.FAILED, reason=failure.reason, detail=failure.detail)
        self._record(page, elapsed_ms=failure.elapsed_ms)
        return page

    def recall(self, name: str, snapshot_id: int, article_id: int, version: int) -> PageDone:
        """Tell of a capture that the archive has, with the article that came of it: nothing is added."""
        article = find_article(self.archive, article_id, version=version).article
        saved = SavedArticle(id=article_id, outcome=Outcome.UNCHANGED, version=version)
        page = _stored(name, article, snapshot_id, saved)
        self._record(page)
        return page

    def refuse(self, page: PageDone) -> PageDone:
        """Record a failure that happened before anything was captured: a bad line, an unreadable file."""
        self._record(page)
        return page

    def _save(self, article: Article, snapshot: Snapshot, snapshot_id: int, understood: Understanding) -> SavedArticle:
        return save_article(
            self.archive,
            article,
            url=article_url(article, snapshot),
            snapshot_id=snapshot_id,
            source=understood.profile.source,
            parser=stamp_of(understood),
        )

    def _record(self, page: PageDone, snapshot: Snapshot | None = None, *, elapsed_ms: int | None = None) -> None:
        record_attempt(
            self.archive,
            run_id=self.run_id,
            url=page.url,
            outcome=page.outcome,
            reason=page.reason,
            detail=page.detail,
            status=snapshot.status if snapshot else None,
            snapshot_id=page.snapshot_id,
            article_id=page.article_id,
            elapsed_ms=snapshot.elapsed_ms if snapshot else elapsed_ms,
            at=self.archive.clock(),
        )


def _stored(name: str, article: Article, snapshot_id: int, saved: SavedArticle) -> PageDone:
    return PageDone(
        url=name,
        outcome=Outcome.PROBLEM if article.problem and saved.outcome is not Outcome.UNCHANGED else saved.outcome,
        reason=article.problem,
        title=article.title,
        article_id=saved.id,
        snapshot_id=snapshot_id,
        version=saved.version,
        captions=len(article.captions),
        removed=len(article.removed),
    )
