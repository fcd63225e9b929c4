"""What a site's robots.txt allows, by RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

AGENT = "summarizer"
"""The product token that a robots.txt names this program by."""

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: what must be read of a robots.txt


@dataclass(frozen=True)
class Robots:
    """The rules of one site.

    Args:
        rules: what its robots.txt says; None if it has none.
        unknown: why the rules could not be read, in which case no page of the site is.
    """

    rules: Protego | None = None
    unknown: str = ""

    def refusal(self, url: str) -> str | None:
        """Why a page of the site may not be read, in words for its user; None if it may."""
        if self.unknown:
            return self.unknown
        if self.rules is None or self.rules.can_fetch(url, AGENT):
            return None
        return (
            "the site's robots.txt asks programs not to read this page: save its text and give that file, "
            "or set respect_robots = false if the site permits you"
        )

    @property
    def delay(self) -> float:
        """Seconds that the site wants to pass between two pages; 0 if it does not say."""
        delay = self.rules.crawl_delay(AGENT) if self.rules else None
        return delay if delay is not None and delay > 0 else 0.0


ALLOW_ALL = Robots()


def parse(data: bytes) -> Robots:
    """The rules in a robots.txt, of which what is over MAX_BYTES is left out. Never raises."""
    from protego import Protego

    return Robots(Protego.parse(data[:MAX_BYTES].decode("utf-8-sig", errors="replace")))


def without_file(status: int) -> Robots:
    """The rules of a site that answers with an HTTP error in place of its robots.txt.

    RFC 9309, 2.3.1.3 and 2.3.1.4: where there is none (4xx) all is allowed; while the server has a
    problem (5xx) nothing is.
    """
    return ALLOW_ALL if 400 <= status < 500 else unreadable(f"HTTP {status}")


def unreadable(reason: str) -> Robots:
    """The rules of a site whose robots.txt cannot be had, for a reason in a few words."""
    return Robots(
        unknown=f"the site's robots.txt cannot be read ({reason}), and without it no page may be: "
        "try again later, or set respect_robots = false if the site permits you"
    )
