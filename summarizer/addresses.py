"""Which network addresses a page may be read from: those of the public internet, and one's own by leave.

A page or a feed names further addresses, and whoever writes it could point a reader at services that
only this machine can reach. So every address is checked, and the one that is checked is connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from summarizer.decoding import shown
from summarizer.errors import SourceError, UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host and a port; raises OSError for a name that has none."""

_HOW_TO_ALLOW = "add it to allow_hosts if it is one of your own"
_HOST = re.compile(r"(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?")

# Addresses at which clouds answer with credentials; the second is public, the others private as well.
_METADATA = (
    "169.254.169.254",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192",
    "fd00:ec2::254",
    "fd20:ce::254",
)
# The registries of special-purpose addresses at iana.org (RFC 6890 and its updates), as of 2026; the
# table in Python's ipaddress is older, and takes some of these for public.
_SPECIAL = (
    ("unspecified", "0.0.0.0/8"),
    ("private", "10.0.0.0/8"),
    ("shared (CGNAT)", "100.64.0.0/10"),
    ("loopback", "127.0.0.0/8"),
    ("link-local", "169.254.0.0/16"),
    ("private", "172.16.0.0/12"),
    ("reserved", "192.0.0.0/24"),
    ("reserved", "192.0.2.0/24"),
    ("reserved", "192.31.196.0/24"),
    ("reserved", "192.52.193.0/24"),
    ("reserved", "192.88.99.0/24"),
    ("private", "192.168.0.0/16"),
    ("reserved", "192.175.48.0/24"),
    ("private", "198.18.0.0/15"),
    ("reserved", "198.51.100.0/24"),
    ("reserved", "203.0.113.0/24"),
    ("multicast", "224.0.0.0/4"),
    ("reserved", "240.0.0.0/4"),
    ("unspecified", "::/128"),
    ("loopback", "::1/128"),
    ("private", "fc00::/7"),
    ("link-local", "fe80::/10"),
    ("private", "fec0::/10"),
    ("multicast", "ff00::/8"),
    ("reserved", "2001::/23"),
    ("reserved", "2001:db8::/32"),
    ("reserved", "2620:4f:8000::/48"),
    ("reserved", "3fff::/20"),
)
_NETWORKS = tuple((kind, ipaddress.ip_network(network)) for kind, network in _SPECIAL)
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # all that IANA has given out for the internet
# IPv6 addresses that are an IPv4 address in disguise, and how far from the right it stands in them, in bits.
_DISGUISES = (
    (ipaddress.ip_network("::ffff:0:0/96"), 0),  # IPv4-mapped, RFC 4291
    (ipaddress.ip_network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (ipaddress.ip_network("::/96"), 0),  # IPv4-compatible, RFC 4291
    (ipaddress.ip_network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (ipaddress.ip_network("2002::/16"), 80),  # 6to4, RFC 3056
)
_NAT64 = _DISGUISES[3][0]
_TEREDO = ipaddress.ip_network("2001::/32")


def literal(host: str) -> Address | None:
    """The address that a host is written as, in any form that a system's resolver would take, or None.

    127.0.0.1 is also 127.1, 2130706433, 0177.0.0.1 and 0x7f.0.0.1.
    """
    host = host.strip("[]").replace("%25", "%").rstrip(".")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def kind(address: Address) -> str | None:
    """What an address is if it is not one of the public internet ("loopback", "private" ...), else None."""
    if str(address) in _METADATA:
        return "cloud metadata"
    inner = _disguised(address)
    if inner is not None:
        inner_kind = kind(inner)
        if inner_kind:
            return inner_kind
        return None if address in _NAT64 else "reserved"
    for name, network in _NETWORKS:
        if address in network:
            return name
    return "reserved" if address.version == 6 and address not in _GLOBAL_IPV6 else None


def _disguised(address: Address) -> ipaddress.IPv4Address | None:
    if address.version == 4 or int(address) < 2:
        return None
    for network, shift in _DISGUISES:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    if address in _TEREDO:
        return ipaddress.IPv4Address(~int(address) & 0xFFFFFFFF)  # the client's, inverted: RFC 4380
    return None


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver, IPv4 and IPv6, each once.

    Raises:
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_rules(allowed: Sequence[str]) -> None:
    """Raise UsageError for an entry of ``allow_hosts`` that is no host, address or network."""
    for rule in allowed:
        if _network(rule) is None and ("/" in rule or not _HOST.fullmatch(rule)):
            raise UsageError(
                f"allow_hosts: {shown(rule)!r} is no host, address or network: write it like "
                "intranet.example, 10.1.2.3 or 10.0.0.0/8"
            )


def is_allowed_by_name(host: str, allowed: Sequence[str]) -> bool:
    """Whether a host may be read by its name, wherever that leads."""
    return host.rstrip(".").lower() in (rule.rstrip(".").lower() for rule in allowed)


def checked(host: str, addresses: Sequence[str], allowed: Sequence[str]) -> list[str]:
    """The addresses of a host, all of which may be connected to.

    Args:
        host: its name, or an address.
        addresses: what it resolved to; a host that is an address is resolved to itself.
        allowed: hosts, addresses and networks that may be read though they are not public. A host
            that is allowed by name is trusted to lead wherever its owner says.

    Raises:
        SourceError: one of them is not public and not allowed, or there is none. One is enough: whoever
            answers with a public and a private address wants the private one to be taken.
    """
    if not addresses:
        raise SourceError(shown(host), "cannot be reached: its name has no address: check the address")
    if is_allowed_by_name(host, allowed):
        return list(addresses)
    networks = [network for network in map(_network, allowed) if network is not None]
    for text in addresses:
        address = literal(text)
        if address is None:
            raise SourceError(
                shown(host), f"refused: {shown(text)!r} is no network address: check the address"
            )
        found = kind(address)
        if found and not _is_within(address, networks):
            raise SourceError(shown(host), _refusal(host, address, found))
    return list(addresses)


def check_literal(host: str, allowed: Sequence[str]) -> None:
    """Raise SourceError for a host that is written as an address that may not be read."""
    address = literal(host)
    if address is not None:
        checked(host, [str(address)], allowed)


def _is_within(address: Address, networks: Sequence[Network]) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any(form in network for form in (address, mapped) if form for network in networks)


def _refusal(host: str, address: Address, found: str) -> str:
    what = "it" if str(address) == host.strip("[]") else f"{shown(host)} leads to {address}, which"
    article = "an" if found[0] in "aeiou" else "a"
    return f"refused: {what} is {article} {found} address, not one of the public internet: {_HOW_TO_ALLOW}"


def _network(rule: str) -> Network | None:
    with suppress(ValueError):
        return ipaddress.ip_network(rule.strip("[]"), strict=False)
    return None
