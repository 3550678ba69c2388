"""WARC and WACZ into the archive: with their own dates, in any order, once, and nothing lost on the way out and in."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from danvan_cli.demo.example import build_example
from danvan_cli.demo.tour import demo_profiles
from danvan_cli.errors import ExitCode, UsageError
from danvan_cli.model import Origin, Outcome, PageDone, RunReport, Selection, Snapshot
from danvan_cli.settings import ArchiveSettings, ProfileSettings, Settings
from danvan_cli.store.snapshots import load_snapshot
from danvan_cli.warc.packing import gzip_member
from danvan_cli.warc.record import to_bytes
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.importing import import_into_archive
from danvan_cli.workflows.packages import export_package
from danvan_cli.workflows.reading import find
from danvan_cli.workflows.report import exit_code
from tests.support.captures import as_exported, http_record, keyed, packed, records, snapshot
from tests.support.site import page

URL = "https://baosonha.example/cau-moi.html"
DAY = datetime(2020, 1, 1, tzinfo=UTC)
TYPE = ("Content-Type", "text/html; charset=utf-8")


def nobody(_: PageDone) -> None:
    """Who is told of nothing."""


def imported(settings: Settings, *paths: Path, jobs: int | None = None) -> RunReport:
    return import_into_archive(
        settings, paths, url=None, captured_at=None, arguments=["import"], jobs=jobs, on_page=nobody
    )


def shot(title: str, day: int, url: str = URL) -> Snapshot:
    return snapshot(page(title).body, url=url, requested_url=url, captured_at=DAY + timedelta(days=day))


def warc(path: Path, *captures: Snapshot) -> Path:
    path.write_bytes(packed(record for capture in captures for record in records(capture)))
    return path


def all_of(settings: Settings) -> list[Snapshot]:
    with open_archive(settings) as archive:
        ids = [row["id"] for row in archive.rows("SELECT id FROM snapshots ORDER BY captured_at, url, id")]
        return [load_snapshot(archive, snapshot_id) for snapshot_id in ids]


def rows(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with open_archive(settings) as archive:
        return [tuple(row.values()) for row in archive.rows(sql)]


VERSIONS = (
    "SELECT articles.url, number, snapshots.captured_at, content_digest"
    " FROM versions JOIN articles ON articles.id = article_id"
    " JOIN snapshots ON snapshots.id = snapshot_id ORDER BY 1, 2"
)


# --- out and in ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demo's archive."""
    path = tmp_path_factory.mktemp("example") / "archive.db"
    build_example(path)
    return Settings(archive=ArchiveSettings(db=path))


@pytest.fixture
def with_demo(settings: Settings) -> Iterator[Settings]:
    """An empty archive, and the profile of the demo's newspaper."""
    with demo_profiles() as folder:
        yield settings.model_copy(update={"profiles": ProfileSettings(folder=folder)})


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc.zst", "a.warc", "a.wacz"])
def test_out_and_in_and_out_again_loses_nothing_and_gives_the_same_bytes(
    example: Settings, with_demo: Settings, tmp_path: Path, name: str
) -> None:
    settings = with_demo
    first, second = tmp_path / name, tmp_path / f"2{name}"
    form = "wacz" if name.endswith("wacz") else "warc"
    count = export_package(example, Selection(), form=form, destination=first)
    report = imported(settings, first)
    assert report.reasons == {}
    assert sum(report.counts.values()) + sum(v for k, v in report.besides.items() if k != "conversion") == count
    assert all_of(settings) == list(map(as_exported, all_of(example)))
    assert rows(settings, VERSIONS) == rows(example, VERSIONS)
    export_package(settings, Selection(), form=form, destination=second)
    assert second.read_bytes() == first.read_bytes()


def test_the_same_file_again_adds_nothing(example: Settings, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    export_package(example, Selection(), form="warc", destination=path)
    tables = ("snapshots", "bodies", "articles", "versions", "captions", "parses", "provenance", "aliases")
    imported(settings, path)
    before = {table: rows(settings, f"SELECT * FROM {table}") for table in tables}  # noqa: S608
    again = imported(settings, path)
    assert {table: rows(settings, f"SELECT * FROM {table}") for table in tables} == before  # noqa: S608
    assert set(again.counts) == {"unchanged"}
    assert set(again.besides) == {"known", "conversion"}
    assert exit_code(again) is ExitCode.OK


# --- dates and versions -----------------------------------------------------------------------------


def test_captures_have_the_dates_of_their_records_and_versions_their_order(settings: Settings, tmp_path: Path) -> None:
    imported(settings, warc(tmp_path / "b.warc.gz", shot("Ba", 9)))
    report = imported(settings, warc(tmp_path / "a.warc.gz", shot("Hai", 5), shot("Một", 1)))
    assert report.counts == {"changed": 2}
    found = find(settings, URL)
    assert (found.article.title, found.captured_at, found.versions) == ("Ba", DAY + timedelta(days=9), 3)
    titles = [find(settings, URL, version=number).article.title for number in (1, 2, 3)]
    assert titles == ["Một", "Hai", "Ba"]


# --- what else is in a crawl ----------------------------------------------------------------------------


def test_everything_is_archived_and_only_pages_become_articles(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(
        b"".join(
            [
                http_record("dns:baosonha.example", b"203.0.113.5", kind="resource"),
                http_record(URL, page("Cầu mới").body, TYPE),
                http_record("https://baosonha.example/a.png", b"\x89PNG\r\n" + bytes(9), ("Content-Type", "image/png")),
                http_record("https://baosonha.example/mat.html", b"404", TYPE, status=404),
                http_record("https://baosonha.example/chuyen.html", b"", ("Location", URL), status=302),
                http_record("https://baosonha.example/", b"<html><body><a href=/a>Tin</a></body></html>", TYPE),
            ]
        )
    )  # fmt: skip
    report = imported(settings, path)
    assert report.counts == {"new": 1}
    assert report.besides == {"resource of dns": 1, "not-html": 1, "http-404": 1, "http-302": 1, "not-article": 1}
    assert exit_code(report) is ExitCode.OK
    assert rows(settings, "SELECT count(*) FROM snapshots") == [(5,)]


def test_a_revisit_finds_its_original_before_it_behind_it_and_in_another_file(
    settings: Settings, tmp_path: Path
) -> None:
    first = shot("Cầu mới", 1)
    later = replace(first, captured_at=DAY + timedelta(days=2))
    last = replace(first, captured_at=DAY + timedelta(days=3))
    revisits = [records(replace(capture, body=b""), original=keyed(first)) for capture in (later, last)]
    (tmp_path / "1.warc").write_bytes(b"".join(to_bytes(record) for record in revisits[0]))
    (tmp_path / "2.warc").write_bytes(b"".join(to_bytes(r) for r in (*records(first), *revisits[1])))
    report = imported(settings, tmp_path)
    assert report.reasons == {}
    assert report.counts == {"new": 1, "unchanged": 2}
    assert all_of(settings) == [first, later, last]


@pytest.mark.parametrize("how", ["id", "uri and date", "digest"])
def test_a_revisit_of_another_tool_finds_its_original_by_what_it_says(
    settings: Settings, tmp_path: Path, how: str
) -> None:
    body = page("Cầu mới").body
    digest = ("WARC-Payload-Digest", "sha1:AAAA")
    told = {
        "id": (("WARC-Refers-To", "<urn:uuid:1>"),),
        "uri and date": (("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", "2026-03-05T02:00:00Z")),
        "digest": (digest,),
    }[how]
    first = http_record(URL, body, TYPE, fields=(("WARC-Record-ID", "<urn:uuid:1>"), digest))
    revisit = http_record(f"{URL}?x", b"", TYPE, kind="revisit", date="2026-03-06T02:00:00Z", fields=told)
    path = tmp_path / "a.warc"
    path.write_bytes(first + revisit)
    assert imported(settings, path).reasons == {}
    assert [found.body for found in all_of(settings)] == [body, body]


def test_a_revisit_without_its_original_is_a_failure_and_is_taken_when_that_comes(
    settings: Settings, tmp_path: Path
) -> None:
    first = shot("Cầu mới", 1)
    later = replace(first, captured_at=DAY + timedelta(days=2))
    path = tmp_path / "a.warc"
    revisit = records(replace(later, body=b""), original=keyed(first))
    path.write_bytes(b"".join(map(to_bytes, revisit)))
    assert imported(settings, path).reasons == {"no-original": 1}
    imported(settings, warc(tmp_path / "b.warc", first))
    assert imported(settings, path).reasons == {}
    assert all_of(settings) == [first, later]


# --- broken ---------------------------------------------------------------------------------------------


def test_a_broken_tail_is_told_and_everything_before_it_is_kept(settings: Settings, tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", shot("Một", 1), shot("Hai", 2, f"{URL}/2"))
    path.write_bytes(path.read_bytes()[:-1000])
    report = imported(settings, path)
    assert report.counts == {"new": 1, "failed": 1}
    (failure,) = report.failures()
    assert failure.reason == "damaged-file"
    assert failure.detail is not None
    assert failure.detail.startswith(f"{path}: at byte ")
    assert exit_code(report) is ExitCode.PARTIAL


def test_a_broken_file_of_images_is_a_partial_failure_not_a_whole_one(settings: Settings, tmp_path: Path) -> None:
    image = http_record("https://baosonha.example/a.png", b"\x89PNG\r\n", ("Content-Type", "image/png"))
    path = tmp_path / "a.warc"
    path.write_bytes(image + image.replace(b"a.png", b"b.png") + image[:-20])
    report = imported(settings, path)
    assert (report.besides, report.reasons) == ({"not-html": 1}, {"damaged-record": 1, "damaged-file": 1})
    assert exit_code(report, fail_over=0.9) is ExitCode.PARTIAL


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"filedesc://a.arc 0.0.0.0 2001 text/plain 76\n", "unreadable"),
        (gzip_member(b"filedesc://a.arc 0.0.0.0 2001 text/plain 76\n"), "unreadable"),
        (gzip_member(b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), "no-captures"),
    ],
)
def test_a_file_without_captures_is_a_failure_that_says_so(
    settings: Settings, tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    assert imported(settings, path).reasons == {reason: 1}


def test_a_body_over_the_bound_is_named_and_the_others_are_taken(settings: Settings, tmp_path: Path) -> None:
    small = settings.model_copy(update={"fetch": settings.fetch.model_copy(update={"max_body_bytes": 4000})})
    big = snapshot(bytes(5000), url=f"{URL}/to", requested_url=f"{URL}/to")
    report = imported(small, warc(tmp_path / "a.warc.gz", big, shot("Cầu mới", 1)))
    assert (report.counts, report.reasons) == ({"new": 1, "failed": 1}, {"too-large": 1})


# --- WACZ -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_is_read_without_unpacking_it_whatever_its_name(settings: Settings, tmp_path: Path, method: int) -> None:
    path = tmp_path / "bo-suu-tap"
    with zipfile.ZipFile(path, "w", method) as package:
        package.writestr("datapackage.json", "{}")
        for number in (1, 2):
            one = warc(tmp_path / "x", shot(f"Tin {number}", number, f"{URL}/{number}"))
            package.writestr(f"archive/{number}.warc.gz", one.read_bytes())
    assert imported(settings, path).counts == {"new": 2}


def test_a_broken_zip_is_a_failure_that_names_it(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/a.warc.gz", warc(tmp_path / "x", shot("Tin", 1)).read_bytes())
    data = bytearray(path.read_bytes())
    data[:4] = b"PK\x07\x08"
    path.write_bytes(data)
    report = imported(settings, path)
    assert report.reasons == {"unreadable": 1}


# --- runs -----------------------------------------------------------------------------------------------


def test_several_processes_store_what_one_does(settings: Settings, tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", *(shot(f"Tin {n}", n, f"{URL}/{n % 7}") for n in range(30)))
    other = Settings(archive=ArchiveSettings(db=tmp_path / "other.db"))
    assert imported(settings, path, jobs=1).counts == imported(other, path, jobs=2).counts
    assert rows(settings, VERSIONS) == rows(other, VERSIONS)
    assert rows(settings, "SELECT title, body, day FROM articles") == rows(
        other, "SELECT title, body, day FROM articles"
    )


def test_nobody_is_told_before_it_is_committed(settings: Settings, tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", *(shot(f"Tin {n}", n, f"{URL}/{n}") for n in range(5)))
    seen = list[tuple[bool, bool]]()

    def told(done: PageDone) -> None:
        with open_archive(settings, read_only=True) as other:
            stored = other.row("SELECT 1 FROM articles WHERE id = ?", [done.article_id])
            captured = other.row("SELECT 1 FROM snapshots WHERE id = ?", [done.snapshot_id])
            seen.append((stored is not None, captured is not None))

    import_into_archive(settings, [path], url=None, captured_at=None, arguments=[], on_page=told)
    assert seen == [(True, True)] * 5


def test_a_run_that_was_killed_between_capture_and_article_is_completed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = warc(tmp_path / "a.warc.gz", *(shot(f"Tin {n}", n, f"{URL}/{n}") for n in range(3)))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("danvan_cli.workflows.unpacking.understand_safely", killed)
        with pytest.raises(KeyboardInterrupt):
            imported(settings, path)
    assert rows(settings, "SELECT (SELECT count(*) FROM snapshots), (SELECT count(*) FROM articles)") == [(3, 0)]
    assert imported(settings, path).counts == {"new": 3}
    assert rows(settings, "SELECT count(*) FROM snapshots") == [(3,)]


def test_a_url_or_a_day_is_not_for_a_warc(settings: Settings, tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", shot("Tin", 1))
    for url, day in ((URL, None), (None, DAY)):
        with pytest.raises(UsageError, match="says itself"):
            import_into_archive(settings, [path], url=url, captured_at=day, arguments=[], on_page=nobody)


def test_pages_and_packages_are_sorted_out_of_one_folder(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(page("Cầu mới").body)
    warc(tmp_path / "y.warc.gz", shot("Chợ phiên", 1))
    assert imported(settings, tmp_path).counts == {"new": 2}
    assert {row[0] for row in rows(settings, "SELECT origin FROM snapshots")} == {Origin.HTTP, Origin.FILE}


def test_failures_are_in_the_log_book(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip_member(http_record(URL, b"x", date="?")))
    imported(settings, path)
    assert rows(settings, "SELECT url, outcome, reason FROM attempts") == [(URL, Outcome.FAILED, "bad-record")]
