"""Faults planted in sound packages, each a function from the package to a broken one."""

import gzip
import hashlib
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from danvan_cli.warc.packing import gzip_member

Members = list[bytes]
"""The records of a WARC, unpacked, each with its two empty lines."""


def members_of(data: bytes) -> Members:
    """The gzip members, unpacked."""
    found = []
    while data:
        member = zlib.decompressobj(wbits=31)
        found.append(member.decompress(data))
        data = member.unused_data
    return found


def packed(members: Members) -> bytes:
    """A WARC of these records."""
    return b"".join(map(gzip_member, members))


def kind(member: bytes) -> str:
    """A record's type."""
    found = re.search(rb"WARC-Type: (\S+)", member)
    return found[1].decode() if found else ""


def of_kind(members: Members, wanted: str) -> int:
    """The first record of that type whose payload is worth breaking."""
    return next(place for place, member in enumerate(members) if kind(member) == wanted and len(member) > 1500)


# --- WARC ----------------------------------------------------------------------------------------


def changed(change: Callable[[Members], None]) -> Callable[[bytes], bytes]:
    """The fault that changes records and packs them again."""

    def plant(data: bytes) -> bytes:
        members = members_of(data)
        change(members)
        return packed(members)

    return plant


def flip_bit(data: bytes) -> bytes:
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


def change_payload(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = members[place].replace(b"</title>", b"</titel>", 1)


def change_block_digest(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = re.sub(rb"(WARC-Block-Digest: sha256:)....", rb"\g<1>0000", members[place])


def change_payload_digest(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = re.sub(rb"(WARC-Payload-Digest: sha256:)....", rb"\g<1>0000", members[place])


def shorten(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = re.sub(
        rb"(\r\nContent-Length: )(\d+)(\r\n\r\nHTTP)", lambda m: m[1] + b"%d" % (int(m[2]) - 9) + m[3], members[place]
    )


def drop_original(members: Members) -> None:
    revisit = next(member for member in members if kind(member) == "revisit")
    original = re.search(rb"WARC-Refers-To: (<[^>]+>)", revisit)
    assert original
    del members[next(n for n, member in enumerate(members) if b"WARC-Record-ID: " + original[1] in member)]


def change_revisit_digest(members: Members) -> None:
    place = next(n for n, member in enumerate(members) if kind(member) == "revisit")
    members[place] = re.sub(rb"(WARC-Payload-Digest: sha256:)....", rb"\g<1>0000", members[place])


def lie_about_length(members: Members) -> None:
    """An HTTP Content-Length that is not the payload's, under right digests."""
    place = of_kind(members, "response")
    header, _, block = members[place][:-4].partition(b"\r\n\r\n")
    block = block.replace(b"\r\n", b"\r\nContent-Length: 17\r\n", 1)
    digest = hashlib.sha256(block).hexdigest().encode()
    header = re.sub(rb"(WARC-Block-Digest: sha256:)\w+", rb"\g<1>" + digest, header)
    header = re.sub(rb"(\r\nContent-Length: )\d+", rb"\g<1>%d" % len(block), header)
    members[place] = header + b"\r\n\r\n" + block + b"\r\n\r\n"


def double(members: Members) -> None:
    members.append(members[of_kind(members, "response")])


def drop_date(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = re.sub(rb"WARC-Date: [^\r]+\r\n", b"", members[place])


def drop_blank_lines(members: Members) -> None:
    place = of_kind(members, "response")
    members[place] = members[place][:-4]


WARC_FAULTS: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "a flipped bit": (flip_bit, "member-broken"),
    "the file cut off in a record": (lambda data: data[:-40], "member-truncated"),
    "the file cut off at its last checksum": (lambda data: data[:-3], "member-truncated"),
    "zeros behind the last record": (lambda data: data + bytes(512), "garbage"),
    "all records packed as one": (lambda data: gzip.compress(gzip.decompress(data), mtime=0), "not-per-record"),
    "a changed payload": (changed(change_payload), "block-digest"),
    "a changed block digest": (changed(change_block_digest), "block-digest"),
    "a changed payload digest": (changed(change_payload_digest), "payload-digest"),
    "a record's length too short": (changed(shorten), "record-length"),
    "the empty lines behind a record missing": (changed(drop_blank_lines), "record-length"),
    "a record without its date": (changed(drop_date), "record-header"),
    "a record twice": (changed(double), "record-id-twice"),
    "a false Content-Length under right digests": (changed(lie_about_length), "http-length"),
    "a revisit without its original": (changed(drop_original), "revisit-target"),
    "a revisit with another digest": (changed(change_revisit_digest), "revisit-digest"),
}
"""What is planted → how, and the fault that danvan must find."""


# --- WACZ ----------------------------------------------------------------------------------------

Files = dict[str, bytes]
INDEX = "indexes/index.cdx.gz"
WARC = "archive/data.warc.gz"
PAGES = "pages/pages.jsonl"


def rezipped(path: Path, change: Callable[[Files], None], *, listed: bool = True, packs_warc: bool = False) -> None:
    """Change the files of a WACZ; with ``listed`` its lists and digests are made to fit."""
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    change(files)
    if listed:
        described = json.loads(files["datapackage.json"])
        described["resources"] = [
            {"name": name.rpartition("/")[2], "path": name, "hash": _sha256(data), "bytes": len(data)}
            for name, data in files.items()
            if not name.startswith("datapackage")
        ]
        files["datapackage.json"] = json.dumps(described).encode()
        digest = {"path": "datapackage.json", "hash": _sha256(files["datapackage.json"])}
        files["datapackage-digest.json"] = json.dumps(digest).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data, zipfile.ZIP_DEFLATED if packs_warc else zipfile.ZIP_STORED)


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def lines(change: Callable[[list[bytes]], None]) -> Callable[[Files], None]:
    """The fault that changes lines of the index, and packs it again with an index of its own."""

    def plant(files: Files) -> None:
        found = gzip.decompress(files[INDEX]).splitlines(keepends=True)
        change(found)
        files[INDEX] = gzip_member(b"".join(found))
        about = {"offset": 0, "length": len(files[INDEX])}
        front = files["indexes/index.idx"].splitlines(keepends=True)[0]
        files["indexes/index.idx"] = front + found[0].partition(b"{")[0] + json.dumps(about).encode() + b"\n"

    return plant


def shift_offset(found: list[bytes]) -> None:
    found[3] = re.sub(rb'"offset": "(\d+)"', lambda m: b'"offset": "%d"' % (int(m[1]) + 1), found[3])


def drop_line(found: list[bytes]) -> None:
    del found[2]


def swap_lines(found: list[bytes]) -> None:
    found[1], found[5] = found[5], found[1]


def rename_url(found: list[bytes]) -> None:
    found[4] = found[4].replace(b"baosonha.example", b"baoxahon.example")


def drop(*names: str) -> Callable[[Files], None]:
    def plant(files: Files) -> None:
        for name in names:
            del files[name]

    return plant


def add_page(files: Files) -> None:
    page = {"id": "x", "url": "https://baosonha.example/chua-tung-co", "ts": "2026-03-10T00:00:00Z", "title": "x"}
    files[PAGES] += json.dumps(page).encode() + b"\n"


def change_page(files: Files) -> None:
    files[PAGES] = files[PAGES].replace(b"title", b"titel", 1)


def break_warc(files: Files) -> None:
    """And let the index fit, as far as offsets go."""
    before, files[WARC] = files[WARC], changed(change_payload)(files[WARC])
    lines(lambda found: moved(found, before, files[WARC]))(files)


def moved(found: list[bytes], before: bytes, after: bytes) -> None:
    """Lines of an index that pointed into one WARC, to the same records of the other."""
    places = dict(zip(places_of(before), places_of(after), strict=True))
    for number, line in enumerate(found):
        key, brace, value = line.partition(b"{")
        told = json.loads(brace + value)
        told["offset"], told["length"] = map(str, places[int(told["offset"]), int(told["length"])])
        told.pop("recordDigest")
        found[number] = key + json.dumps(told).encode() + b"\n"


def places_of(data: bytes) -> list[tuple[int, int]]:
    """Offset and length of each member."""
    found, place = [], 0
    while place < len(data):
        member = zlib.decompressobj(wbits=31)
        member.decompress(data[place:])
        length = len(data) - place - len(member.unused_data)
        found.append((place, length))
        place += length
    return found


def add_file(files: Files) -> None:
    files["archive/la.txt"] = b"x"


def change_digest(files: Files) -> None:
    files["datapackage.json"] = files["datapackage.json"].replace(b'"title"', b'"Title"')


def nothing(_: Files) -> None:
    """The files stay as they are."""


WACZ_FAULTS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a file changed behind the package's back": (lambda p: rezipped(p, change_page, listed=False), "file-digest"),
    "a file that is not listed": (lambda p: rezipped(p, add_file, listed=False), "unlisted-file"),
    "datapackage.json changed": (lambda p: rezipped(p, change_digest, listed=False), "datapackage-digest"),
    "no index": (lambda p: rezipped(p, drop(INDEX, "indexes/index.idx")), "lacks-file"),
    "no pages": (lambda p: rezipped(p, drop(PAGES)), "lacks-file"),
    "an index line that points elsewhere": (lambda p: rezipped(p, lines(shift_offset)), "index-offset"),
    "an index line missing": (lambda p: rezipped(p, lines(drop_line)), "index-lacks"),
    "index lines out of order": (lambda p: rezipped(p, lines(swap_lines)), "index-order"),
    "an index line of another URL": (lambda p: rezipped(p, lines(rename_url)), "index-record"),
    "a page that nobody captured": (lambda p: rezipped(p, add_page), "page-capture"),
    "a changed payload in the WARC": (lambda p: rezipped(p, break_warc), "block-digest"),
    "the WARC compressed in the zip": (lambda p: rezipped(p, nothing, packs_warc=True), "zip-compressed"),
}


# --- BagIt ---------------------------------------------------------------------------------------


def remanifested(bag: Path, *, recount: bool) -> None:
    """Make the manifests fit what is there, as somebody would who wants to hide a change."""
    payload = {f"data/{file.name}": file for file in (bag / "data").iterdir()}
    if recount:
        oxum = f"Payload-Oxum: {sum(file.stat().st_size for file in payload.values())}.{len(payload)}"
        info = bag / "bag-info.txt"
        info.write_text(re.sub(r"Payload-Oxum: .*", oxum, info.read_text("utf-8")), "utf-8")
    tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]
    for prefix, names in (("", sorted(payload)), ("tag", tags)):
        for algorithm in ("sha256", "sha512"):
            digests = {name: hashlib.new(algorithm, (bag / name).read_bytes()).hexdigest() for name in names}
            told = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
            (bag / f"{prefix}manifest-{algorithm}.txt").write_text(told, "utf-8")


def edit(name: str, change: Callable[[bytes], bytes], *, hidden: bool = False) -> Callable[[Path], None]:
    def plant(bag: Path) -> None:
        (bag / name).write_bytes(change((bag / name).read_bytes()))
        if hidden:
            remanifested(bag, recount=name != "bag-info.txt")

    return plant


def break_in_bag(bag: Path) -> None:
    warc, index = bag / "data" / "captures.warc.gz", bag / "data" / "captures.cdxj"
    before = warc.read_bytes()
    warc.write_bytes(changed(change_block_digest)(before))
    found = index.read_bytes().splitlines(keepends=True)
    moved(found, before, warc.read_bytes())
    index.write_bytes(b"".join(found))
    remanifested(bag, recount=True)


def remove(name: str) -> Callable[[Path], None]:
    return lambda bag: (bag / name).unlink()


def add_to_bag(bag: Path) -> None:
    shutil.copy(bag / "bagit.txt", bag / "data" / "la.txt")


def swap_in_index(data: bytes) -> bytes:
    found = io.BytesIO(data).readlines()
    swap_lines(found)
    return b"".join(found)


BAG_FAULTS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a changed file": (edit("data/articles.jsonl", lambda data: data.replace(b"a", b"b", 1)), "file-digest"),
    "a file missing": (remove("data/articles.jsonl"), "listed-file"),
    "a file more": (add_to_bag, "unlisted-file"),
    "a tag file changed": (edit("bag-info.txt", lambda data: data.replace(b"danvan", b"dan van", 1)), "file-digest"),
    "no declaration": (remove("bagit.txt"), "bag-declaration"),
    "a false Payload-Oxum": (
        edit("bag-info.txt", lambda data: re.sub(rb"Oxum: \d", b"Oxum: 9", data), hidden=True),
        "bag-oxum",
    ),
    "a changed payload in the WARC, manifests made to fit": (
        break_in_bag,
        "block-digest",
    ),
    "index lines out of order, manifests made to fit": (
        edit("data/captures.cdxj", swap_in_index, hidden=True),
        "index-order",
    ),
}
