"""BagIt 1.0 (RFC 8493): a folder whose every file is named with two digests, for handing over and for shelves.

File names are ASCII: names with Vietnamese letters break on their way between systems that compose them differently.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from danvan_cli.version import __version__

AGENT = "danvan"
"""How ``Bag-Software-Agent`` of a bag of ours begins."""
_ALGORITHMS = ("sha256", "sha512")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Digests = Mapping[str, str]
"""Algorithm → hex."""


class Digesting:
    """A file being written, counted and digested by both algorithms on the way."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digests: dict[str, Any] = {name: hashlib.new(name) for name in _ALGORITHMS}
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Write the bytes."""
        self.size += len(data)
        for digest in self._digests.values():
            digest.update(data)
        return self._out.write(data)

    @property
    def digests(self) -> Digests:
        """Of what has been written."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}


def write(
    folder: Path, payloads: Mapping[str, Callable[[Digesting], object]], *, at: datetime, description: str
) -> None:
    """Make a bag of ``folder``, which is there and empty: each payload by its name below ``data/``.

    ``at`` dates the bag: the newest capture in it, so that the same archive makes the same bag. Everything is on the
    disk when this returns.
    """
    payload = {f"data/{name}": _written(folder / "data" / name, fill) for name, fill in payloads.items()}
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _info(payload, at, description),
        **{f"manifest-{name}.txt": _manifest(payload, name) for name in _ALGORITHMS},
    }
    tagged = {name: _written(folder / name, _filled_with(data)) for name, data in tags.items()}
    for name in _ALGORITHMS:
        _written(folder / f"tagmanifest-{name}.txt", _filled_with(_manifest(tagged, name)))


def _written(path: Path, fill: Callable[[Digesting], object]) -> Digesting:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        digesting = Digesting(out)
        fill(digesting)
        out.flush()
        os.fsync(out.fileno())
    return digesting


def _filled_with(data: bytes) -> Callable[[Digesting], object]:
    return lambda out: out.write(data)


def _manifest(files: Mapping[str, Digesting], algorithm: str) -> bytes:
    lines = (f"{written.digests[algorithm]}  {name}\n" for name, written in sorted(files.items()))
    return "".join(lines).encode()


def _info(payload: Mapping[str, Digesting], at: datetime, description: str) -> bytes:
    size = sum(written.size for written in payload.values())
    fields = {
        "Bag-Software-Agent": f"{AGENT} {__version__}",
        "Bagging-Date": at.date().isoformat(),
        "External-Description": description,
        "Payload-Oxum": f"{size}.{len(payload)}",
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields.items()).encode("utf-8", "replace")
