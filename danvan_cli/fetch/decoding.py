"""Bodies as they come over the wire: content-codings taken off, their faults said as this room says troubles."""

from collections.abc import Iterator
from contextlib import contextmanager

from danvan_cli import codings
from danvan_cli.fetch.reasons import Reason, Trouble

_REASONS = {
    codings.TOO_LARGE: Reason.TOO_LARGE,
    codings.BAD_ENCODING: Reason.BAD_ENCODING,
    codings.TRUNCATED: Reason.TRUNCATED,
}


class Body(codings.Body):
    """``codings.Body`` that raises ``Trouble``: ``too-large``, ``bad-encoding``, ``truncated``."""

    def __init__(self, content_encoding: str, max_body_bytes: int) -> None:
        with _troubles():
            super().__init__(content_encoding, max_body_bytes)

    def expect(self, content_length: str) -> None:
        """Refuse a body that is announced as too large before any of it is read. Raises ``Trouble``."""
        with _troubles():
            super().expect(content_length)

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire. Raises ``Trouble``."""
        with _troubles():
            super().feed(data)

    def finish(self) -> bytes:
        """The whole body. Raises ``Trouble`` where the coding has not come to its end."""
        with _troubles():
            return super().finish()


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except codings.BodyFault as fault:
        hint = "; raise --max-body to archive it" if fault.reason == codings.TOO_LARGE else ""
        raise Trouble(_REASONS[fault.reason], fault.detail + hint) from fault
