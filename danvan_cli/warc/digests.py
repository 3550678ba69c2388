"""Digests as WARC files label them: ``sha1:`` in base 32, ``sha256:`` in hex, and whatever else tools write."""

import base64
import binascii
import hashlib

_ALGORITHMS = {"sha1": "sha1", "sha256": "sha256", "sha512": "sha512", "sha384": "sha384", "md5": "md5"}


class Labelled:
    """A digest that was written down, and bytes to compare with it, piece by piece.

    >>> labelled = Labelled("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ")
    >>> labelled.agrees
    True
    >>> labelled.update(b"x")
    >>> labelled.agrees
    False
    """

    def __init__(self, label: str) -> None:
        algorithm, _, value = label.strip().partition(":")
        name = _ALGORITHMS.get(algorithm.strip().lower().replace("-", ""))
        self._running = hashlib.new(name, usedforsecurity=False) if name else None
        self._expected = _decoded(value.strip(), self._running.digest_size) if self._running else None

    def update(self, data: bytes) -> None:
        """Take more bytes."""
        if self._running is not None:
            self._running.update(data)

    @property
    def agrees(self) -> bool | None:
        """Whether the bytes so far have that digest; None where nobody can tell, the algorithm being unknown."""
        if self._running is None:
            return None
        return bool(self._running.digest() == self._expected)


def agrees(label: str, *data: bytes) -> bool | None:
    """Whether these bytes, one after the other, have the digest that was written down; None where nobody can tell."""
    labelled = Labelled(label)
    for piece in data:
        labelled.update(piece)
    return labelled.agrees


def _decoded(value: str, size: int) -> bytes | None:
    """The digest's bytes out of hex, base 32 or base 64, told apart by length; None for what is none of them."""
    bare = value.rstrip("=")
    try:
        if len(bare) == 2 * size:
            return bytes.fromhex(bare)
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
        return base64.b64decode(bare.replace("-", "+").replace("_", "/") + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
