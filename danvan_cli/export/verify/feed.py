"""Pieces of unpacked bytes, read as lines and stretches."""

from collections.abc import Iterator


class Feed:
    """What is left of the pieces. Holds one piece and what was looked ahead at."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._at = 0
        self.place = 0
        """How many bytes were taken."""

    def head(self, limit: int) -> bytes | None:
        """The bytes up to and with the next empty line; None where it does not come within ``limit``.

        The end of the pieces before it gives what is left.
        """
        while (end := self._empty_line()) is None:
            if len(self._held) - self._at > limit:
                return None
            if not self._more():
                return self.take(len(self._held) - self._at)
        return self.take(end) if end <= limit else None

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end. For small stretches."""
        taken = self.peek(size)
        self._pass(len(taken))
        return taken

    def stretch(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes piece by piece, fewer at the end."""
        while size and (self._at < len(self._held) or self._more()):
            taken = self._held[self._at : self._at + size]
            size -= len(taken)
            self._pass(len(taken))
            yield taken

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes without taking them, fewer at the end."""
        while len(self._held) - self._at < size and self._more():
            pass
        return self._held[self._at : self._at + size]

    def drain(self) -> None:
        """Take all that is left."""
        for _ in self.stretch(1 << 62):
            pass

    def _pass(self, size: int) -> None:
        self._at += size
        self.place += size

    def _empty_line(self) -> int | None:
        """How far it is to the end of the first empty line; a bare line feed ends a line too."""
        ends = list[int]()
        for mark in (b"\r\n\r\n", b"\n\n"):
            place = self._held.find(mark, self._at, ends[0] if ends else len(self._held))
            if place >= 0:
                ends.append(place + len(mark))
        return min(ends) - self._at if ends else None

    def _more(self) -> bool:
        for piece in self._pieces:
            if piece:
                self._held = self._held[self._at :] + piece
                self._at = 0
                return True
        return False
