"""Which addresses may be connected to."""

import asyncio

import pytest

from danvan_cli.fetch.address import Lookup, is_allowed, parse_address, resolve, system_lookup
from danvan_cli.fetch.reasons import Trouble
from tests.support.fetching import lookup_of

LOOPBACK = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "::1",
    "::ffff:127.0.0.1",
]
PRIVATE = ["10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00::1", "::ffff:10.0.0.1"]
NEVER = [
    "0.0.0.0",
    "0",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "ff0e::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2001:db8::1",
    "::ffff:169.254.169.254",
]
PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]


def addresses_of(host: str, *, allow_private: bool = False, lookup: Lookup = system_lookup) -> tuple[str, ...]:
    return asyncio.run(resolve(host, 80, allow_private=allow_private, lookup=lookup)).addresses


@pytest.mark.parametrize("host", LOOPBACK + PRIVATE + NEVER)
def test_what_is_not_public_is_blocked(host):
    with pytest.raises(Trouble) as caught:
        addresses_of(host)
    assert caught.value.reason == "blocked-address"
    assert host in caught.value.detail


@pytest.mark.parametrize("host", LOOPBACK + PRIVATE)
def test_allow_private_opens_loopback_and_private_networks(host):
    assert len(addresses_of(host, allow_private=True)) == 1


@pytest.mark.parametrize("host", NEVER)
def test_allow_private_opens_nothing_else(host):
    with pytest.raises(Trouble) as caught:
        addresses_of(host, allow_private=True)
    assert caught.value.reason == "blocked-address"


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_are_allowed(host):
    address = parse_address(host)
    assert address is not None
    assert is_allowed(address, allow_private=False)


@pytest.mark.parametrize("host", ["127.0.0.1.5", "256.1.1.1", "0xzz", "1.2.3.4.5"])
def test_a_number_that_is_no_address_is_not_looked_up_as_a_name(host):
    with pytest.raises(Trouble) as caught:
        addresses_of(host)
    assert caught.value.reason == "bad-url"


def test_a_name_is_judged_by_its_addresses():
    with pytest.raises(Trouble) as caught:
        addresses_of("gia.example", lookup=lookup_of(gia_example=["127.0.0.1", "::1"]))
    assert caught.value.reason == "blocked-address"
    assert "gia.example (127.0.0.1)" in caught.value.detail


def test_of_mixed_addresses_only_the_public_ones_are_kept_in_order():
    lookup = lookup_of(bao_example=["10.0.0.1", "2606:4700::1", "127.0.0.1", "8.8.4.4"])
    assert addresses_of("bao.example", lookup=lookup) == ("2606:4700::1", "8.8.4.4")


def test_a_name_without_an_address_is_dns_trouble():
    for lookup in (lookup_of(), lookup_of(bao_example=[])):
        with pytest.raises(Trouble) as caught:
            addresses_of("bao.example", lookup=lookup)
        assert caught.value.reason == "dns"


def test_the_system_knows_that_nothing_is_invalid():
    with pytest.raises(Trouble) as caught:
        addresses_of("khong-co.invalid")
    assert caught.value.reason == "dns"


def test_an_endpoint_is_loopback_only_when_all_of_it_is():
    async def run(*addresses: str) -> bool:
        return (await resolve("a.example", 80, allow_private=True, lookup=lookup_of(a_example=addresses))).is_loopback

    assert asyncio.run(run("127.0.0.1", "::1", "::ffff:127.0.0.1"))
    assert not asyncio.run(run("127.0.0.1", "8.8.8.8"))
    assert not asyncio.run(run("10.0.0.1"))
