"""One task of reading: the pages of one host, one after the other, each to an article or a feed.

What goes in and what comes out is picklable and nothing is shared, so the task runs wherever the
executor wants it to.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer import feeds, sources
from summarizer.decoding import shown
from summarizer.errors import SourceError
from summarizer.feeds import Entry, Feed
from summarizer.pages import KnownPage
from summarizer.reach import Reach
from summarizer.schema import Article, Failure

if TYPE_CHECKING:
    from summarizer.web import Browser

MIN_WORDS = 40
"""Words from which a feed's own text of an article is worth being read in place of the page. A
teaser, as most feeds carry it, is shorter, and says too little to rest a claim on."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Errand:
    """One address to be read.

    Args:
        url: the address; "" for an entry of a feed that has none.
        known: the page as it was read before.
        entry: what a feed says about the article that should be there; None if the user named it.
        outlet: the title of that feed.
    """

    url: str
    known: KnownPage | None = None
    entry: Entry | None = None
    outlet: str = ""


@dataclass(frozen=True)
class Found:
    """What an errand brought back.

    Args:
        outcome: what there is to read, or why there is nothing.
        page: to be kept, so that it need not be sent again until it changes.
        fallback: why the feed's own text stands in for the page; "" if it does not.
    """

    outcome: Article | Feed | Failure
    page: KnownPage | None = None
    fallback: str = ""


def load(source: str) -> list[Found]:
    """Read one file. Like :func:`visit` it never raises."""
    try:
        return [Found(sources.load(source))]
    except Exception as error:
        return [Found(_failure(source, error))]


def visit(errands: Sequence[Errand], reach: Reach) -> list[Found]:
    """Do errands that lead to one host, with pauses between them. It never raises.

    Returns:
        What was found, in the order of the errands.
    """
    from summarizer.web import Browser

    end = time.monotonic() + reach.host_timeout
    with Browser(reach) as browser:
        return [_done(errand, browser, reach, end) for errand in errands]


def _done(errand: Errand, browser: Browser, reach: Reach, end: float) -> Found:
    page = None
    try:
        if not errand.url:
            raise SourceError(
                shown(errand.outlet), "an entry without a link and with too little text: tell its publisher"
            )
        if time.monotonic() > end:
            problem = f"not read: the pages of this site took more than {reach.host_timeout:g} seconds"
            raise SourceError(shown(errand.url), f"{problem}: try again later")
        page = browser.get(errand.url, errand.known)
        new = page if page is not errand.known and page.can_be_asked_for_again else None
        return Found(_read(errand, page), new)
    except Exception as error:
        failure = _failure(errand.url, error)
        return _own_text(errand, failure) or Found(failure)


def _read(errand: Errand, page: KnownPage) -> Article | Feed:
    if feeds.is_feed(page):
        if errand.entry is None:
            return feeds.parse(page)
        raise SourceError(shown(errand.url), "a feed instead of an article: name it as a source of its own")
    article = sources.from_page(page)
    if errand.entry is None:
        return article
    # The headline and the time are what the feed is made for; a page's are guessed from its markup.
    given = {"title": errand.entry.title, "published": _iso(errand.entry)}
    return article.model_copy(update={name: value for name, value in given.items() if value})


def _own_text(errand: Errand, failure: Failure) -> Found | None:
    """The feed's own text in place of a page that could not be read, if there is enough of it."""
    entry = errand.entry
    if entry is None:
        return None
    try:
        text = entry.text
        if len(text.split()) < MIN_WORDS:
            return None
        article = sources.article(
            failure.source,
            text,
            name=errand.outlet,
            url=entry.url or None,
            title=entry.title or None,
            published=_iso(entry),
        )
    except Exception:
        log.debug("%s: no text of the feed's own", shown(failure.source), exc_info=True)
        return None
    return Found(article, fallback=failure.error)


def _iso(entry: Entry) -> str | None:
    return entry.published.isoformat() if entry.published else None


def _failure(source: str, error: Exception) -> Failure:
    if isinstance(error, SourceError):
        return Failure(source=error.source, error=error.problem)
    # A fault of this program in one source must not cost the others; --debug shows where it is.
    log.debug("%s: failed", shown(source), exc_info=error)
    return Failure(
        source=shown(source), error=f"internal error ({type(error).__name__}: {shown(str(error))})"
    )
