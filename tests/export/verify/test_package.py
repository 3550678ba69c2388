"""Other people's sound packages have no fault, and whatever is done to one is noticed, and never ends in an error."""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan_cli.demo.example import build_example
from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.package import check_package
from danvan_cli.model import Selection
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.warc.packing import gzip_member, plain, zstd_frame
from danvan_cli.warc.record import to_bytes
from danvan_cli.workflows.packages import export_package
from tests.support.captures import MOMENT, URL, http_record, keyed, packed, records, snapshot

anywhere = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


ROOT = Path(__file__).parents[3]


def by_warcio(path: Path, *options: str) -> Path:
    command = [sys.executable, "-W", "ignore", "-m", "tests.support.by_warcio", path, *options]
    subprocess.run(command, check=True, cwd=ROOT, timeout=60)
    return path


def check(path: Path) -> Findings:
    return check_package(path)


def found(path: Path, data: bytes) -> dict[Fault, int]:
    path.write_bytes(data)
    return dict(check(path).counts)


@pytest.mark.parametrize("options", [(), ("chunked",), ("plain",), ("plain", "chunked")])
def test_a_warc_by_warcio_has_no_fault(tmp_path: Path, options: tuple[str, ...]) -> None:
    checked = check(by_warcio(tmp_path / "a.warc", *options))
    assert (dict(checked.counts), checked.told, checked.records) == ({}, [], 10)


def test_a_wacz_by_another_tool_has_no_fault(tmp_path: Path) -> None:
    warc = by_warcio(tmp_path / "a.warc.gz")
    date = re.findall(rb"WARC-Date: (\S+)", gzip.decompress(warc.read_bytes()))[2].decode()
    pages = tmp_path / "pages.jsonl"
    page = f'{{"id": "1", "url": "https://baolangxa.example/0", "ts": "{date}", "title": "Tin"}}'
    pages.write_text(f'{{"format": "json-pages-1.0", "id": "pages", "title": "Tin"}}\n{page}\n', "utf-8")
    wacz = Path(sys.executable).parent / "wacz"
    command = [wacz, "create", "-c", "-p", pages, "--hash-type", "sha256", "-o", tmp_path / "a.wacz", warc]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    checked = check(tmp_path / "a.wacz")
    assert (dict(checked.counts), checked.told) == ({}, [])
    assert checked.records == 10


def test_a_bag_by_another_tool_has_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "tin tức.txt").write_text("Cầu mới", "utf-8")
    by_warcio(tmp_path / "bag" / "a.warc.gz")
    bagit = Path(sys.executable).parent / "bagit.py"
    subprocess.run([sys.executable, bagit, "--sha256", "--md5", tmp_path / "bag"], check=True, capture_output=True)
    assert dict(check(tmp_path / "bag").counts) == {}


def test_every_packing_is_checked(tmp_path: Path) -> None:
    later = replace(snapshot(), captured_at=MOMENT + timedelta(days=1))
    members = [to_bytes(record) for record in (*records(snapshot()), *records(later, original=keyed(snapshot())))]
    for pack in (gzip_member, zstd_frame, plain):
        data = b"".join(map(pack, members))
        assert found(tmp_path / "a.warc", data) == {}
        assert found(tmp_path / "a.warc", data[:-7])


def test_a_dictionary_in_front_of_zstd_frames_is_used(tmp_path: Path) -> None:
    members = [to_bytes(record) for record in records(snapshot())]
    dictionary = zstandard.train_dictionary(2000, [member + bytes([n]) * n for n in range(60) for member in members])
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    raw = dictionary.as_bytes()
    front = (0x184D2A5D).to_bytes(4, "little") + len(raw).to_bytes(4, "little") + raw
    assert found(tmp_path / "a.warc.zst", front + b"".join(map(packer.compress, members))) == {}


@pytest.mark.parametrize("name", ["a.html", "a.zip", "trong"])
def test_what_is_no_package_is_unreadable(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.zip":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("a.txt", "x")
        assert Fault.LACKS_FILE in check(path).counts
    else:
        assert found(path, b"<html>" if name == "a.html" else b"") == {Fault.UNREADABLE: 1}


def test_a_folder_that_is_no_bag_has_no_declaration(tmp_path: Path) -> None:
    assert set(check(tmp_path).counts) == {Fault.BAG_DECLARATION, Fault.BAG_MANIFEST}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "data/..\\x"])
def test_a_manifest_that_leads_out_of_the_bag_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (tmp_path / "manifest-sha256.txt").write_text(f"{'0' * 64}  {name}\n")
    assert dict(check(tmp_path).counts) == {Fault.BAG_NAME: 1}


# --- whatever is done ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    build_example(folder / "archive.db")
    archive = Settings(archive=ArchiveSettings(db=folder / "archive.db"))
    for form, name in (("warc", "a.warc.gz"), ("wacz", "a.wacz"), ("bagit", "bag")):
        export_package(archive, Selection(limit=2), form=form, destination=folder / name)
    return folder


@anywhere
@given(data=st.data())
def test_any_flipped_bit_of_a_bag_is_found(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    bag = tmp_path / "bag"
    shutil.rmtree(bag, ignore_errors=True)
    shutil.copytree(sound / "bag", bag)
    # A tag manifest has nobody who vouches for it, but says so much that a change of it cannot be meant.
    file = data.draw(st.sampled_from(sorted(file for file in bag.rglob("*") if file.is_file())))
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(content)
    is_case = file.name.startswith(("manifest", "tagmanifest")) and chr(content[place]).isalpha()
    if not is_case:  # hex is hex in capitals too
        assert check(bag).counts


@anywhere
@given(data=st.data())
def test_any_flipped_bit_of_packed_records_is_found(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((sound / "a.warc.gz").read_bytes())
    starts = {place for place in range(len(content)) if content.startswith(b"\x1f\x8b\x08\0", place)}
    harmless = {start + part for start in starts for part in range(4, 10)}  # time and system of a gzip member
    place = data.draw(st.integers(0, len(content) - 1).filter(lambda place: place not in harmless))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    assert found(tmp_path / "a.warc.gz", bytes(content))


@anywhere
@given(
    name=st.sampled_from(["a.warc.gz", "a.wacz"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9), st.integers(0, 99)), min_size=1, max_size=5),
)
def test_no_file_is_too_broken_to_be_checked(
    sound: Path, tmp_path: Path, name: str, cuts: list[tuple[float, bytes, int]]
) -> None:
    content = (sound / name).read_bytes()
    for where, put_in, taken_out in cuts:
        place = int(where * len(content))
        content = content[:place] + put_in + content[place + taken_out :]
    (tmp_path / name).write_bytes(content)
    check(tmp_path / name)


@anywhere
@given(
    data=st.binary(max_size=300),
    front=st.sampled_from([b"WARC/1.1\r\n", b"\x1f\x8b\x08", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b""]),
)
def test_no_bytes_are_too_strange_to_be_checked(tmp_path: Path, data: bytes, front: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(front + data)
    assert check(path).counts


# --- single faults of records -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (http_record(URL, b"x").replace(b"HTTP/1.1 200", b"HTTQ/1.1 200"), Fault.HTTP_HEAD),
        (http_record(URL, b"x", ("Content-Length", "7")), Fault.HTTP_LENGTH),
        (http_record(URL, b"x", fields=(("WARC-Block-Digest", "crc32:00"),)), Fault.DIGEST_UNKNOWN),
        (http_record(URL, b"x", fields=(("WARC-Type", "response"),)), Fault.RECORD_HEADER),
        (http_record(URL, b"x", date="hom qua"), Fault.RECORD_HEADER),
        (http_record("", b"x"), Fault.RECORD_HEADER),
        (http_record(URL, b"x", length=10_000), Fault.RECORD_TRUNCATED),
        (http_record(URL, b"x")[:-2], Fault.RECORD_TRUNCATED),
        (http_record(URL, b"x") + b"rac", Fault.GARBAGE),
        (http_record(URL, b"x").replace(b"Content-Length: 26", b"Content-Length: ab"), Fault.RECORD_HEADER),
    ],
)
def test_a_single_fault_is_named(tmp_path: Path, data: bytes, fault: Fault) -> None:
    assert fault in found(tmp_path / "a.warc", data)


def test_a_hop_whose_body_was_not_read_is_no_fault(tmp_path: Path) -> None:
    truncated = http_record(
        URL, b"", ("Content-Length", "178"), fields=(("WARC-Truncated", "length"), ("WARC-Record-ID", "<urn:uuid:1>"))
    )
    assert found(tmp_path / "a.warc", truncated) == {}


def test_a_file_broken_throughout_is_told_by_its_first_thousand_faults(tmp_path: Path) -> None:
    data = b"".join(gzip_member(http_record(URL, b"%d" % number, date="?")) for number in range(1200))
    (tmp_path / "a.warc.gz").write_bytes(data)
    checked = check(tmp_path / "a.warc.gz")
    assert (len(checked.told), checked.counts[Fault.RECORD_HEADER] >= 1200) == (1000, True)


def test_a_bomb_is_checked_in_flat_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(http_record(URL, bytes(100 * 2**20)), compresslevel=1)
    (tmp_path / "a.warc.gz").write_bytes(bomb)
    (tmp_path / "b.warc.zst").write_bytes(zstandard.ZstdCompressor().compress(http_record(URL, bytes(100 * 2**20))))
    tracemalloc.start()
    try:
        checked = [check(tmp_path / name) for name in ("a.warc.gz", "b.warc.zst")]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [found.records for found in checked] == [1, 1]
    assert peak < 48 * 2**20


def test_digests_are_compared_not_only_parsed(tmp_path: Path) -> None:
    data = packed(records(snapshot()))
    assert found(tmp_path / "a", data) == {}
    digest = b"WARC-Payload-Digest: sha256:" + hashlib.sha256(snapshot().body).hexdigest().encode()
    changed = gzip.decompress(data).replace(digest, digest[:-4] + b"0000")
    assert Fault.PAYLOAD_DIGEST in found(tmp_path / "a", changed)
