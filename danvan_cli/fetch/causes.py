"""What stands behind a broken connection: the system's own error, under what libraries wrapped it in."""

import errno
import ssl
from collections.abc import Iterator

from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.target import Target

_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "DH_KEY_TOO_SMALL", "UNSAFE_LEGACY_RENEGOTIATION")
"""OpenSSL's names for a server that offers nothing above TLS 1.1, or keys and handshakes of that age."""


def network_trouble(problem: Exception, target: Target, *, is_connected: bool) -> Trouble:
    """Why the connection to ``target`` broke, or with ``is_connected`` false never came about."""
    where = target.authority
    known = next((found for cause in causes(problem) if (found := _known(cause, where))), None)
    if known is not None:
        return known
    if is_connected:
        return Trouble(Reason.RESET, f"{where} cut the connection")
    if target.scheme == "https":
        return Trouble(Reason.TLS, f"{where} hung up before the connection was encrypted")
    return Trouble(Reason.UNREACHABLE, f"no connection to {where} ({problem})")


def causes(problem: BaseException) -> Iterator[BaseException]:
    """The exception, what it was raised from, and so on; groups opened."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [problem]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def _known(cause: BaseException, where: str) -> Trouble | None:
    """The trouble that one cause spells out; None where the next one has to tell."""
    match cause:
        case ssl.SSLError():
            return _tls_trouble(cause, where)
        case ConnectionRefusedError():
            return Trouble(Reason.REFUSED, f"nothing listens at {where}; is the host up, and the port right?")
        case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return Trouble(Reason.RESET, f"{where} cut the connection")
        case OSError() if cause.errno in _UNREACHABLE:
            return Trouble(Reason.UNREACHABLE, f"no way to {where} ({cause.strerror}); is the network up?")
    return None


def _tls_trouble(problem: ssl.SSLError, where: str) -> Trouble:
    name = getattr(problem, "reason", None) or ""  # only set where OpenSSL itself raised it
    why = getattr(problem, "verify_message", "") or name or str(problem)
    if any(old in name for old in _OLD_TLS):
        return Trouble(Reason.TLS_OLD, f"{where} speaks only old encryption ({why}), which is not used")
    return Trouble(Reason.TLS, f"{where} could not be trusted: {why}; nothing is fetched without that")
