"""How far reading may go: which hosts, how long, how much, how fast."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer import addresses
from summarizer.decoding import MAX_BYTES


@dataclass(frozen=True)
class Reach:
    """The limits of reading from the web. Picklable, if the resolver is.

    Args:
        allow_hosts: hosts, addresses and networks (10.0.0.0/8) of one's own that may be read though
            they are not public. They may be linked to from anywhere, so name as little as is needed.
        respect_robots: whether a page that its site's robots.txt refuses is left alone.
        resolver: gives the addresses of a host.
        timeout: seconds for one page, with its robots.txt, its redirects and its name's look-up.
        host_timeout: seconds for all pages of one host, after which the rest are given up.
        pause: seconds between two pages of one host.
        max_pause: seconds that a site may ask for in its place (Crawl-delay, Retry-After).
        max_redirects: how often a page may send the reader on.
        max_bytes: size of a page, unpacked.
        max_entries: entries of one feed that are read at most, the newest.
    """

    allow_hosts: tuple[str, ...] = ()
    respect_robots: bool = True
    resolver: addresses.Resolver = addresses.resolve
    timeout: float = 20.0
    host_timeout: float = 300.0
    pause: float = 1.0
    max_pause: float = 10.0
    max_redirects: int = 5
    max_bytes: int = MAX_BYTES
    max_entries: int = 50

    def __post_init__(self) -> None:
        addresses.check_rules(self.allow_hosts)
