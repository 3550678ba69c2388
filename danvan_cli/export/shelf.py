"""What a format that reads its articles more than once is given; the archive's own shelves fit."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from danvan_cli.model import Heading, Order, StoredArticle


class Shelf(Protocol):
    """Articles that are the same every time they are read."""

    def __len__(self) -> int:
        """How many."""
        ...

    def __iter__(self) -> Iterator[StoredArticle]:
        """By number."""
        ...

    def articles(self, order: Order) -> Iterator[StoredArticle]:
        """In this order, in flat memory."""
        ...

    def headings(self, order: Order) -> Iterator[Heading]:
        """The same without their texts."""
        ...

    @property
    def newest_capture(self) -> datetime | None:
        """UTC; None where there is no article."""
        ...
