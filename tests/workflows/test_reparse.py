import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.demo.example import build_example
from danvan_cli.demo.tour import demo_profiles
from danvan_cli.errors import ExitCode, ProfileError, StorageError
from danvan_cli.model import Outcome, Selection, Snapshot
from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.settings import ArchiveSettings, ProfileSettings, Settings
from danvan_cli.workflows import storing
from danvan_cli.workflows.importing import import_into_archive
from danvan_cli.workflows.pool import Crashed
from danvan_cli.workflows.reading import find
from danvan_cli.workflows.reparse import ReparseReport, Reread, reparse_archive
from danvan_cli.workflows.report import exit_code
from danvan_cli.workflows.understand import Understanding

GOLDEN = Path(__file__).parents[1] / "golden"
VERSIONS = 16
"""Of the demo newspaper's articles on both days."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo newspaper's two editions, archived."""
    path = tmp_path_factory.mktemp("built") / "archive.db"
    build_example(path)
    return path


@pytest.fixture
def paper(built: Path, tmp_path: Path) -> Settings:
    """A copy of it, with the profiles it was read by in a folder of the test's own."""
    shutil.copy(built, tmp_path / "archive.db")
    with demo_profiles() as folder:
        shutil.copytree(folder, tmp_path / "papers")
    return Settings(
        archive=ArchiveSettings(db=tmp_path / "archive.db"), profiles=ProfileSettings(folder=tmp_path / "papers")
    )


def reparsed(
    settings: Settings, *, jobs: int = 1, dry_run: bool = False, on_reread: Callable[[Reread], None] | None = None,
    **filters: Any,
) -> ReparseReport:  # fmt: skip
    return reparse_archive(
        settings,
        Selection(**filters),
        dry_run=dry_run,
        jobs=jobs,
        arguments=["reparse"],
        on_reread=on_reread or (lambda _: None),
    )


def rereads(settings: Settings, **options: Any) -> list[Reread]:
    told: list[Reread] = []
    reparsed(settings, on_reread=told.append, **options)
    return told


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the archive but those of its runs."""
    with sqlite3.connect(settings.archive.db) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {
            name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()  # noqa: S608
            for name in names
            if name not in {"runs", "sqlite_sequence"} and not name.startswith("articles_fts")
        }
    db.close()
    return found


def edit_profile(settings: Settings, edit: Callable[[str], str]) -> None:
    assert settings.profiles.folder
    path = settings.profiles.folder / "baosonha.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(edit(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before


def lead_as_title(profile: str) -> str:
    """The newspaper's profile, with the title sought where its pages have the sapo."""
    key = re.compile(r"^(title|sapo) = (.*)$", re.MULTILINE)
    values = dict(key.findall(profile))
    return key.sub(lambda found: f"{found[1]} = {values['sapo']}", profile)


# --- the same danvan, the same profiles ----------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_reading_again_gives_what_the_first_reading_gave_and_changes_no_row(paper: Settings, jobs: int) -> None:
    before = rows(paper)
    report = reparsed(paper, jobs=jobs)
    assert report.run.counts == {"unchanged": VERSIONS}
    assert report.fields == {}
    assert exit_code(report.run) is ExitCode.OK
    assert rows(paper) == before


def test_a_run_is_recorded_and_a_dry_run_is_not(paper: Settings) -> None:
    def runs() -> list[tuple[str, int]]:
        with sqlite3.connect(paper.archive.db) as db:
            found = db.execute("SELECT command, exit_code FROM runs ORDER BY id").fetchall()
        db.close()
        return found

    before = runs()
    reparsed(paper, dry_run=True)
    assert runs() == before
    reparsed(paper)
    assert runs() == [*before, ("reparse", 0)]


# --- better rules --------------------------------------------------------------------------------


def test_a_changed_profile_is_told_field_by_field_and_a_dry_run_writes_nothing(paper: Settings) -> None:
    edit_profile(paper, lead_as_title)
    before = paper.archive.db.read_bytes()
    report = reparsed(paper, dry_run=True)
    assert report.fields["baosonha", "title"] >= 10
    assert report.run.counts["changed"] >= report.fields["baosonha", "title"]
    assert ("baosonha", "published_at") not in report.fields
    assert paper.archive.db.read_bytes() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_changed_profile_brings_every_version_up_to_date_and_makes_none(paper: Settings, jobs: int) -> None:
    edited = next(item.page.article_id for item in rereads(paper) if item.page.version == 2)
    states = [find(paper, str(edited), version=number) for number in (1, 2)]
    before = rows(paper)
    edit_profile(paper, lead_as_title)
    foretold = rereads(paper, dry_run=True)
    told = rereads(paper, jobs=jobs)
    after = rows(paper)

    assert told == foretold
    for number, then in enumerate(states, start=1):
        now = find(paper, str(edited), version=number)
        assert now.article.title == then.article.sapo != then.article.title
        assert now.article.captions == then.article.captions
        assert (now.versions, now.snapshot_id, now.sha256) == (2, then.snapshot_id, then.sha256)
    assert len(after["versions"]) == len(before["versions"])
    for table in ("snapshots", "bodies", "attempts"):
        assert after[table] == before[table]
    assert reparsed(paper, jobs=jobs).run.counts == {"unchanged": VERSIONS}


def test_reading_by_one_or_by_two_processes_leaves_the_same_archive(paper: Settings, tmp_path: Path) -> None:
    edit_profile(paper, lead_as_title)
    other = paper.model_copy(update={"archive": ArchiveSettings(db=tmp_path / "other.db")})
    shutil.copy(paper.archive.db, other.archive.db)
    reparsed(paper, jobs=1)
    reparsed(other, jobs=2)
    alone, together = rows(paper), rows(other)
    for table in (alone, together):
        table["parses"] = [row[:4] + row[5:] for row in table["parses"]]  # but for parsed_at
    assert alone == together


def test_what_was_said_before_is_kept_with_the_parse_that_replaced_it(paper: Settings) -> None:
    old = {item.page.article_id: find(paper, str(item.page.article_id)).article.title for item in rereads(paper)}
    edit_profile(paper, lead_as_title)
    changed = [item for item in rereads(paper) if "title" in item.differences]
    with sqlite3.connect(paper.archive.db) as db:
        kept = dict(
            db.execute(
                "SELECT article_id, json_extract(replaced, '$.title') FROM parses JOIN versions"
                " ON versions.id = parses.version_id JOIN articles ON articles.version_id = versions.id"
                " WHERE json_type(replaced, '$.title') IS NOT NULL"
            )
        )
    db.close()
    assert kept == {item.page.article_id: old[item.page.article_id] for item in changed}


def test_the_filters_choose_what_is_read(paper: Settings) -> None:
    assert {item.page.article_id for item in rereads(paper, limit=3)} == {1, 2, 3}
    assert rereads(paper, source="khac") == []
    assert len(rereads(paper, source="baosonha")) == VERSIONS


# --- what goes wrong -----------------------------------------------------------------------------


def test_a_capture_that_is_damaged_is_its_own_failure_and_the_others_are_read(paper: Settings) -> None:
    read_from = next(item.page.snapshot_id for item in rereads(paper, limit=2) if item.page.article_id == 2)
    with sqlite3.connect(paper.archive.db) as db:
        body = "(SELECT body_sha256 FROM snapshots WHERE id = ?)"
        db.execute(f"UPDATE bodies SET data = zeroblob(40) WHERE sha256 = {body}", [read_from])  # noqa: S608
    db.close()
    before = rows(paper)
    report = reparsed(paper)
    assert report.run.counts == {"unchanged": VERSIONS - 1, "failed": 1}
    (failure,) = report.run.failures()
    assert (failure.article_id, failure.reason) == (2, "damaged")
    assert str(paper.archive.db) in str(failure.detail)
    assert exit_code(report.run) is ExitCode.INTEGRITY
    assert rows(paper) == before


def test_a_page_that_a_bug_makes_unreadable_keeps_its_earlier_reading(
    paper: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(paper)

    def broken(snapshot: Snapshot, profiles: Profiles) -> Understanding:
        raise RecursionError("đệ quy")

    monkeypatch.setattr(storing, "understand", broken)
    report = reparsed(paper)
    assert report.run.reasons == {"parser-error": VERSIONS}
    assert exit_code(report.run) is ExitCode.FAILED
    assert next(report.run.failures()).detail == "RecursionError: đệ quy"
    assert rows(paper) == before


def test_a_worker_that_dies_is_a_parser_error_of_the_page_it_was_at(
    paper: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(_: object, values: Iterator[tuple[Any, Any]], *, jobs: int) -> Iterator[tuple[Any, Any]]:
        assert jobs == 2
        for number, (key, _capture) in enumerate(values):
            if number < 3:
                yield key, Crashed(exit_code=-9)

    monkeypatch.setattr("danvan_cli.workflows.reparse.spread", dying)
    before = rows(paper)
    told: list[Reread] = []
    report = reparsed(paper, jobs=2, on_reread=told.append)
    assert report.run.reasons == {"parser-error": 3}
    assert [(item.page.outcome, item.page.detail) for item in told] == [
        (Outcome.FAILED, "its worker process was killed by signal 9")
    ] * 3
    assert rows(paper) == before


def test_only_failures_are_kept_in_memory(paper: Settings) -> None:
    assert reparsed(paper).run.pages == ()


def test_there_must_be_an_archive_and_usable_profiles(paper: Settings, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such archive"):
        reparsed(Settings(archive=ArchiveSettings(db=tmp_path / "khong-co.db")))
    edit_profile(paper, lambda text: text + "\n[articel]\n")
    with pytest.raises(ProfileError, match="articel"):
        reparsed(paper)


# --- pages of any kind ---------------------------------------------------------------------------


def test_every_golden_page_is_read_again_to_the_same(settings: Settings) -> None:
    """Saved and printed pages, old encodings, pages without a URL of their own."""
    import_into_archive(
        settings, [GOLDEN], url=None, captured_at=None, arguments=["import"], on_page=lambda _: None, fail_over=1.0
    )
    before = rows(settings)
    assert len(before["versions"]) >= 25
    for jobs in (1, 2):
        report = reparsed(settings, jobs=jobs)
        assert report.run.counts == {"unchanged": len(before["versions"])}, report.fields
    assert rows(settings) == before


def test_profiles_reach_a_worker_as_they_are(paper: Settings) -> None:
    import pickle  # noqa: PLC0415

    profiles = load_profiles(paper.profiles.folder)
    copy: Profiles = pickle.loads(pickle.dumps(profiles))  # noqa: S301 our own
    assert [profile.digest for profile in copy.all] == [profile.digest for profile in profiles.all]
