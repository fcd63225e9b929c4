"""The article as the evidence gate sees it, and for how long it is kept."""

import gc
import weakref

from summarizer.claims import Claim, source_of
from summarizer.discourse import discourse
from summarizer.parties import Parties
from summarizer.schema import Article
from summarizer.sentences import split

TEXT = "Kestrel said that it wants a truce. It will not pay. The file was closed on day {}."


def _article(n: int) -> Article:
    text = TEXT.format(n)
    return Article(id=str(n), title="", source="s", text=text, sentences=split(text))


def test_a_reading_is_let_go() -> None:
    """Checking a thousand articles needs no more room than checking the last few of them."""
    parties = Parties()
    first = weakref.ref(source_of(_article(0), parties).read)
    for n in range(1, 40):
        source_of(_article(n), parties)
    gc.collect()
    assert first() is None


def test_an_article_is_read_once() -> None:
    """The engine's reading is the gate's."""
    article, parties = _article(100), Parties()
    assert source_of(article, parties) is source_of(article, parties)
    assert source_of(article, parties).read is discourse(article, parties)


def test_squeezed_sentences_are_one_text() -> None:
    """Sentences are joined with one space, in lower case."""
    source = source_of(_article(200), Parties())
    views = source.cited(Claim("summary", "", (1, 2)))
    assert source.squeezed(views) == "kestrel said that it wants a truce. it will not pay."
