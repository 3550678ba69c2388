"""What can be wrong with a package: a closed set of slugs, so that a table can count them and a script can act."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

_MOST_TOLD = 1_000
"""Of one check: a file that is broken throughout is told by its first thousand faults, and their number."""


class Fault(StrEnum):
    """A slug, and its meaning in one line."""

    meaning: str

    def __new__(cls, slug: str, meaning: str) -> "Fault":
        """A member that compares, prints and pickles as its slug."""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.meaning = meaning
        return member

    UNREADABLE = "unreadable", "no WARC, WACZ or bag, or it cannot be opened"
    # WARC
    MEMBER_BROKEN = "member-broken", "a packed record cannot be unpacked, or its checksum is wrong"
    MEMBER_TRUNCATED = "member-truncated", "the file ends in the middle of a packed record"
    NOT_PER_RECORD = "not-per-record", "records are not packed one by one: none can be read from its offset"
    GARBAGE = "garbage", "bytes between records, or after the last one, that belong to none"
    RECORD_HEADER = "record-header", "a record lacks a mandatory field, or has one twice, or one that cannot be read"
    RECORD_LENGTH = "record-length", "a record is longer or shorter than its Content-Length says"
    RECORD_TRUNCATED = "record-truncated", "the file ends in the middle of a record"
    RECORD_ID_TWICE = "record-id-twice", "two records have one id"
    BLOCK_DIGEST = "block-digest", "a block does not have the digest that its record says"
    PAYLOAD_DIGEST = "payload-digest", "a payload does not have the digest that its record says"
    DIGEST_UNKNOWN = "digest-unknown", "a digest is of an unknown kind, so that nothing can be compared"
    HTTP_HEAD = "http-head", "a record of an HTTP message does not begin with one"
    HTTP_LENGTH = "http-length", "the Content-Length of an HTTP head is not the length of the payload"
    REVISIT_TARGET = "revisit-target", "the capture that a revisit refers to is not in the package"
    REVISIT_DIGEST = "revisit-digest", "a revisit and the capture it refers to have different payload digests"
    NO_RECORD = "no-record", "there is no record at all"
    # Index
    INDEX_LINE = "index-line", "a line of the index cannot be read"
    INDEX_ORDER = "index-order", "the index is not sorted"
    INDEX_KEY = "index-key", "a line of the index stands under another key than its URL's"
    INDEX_OFFSET = "index-offset", "a line of the index points to where no record begins, or to a wrong length"
    INDEX_RECORD = "index-record", "a line of the index says another URL, time or digest than its record"
    INDEX_LACKS = "index-lacks", "a record is not in the index"
    INDEX_BLOCK = "index-block", "the index of the index does not fit the index"
    # Pages
    PAGE_LINE = "page-line", "a line of the list of pages cannot be read"
    PAGE_CAPTURE = "page-capture", "a page is listed that no record captured at that time"
    # WACZ
    ZIP_BROKEN = "zip-broken", "the zip is damaged, or a member is not what its checksum says"
    ZIP_COMPRESSED = "zip-compressed", "a WARC or packed index is compressed again: no record can be read in place"
    LACKS_FILE = "lacks-file", "a file that the package must have is not there"
    UNLISTED_FILE = "unlisted-file", "a file is there that the package does not list"
    LISTED_FILE = "listed-file", "a file is listed that is not there"
    FILE_DIGEST = "file-digest", "a file does not have the digest or size that the package lists"
    DATAPACKAGE = "datapackage", "datapackage.json cannot be read, or says too little"
    DATAPACKAGE_DIGEST = "datapackage-digest", "datapackage.json does not have the digest in datapackage-digest.json"
    # BagIt
    BAG_DECLARATION = "bag-declaration", "bagit.txt is missing or is no declaration of BagIt 0.97 or 1.0"
    BAG_MANIFEST = "bag-manifest", "a manifest is missing, or a line of one cannot be read, or manifests disagree"
    BAG_OXUM = "bag-oxum", "bag-info.txt counts other bytes or files than there are"
    BAG_NAME = "bag-name", "a listed name leads out of the bag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault at its place."""

    fault: Fault
    where: str
    """The file, inside a package too, and the byte or line where there is one."""
    detail: str


@dataclass(slots=True)
class Findings:
    """What a check found so far."""

    told: list[Finding] = field(default_factory=list)
    counts: Counter[Fault] = field(default_factory=Counter)
    records: int = 0
    files: int = 0

    def add(self, fault: Fault, where: str, detail: str) -> None:
        """Note a fault."""
        self.counts[fault] += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(Finding(fault=fault, where=where, detail=detail))
