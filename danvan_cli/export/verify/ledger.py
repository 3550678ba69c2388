"""What records say of one another, kept in eight bytes each: a package may have any number of them."""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator


def mark(*parts: str | None) -> int:
    """Eight bytes that stand for these texts; 0 where one of them is None."""
    if any(part is None for part in parts):
        return 0
    digest = hashlib.blake2b("\n".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1


class Marks:
    """A set of marks that is filled first and asked afterwards."""

    def __init__(self) -> None:
        self._marks = array("Q")
        self._is_sorted = True

    def add(self, value: int) -> None:
        """Put it in; 0 is no mark."""
        if value:
            self._marks.append(value)
            self._is_sorted = False

    def __contains__(self, value: int) -> bool:
        self._sort()
        place = bisect_left(self._marks, value)
        return place < len(self._marks) and self._marks[place] == value

    def twice(self) -> Iterator[int]:
        """The marks that were put in more than once."""
        self._sort()
        for place in range(1, len(self._marks)):
            if self._marks[place] == self._marks[place - 1]:
                yield self._marks[place]

    def _sort(self) -> None:
        if not self._is_sorted:
            self._marks = array("Q", sorted(self._marks))
            self._is_sorted = True
