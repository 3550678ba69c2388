import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.errors import IntegrityError, NotFoundError
from danvan_cli.model import Origin, Redirect, Snapshot, Source
from danvan_cli.snapshot import codec
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive
from danvan_cli.store.runs import start_run
from danvan_cli.store.snapshots import has_file_snapshot, latest_snapshot_id, load_snapshot, save_snapshot
from danvan_cli.store.sources import save_sources

Make = Callable[..., Snapshot]
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
HEADERS = st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
INTEGER = st.none() | st.integers(0, 2**40)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    body = draw(st.binary(max_size=200))
    hops = st.builds(
        Redirect, url=TEXT, status=st.integers(300, 399), location=TEXT, headers=HEADERS, request_headers=HEADERS
    )
    return Snapshot(
        requested_url=draw(TEXT),
        url=draw(TEXT),
        captured_at=draw(st.datetimes(timezones=st.just(UTC))),
        origin=draw(st.sampled_from(Origin)),
        status=draw(INTEGER),
        http_version=draw(st.none() | TEXT),
        headers=draw(HEADERS),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        wire_sha256=draw(st.none() | TEXT),
        wire_bytes=draw(INTEGER),
        request_headers=draw(HEADERS),
        redirects=draw(st.lists(hops, max_size=2).map(tuple)),
        peer_address=draw(st.none() | TEXT),
        elapsed_ms=draw(INTEGER),
        file_path=draw(st.none() | TEXT),
    )


@given(snapshot=snapshots())
def test_a_saved_snapshot_comes_back_the_same(shared_archive: Archive, snapshot: Snapshot) -> None:
    saved = save_snapshot(shared_archive, snapshot, run_id=None, source_id=None)
    assert load_snapshot(shared_archive, saved.id) == storable(snapshot)


def test_nul_and_lone_surrogates_are_taken_out_and_other_bytes_of_headers_kept(
    archive: Archive, make_snapshot: Make
) -> None:
    headers = (("X-Tên\xe1\xba\xa5", "\x80\xff"), ("Server", "n\0ginx\ud83d"))
    saved = save_snapshot(archive, make_snapshot(headers=headers), run_id=None, source_id=None)
    assert load_snapshot(archive, saved.id).headers == (headers[0], ("Server", "nginx"))


def test_a_body_is_stored_once_whatever_url_showed_it(archive: Archive, make_snapshot: Make) -> None:
    first = save_snapshot(archive, make_snapshot(b"trang"), run_id=None, source_id=None)
    again = save_snapshot(archive, make_snapshot(b"trang"), run_id=None, source_id=None)
    third = save_snapshot(archive, make_snapshot(b"trang"), run_id=None, source_id=None)
    elsewhere = make_snapshot(b"trang", url="https://baolangxa.example/ban-sao")
    copy = save_snapshot(archive, elsewhere, run_id=None, source_id=None)
    other = save_snapshot(archive, make_snapshot(b"trang moi"), run_id=None, source_id=None)

    assert [saved.body_is_new for saved in (first, again, third, copy, other)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert [saved.revisit_of for saved in (first, again, third, copy, other)] == [
        None,
        first.id,
        first.id,
        None,
        None,
    ]
    assert archive.db.table("bodies").count == 2
    assert archive.rows("SELECT revisit_of FROM snapshots WHERE id = ?", [third.id]) == [{"revisit_of": first.id}]


def test_a_body_that_another_writer_stores_first_is_taken_as_stored(archive: Archive, make_snapshot: Make) -> None:
    class Overtaken:
        """Another writer stores the same page while this one packs it."""

        def encode(self, body: bytes, base: bytes | None = None) -> tuple[str, bytes]:
            with Archive.open(archive.path, codec=codec) as other:
                save_snapshot(other, make_snapshot(body), run_id=None, source_id=None)
            return codec.encode(body, base)

        decode = staticmethod(codec.decode)

    archive.codec = Overtaken()
    saved = save_snapshot(archive, make_snapshot(b"trang"), run_id=None, source_id=None)
    assert (saved.id, saved.body_is_new, saved.revisit_of) == (2, False, 1)


def test_a_snapshot_knows_its_run_and_its_newspaper(archive: Archive, make_snapshot: Make, source: Source) -> None:
    run_id = start_run(archive, command="fetch", arguments=[])
    save_sources(archive, [source])
    saved = save_snapshot(archive, make_snapshot(), run_id=run_id, source_id=source.id)
    rows = archive.rows("SELECT run_id, source_id FROM snapshots WHERE id = ?", [saved.id])
    assert rows == [{"run_id": run_id, "source_id": "baolangxa"}]


def test_times_are_stored_in_utc_with_microseconds(archive: Archive, make_snapshot: Make) -> None:
    hanoi = datetime(2025, 3, 5, 6, 0, tzinfo=timezone(timedelta(hours=7)))
    save_snapshot(archive, make_snapshot(captured_at=hanoi), run_id=None, source_id=None)
    assert archive.rows("SELECT captured_at FROM snapshots") == [{"captured_at": "2025-03-04T23:00:00.000000+00:00"}]
    with pytest.raises(ValueError, match="without its zone"):
        save_snapshot(archive, make_snapshot(captured_at=hanoi.replace(tzinfo=None)), run_id=None, source_id=None)


def test_the_latest_snapshot_is_the_last_stored_under_either_url_whatever_the_clock_says(
    archive: Archive, make_snapshot: Make
) -> None:
    asked, answered = "http://baolangxa.example/cu", "https://baolangxa.example/moi"
    newer = make_snapshot(b"1", requested_url=asked, url=answered)
    save_snapshot(archive, newer, run_id=None, source_id=None)
    set_back = replace(newer, captured_at=newer.captured_at - timedelta(days=1))
    second = save_snapshot(archive, set_back, run_id=None, source_id=None)

    assert latest_snapshot_id(archive, asked) == latest_snapshot_id(archive, answered) == second.id
    assert latest_snapshot_id(archive, "https://baolangxa.example/khac\ud800") is None


def test_an_imported_file_is_recognised_by_url_and_bytes(archive: Archive, make_snapshot: Make) -> None:
    fetched, imported = make_snapshot(b"a"), make_snapshot(b"b", origin=Origin.FILE)
    save_snapshot(archive, fetched, run_id=None, source_id=None)
    saved = save_snapshot(archive, imported, run_id=None, source_id=None)

    assert has_file_snapshot(archive, imported.url, imported.sha256) == saved.id
    assert has_file_snapshot(archive, fetched.url, fetched.sha256) is None
    assert has_file_snapshot(archive, "https://baolangxa.example/khac", imported.sha256) is None


def test_a_body_that_does_not_match_its_seal_is_not_stored(archive: Archive, make_snapshot: Make) -> None:
    with pytest.raises(IntegrityError, match="does not match its digest"):
        save_snapshot(archive, make_snapshot(b"a", sha256="0" * 64), run_id=None, source_id=None)
    assert archive.db.table("snapshots").count == 0


@pytest.mark.parametrize(
    ("tampering", "complaint"),
    [(codec.encode(b"other bytes").data, "does not match its digest"), (b"\0\1\2", "cannot be decompressed")],
)
def test_altered_bytes_are_never_handed_out(
    archive: Archive, make_snapshot: Make, tampering: bytes, complaint: str
) -> None:
    saved = save_snapshot(archive, make_snapshot(), run_id=None, source_id=None)
    archive.db.execute("UPDATE bodies SET data = ?", [tampering])
    with pytest.raises(IntegrityError, match=f"snapshot {saved.id}: .*{complaint}") as caught:
        load_snapshot(archive, saved.id)
    assert str(archive.path) in caught.value.message


def test_an_unknown_snapshot_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="no snapshot 7"):
        load_snapshot(archive, 7)


def test_a_body_against_a_base_is_read_and_its_base_cannot_be_deleted(archive: Archive, make_snapshot: Make) -> None:
    base, page = make_snapshot(b"<html>mot trang dai" * 50), make_snapshot(b"<html>mot trang dai" * 50 + b"!")
    save_snapshot(archive, base, run_id=None, source_id=None)
    saved = save_snapshot(archive, page, run_id=None, source_id=None)
    name, data = codec.encode(page.body, base.body)
    archive.db.execute(
        "UPDATE bodies SET codec = ?, data = ?, base = ? WHERE sha256 = ?",
        [name, data, base.sha256, page.sha256],
    )

    assert load_snapshot(archive, saved.id).body == page.body
    archive.db.execute("DELETE FROM snapshots WHERE body_sha256 = ?", [base.sha256])
    with pytest.raises(Exception, match="FOREIGN KEY"):
        archive.db.execute("DELETE FROM bodies WHERE sha256 = ?", [base.sha256])
