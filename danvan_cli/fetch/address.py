"""Which addresses may be connected to: a page must not send danvan to the machine or the network it runs in.

The name is resolved here, every address is checked, and the connection goes to an address that was checked: a
name that answers differently the second time (DNS rebinding) gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from danvan_cli.fetch.reasons import Reason, Trouble

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""A host name and a port → its addresses, best first; raises ``OSError`` where there are none."""

_PRIVATE = tuple(
    ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""RFC 1918 and RFC 4193: what an intranet uses, and ``allow_private`` opens."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in an IPv6 coat. ``is_global`` calls all of it global, 64:ff9b::7f00:1 too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Addresses of one host that may be connected to, best first; at least one."""

    addresses: tuple[str, ...]
    is_loopback: bool
    """Whether every one of them is this machine itself."""


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """The system's own name resolution, in the order of RFC 6724."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def pinned_lookup(addresses: Mapping[str, str]) -> Lookup:
    """The system's name resolution, but for the hosts that are given their address here."""

    async def lookup(host: str, port: int) -> Sequence[str]:
        return [addresses[host]] if host in addresses else await system_lookup(host, port)

    return lookup


async def resolve(host: str, port: int, *, allow_private: bool, lookup: Lookup = system_lookup) -> Endpoint:
    """The addresses of ``host`` that may be connected to.

    Raises ``Trouble``: ``dns`` where the name has none, ``blocked-address`` where none of them is allowed.
    """
    literal = parse_address(host)
    found = [literal] if literal else await _look_up(host, port, lookup)
    allowed = [address for address in found if is_allowed(address, allow_private=allow_private)]
    if not allowed:
        raise Trouble(Reason.BLOCKED_ADDRESS, _blocked_detail(host, found[0], allow_private=allow_private))
    return Endpoint(
        addresses=tuple(str(address) for address in allowed),
        is_loopback=all(_plain(address).is_loopback for address in allowed),
    )


def parse_address(host: str) -> IPAddress | None:
    """``host`` as an address; None for a name. Old spellings count: ``127.1``, ``2130706433``, ``0x7f.1``.

    A host whose last label is a number is an address, never a name (WHATWG URL, "ends in a number checker");
    such a one that cannot be read raises ``Trouble`` with ``bad-url``.

    >>> parse_address("127.1"), parse_address("0x7f000001"), parse_address("baocantho.com.vn")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        if ":" not in host and not last.isdigit() and not last.startswith("0x"):
            return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError) as problem:
        raise Trouble(Reason.BAD_URL, f"{host!r} is neither an address nor a host name") from problem


def is_allowed(address: IPAddress, *, allow_private: bool) -> bool:
    """Whether danvan may connect there.

    Public unicast always; loopback and private networks with ``allow_private``; link-local (where clouds keep
        their secrets), multicast, reserved and unspecified ones never. What a translator makes of an address
    counts too (NAT64, 6to4): it must be public, whatever ``allow_private`` says.
    """
    address = _plain(address)
    if allow_private and (address.is_loopback or _is_private(address)):
        return True
    return all(_is_public(part) for part in _behind(address))


def _plain(address: IPAddress) -> IPAddress:
    """``::ffff:10.0.0.1`` as 10.0.0.1: the same socket, only spelled for an IPv6 interface."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_private(address: IPAddress) -> bool:
    return any(address.version == network.version and address in network for network in _PRIVATE)


def _is_public(address: IPAddress) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _behind(address: IPAddress) -> tuple[IPAddress, ...]:
    """The addresses a connection to ``address`` may end at."""
    if not isinstance(address, ipaddress.IPv6Address):
        return (address,)
    if address in _NAT64:
        # The prefix itself is reserved; on a network that has IPv6 only, every public IPv4 host wears it.
        return (ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF),)
    return (address, address.sixtofour) if address.sixtofour else (address,)


async def _look_up(host: str, port: int, lookup: Lookup) -> list[IPAddress]:
    try:
        found = await lookup(host, port)
    except (OSError, UnicodeError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise Trouble(Reason.DNS, f"{host} has no address ({why}); check its spelling and your connection") from problem
    if not found:
        raise Trouble(Reason.DNS, f"{host} has no address; check its spelling and your connection")
    return [ipaddress.ip_address(address) for address in found]


def _blocked_detail(host: str, address: IPAddress, *, allow_private: bool) -> str:
    plain = _plain(address)
    where = str(address) if host == str(address) else f"{host} ({address})"
    if not allow_private and (plain.is_loopback or _is_private(plain)):
        return f"{where} is inside this machine or its network; --allow-private permits it"
    return f"{where} is no public address and is never fetched"
