"""Addresses: which of them are of the public internet, and which may be read all the same."""

from __future__ import annotations

import ipaddress
import pickle

import pytest

from summarizer.addresses import checked, kind, literal
from summarizer.errors import SourceError, UsageError
from summarizer.reach import Reach

KINDS = {
    "unspecified": "0.0.0.0 0.1.2.3 ::",
    "loopback": "127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::",
    "private": "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1 fc00::1 fdff::1 fec0::1 "
    "::ffff:10.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::a00:1 2002:a00:1::1 2001:0:0:0:0:0:f5ff:fffe",
    "link-local": "169.254.1.1 fe80::1 fe80::1%eth0 ::ffff:169.254.1.1",
    "shared (CGNAT)": "100.64.0.1 100.127.255.255",
    "multicast": "224.0.0.1 239.255.255.255 ff02::1 ff0e::1",
    "reserved": "192.0.0.9 192.0.2.1 192.88.99.1 203.0.113.9 240.0.0.1 255.255.255.255 2001:db8::1 3fff::1 "
    "64:ff9b:1::1 100::1 4000::1 2001:20::1 2002:808:808::1 ::8.8.8.8 5f00::1",
    "cloud metadata": "169.254.169.254 168.63.129.16 100.100.100.200 192.0.0.192 fd00:ec2::254 "
    "::ffff:169.254.169.254 64:ff9b::a9fe:a9fe",
}


@pytest.mark.parametrize(
    ("address", "expected"),
    [(address, name) for name, addresses in KINDS.items() for address in addresses.split()],
)
def test_addresses_that_are_not_public_are_told_by_kind(address: str, expected: str) -> None:
    """In every disguise that IPv6 has for IPv4, too."""
    assert kind(ipaddress.ip_address(address)) == expected


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.169.0.1 "
    "223.255.255.255 2606:4700::1111 2a00:1450:4001::1 64:ff9b::808:808".split(),
)
def test_public_addresses_are_of_no_kind(address: str) -> None:
    """Among them those that an IPv6-only network has for IPv4 hosts (NAT64)."""
    assert kind(ipaddress.ip_address(address)) is None


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%25eth0", "fe80::1%eth0"),
        ("example.com", None),
        ("1e100.example", None),
        ("", None),
        ("\u0661.0.0.1", None),
    ],
)
def test_an_address_is_known_however_it_is_written(host: str, address: str | None) -> None:
    """As the system's resolver would read it."""
    found = literal(host)
    assert (str(found) if found else None) == address


def test_one_address_inside_is_enough_to_refuse_a_host() -> None:
    """Whichever of its addresses would have been taken."""
    with pytest.raises(SourceError, match=r"x\.example leads to 10\.0\.0\.1, which is a private address"):
        checked("x.example", ["1.1.1.1", "10.0.0.1"], ())
    assert checked("x.example", ["1.1.1.1", "2606:4700::1111"], ()) == ["1.1.1.1", "2606:4700::1111"]


@pytest.mark.parametrize("rule", ["10.0.0.1", "10.0.0.0/8", "10.1.2.3/8", "::ffff:10.0.0.1", "X.example"])
def test_what_is_allowed_is_not_refused(rule: str) -> None:
    """By address, network or name, in any case."""
    address = "::ffff:10.0.0.1" if ":" in rule else "10.0.0.1"
    assert checked("x.example", [address], (rule,)) == [address]
    with pytest.raises(SourceError):
        checked("y.example", ["192.168.0.1"], (rule,))


def test_an_address_may_be_allowed_as_such_and_met_in_disguise() -> None:
    """An allowed IPv4 address is the same when it is mapped into IPv6."""
    assert checked("x", ["::ffff:10.0.0.1"], ("10.0.0.0/8",))


@pytest.mark.parametrize(
    "rule", ["10.0.0.0/99", "http://intranet/", "", "a b", "x/8", "host:80", "*.example"]
)
def test_an_entry_that_allows_nothing_is_told(rule: str) -> None:
    """A slip in the settings must not look as if it worked."""
    with pytest.raises(UsageError, match=r"allow_hosts: .* is no host, address or network: write it like"):
        Reach(allow_hosts=(rule,))


def test_a_reach_can_be_sent_to_another_process() -> None:
    """With its resolver."""
    reach = Reach(allow_hosts=("intranet.example", "10.0.0.0/8", "[::1]"))
    assert pickle.loads(pickle.dumps(reach)) == reach
