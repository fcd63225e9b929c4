"""Who is speaking and who is meant, sentence by sentence.

One pass over an article resolves its mentions to parties (names through the alias table and through the
roles in which the article introduces people, "the union" through the union named before, pronouns through
who spoke last) and finds, for every token, who speaks it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from threading import Lock

from summarizer.cast import Cast
from summarizer.lexicon import lexicon
from summarizer.mentions import Mention, MentionFinder
from summarizer.parties import Parties
from summarizer.schema import Article
from summarizer.speech import clause_end, speeches
from summarizer.subjects import subject_before
from summarizer.views import OPEN, Speech, View, quote_mask
from summarizer.words import Token, tidy, tokenize

__all__ = ["Discourse", "Speech", "View", "clause_end", "discourse", "quote_mask", "subject_before"]

_OWNERS = frozenset(["his", "her", "its", "their"])
_INTENDING = frozenset(["will", "wants", "would", "ready", "willing", "prepared", "been", "remains"])
_READY = frozenset(["ready", "willing", "prepared"])


class Discourse:
    """An article's sentences with mentions resolved and speech attributed.

    Args:
        article: the article, split into sentences.
        parties: the alias table.
    """

    def __init__(self, article: Article, parties: Parties) -> None:
        self.article = article
        self.parties = parties
        self.views = _views(article, parties)
        self.cast = Cast(self.views, parties)
        affiliations = self.cast.known_affiliations
        self._resolve()
        if self.cast.known_affiliations != affiliations:
            # Whom somebody speaks for may be said late in an article; it holds for its beginning as well.
            self.cast.forget()
            self._resolve()
        self._spread_quotes()

    @cached_property
    def words(self) -> frozenset[str]:
        """The article's different words, in lower case."""
        return frozenset(token.low for view in self.views for token in view.tokens if token.is_word)

    def view(self, n: int) -> View | None:
        """The view of sentence ``n``."""
        return self.views[n - 1] if 1 <= n <= len(self.views) else None

    # -- speech and reference --------------------------------------------------------------------

    def _resolve(self) -> None:
        """Resolve mentions in reading order, then find the sentence's own attributions."""
        for view in self.views:
            if view.sentence.kind == "heading":
                continue
            self._resolve_mentions(view)
            view.speeches = speeches(view)
            self._name_spokespeople(view)
            self.cast.finish(view)

    def _resolve_mentions(self, view: View) -> None:
        """Resolve names, groups, pronouns and possessives of one sentence, left to right."""
        view.parties, view.owners = {}, {}
        owners = [Mention(i, i + 1, "pronoun", head=low) for i, low in enumerate(view.lows) if low in _OWNERS]
        for mention in sorted([*view.mentions, *owners], key=lambda m: m.start):
            party = self.cast.resolve(view, mention)
            if party:
                is_owner = mention.kind == "pronoun" and mention.head in _OWNERS
                (view.owners if is_owner else view.parties)[mention.start] = party

    def _name_spokespeople(self, view: View) -> None:
        """An official whose principal is not named speaks for the party whose will is announced.

        "Russia will not accept a truce, Foreign Ministry spokeswoman Maria Zakharova said", "President
        Musharraf says Pakistan wants to": whoever announces what Russia will do speaks for Russia.
        """
        for speech in view.speeches:
            mention = speech.speaker
            if mention.party or not mention.name or not self.cast.is_unaffiliated(mention.name):
                continue
            named = (m for m in view.mentions if m.kind == "party" and speech.start <= m.start < speech.end)
            subject = next(named, None)
            if subject and not subject.possessor and self._announces(view, subject, speech):
                self.cast.affiliate(mention.name, view.parties[subject.start])
                view.parties[mention.start] = view.parties[subject.start]
                view.speeches = speeches(view)

    def _announces(self, view: View, subject: Mention, speech: Speech) -> bool:
        """Whether a speech begins with this subject and says what it will do or is ready for."""
        lead = range(speech.start, subject.start)
        if any(view.tokens[k].is_word and view.lows[k] not in ("that", "the") for k in lead):
            return False
        after = view.lows[subject.end : subject.end + 4]
        if speech.speaker.head in lexicon().offices or self.cast.is_official(speech.speaker.name or ""):
            return not _INTENDING.isdisjoint(after[:2]) or after[:1] == ["is"]
        return not _READY.isdisjoint(after)

    # -- quotations that go on -------------------------------------------------------------------

    def _spread_quotes(self) -> None:
        """Give quoted sentences without an attribution of their own the speaker of their neighbours."""
        for i, view in enumerate(self.views):
            attributed = any(
                speech.party and any(view.quoted[speech.start : speech.end]) for speech in view.speeches
            )
            if any(view.quoted) and not attributed:
                view.quote_speaker, view.quote_bystander = self._neighbour_speaker(i)

    def _neighbour_speaker(self, i: int) -> tuple[str | None, bool]:
        """Where the quotation is closed, its attribution; else the attribution just before it."""
        closing = i
        while closing < len(self.views) - 1 and self.views[closing].quoted[-1]:
            closing += 1
        order = [i - 1] if self._starts_inside(i) else []
        order += [*range(i + 1, closing + 1), i - 1]
        for k in order:
            if k < 0:
                continue
            other = self.views[k]
            speech = next((s for s in reversed(other.speeches) if s.party), None)
            if speech:
                return speech.party, self._is_bystander(speech)
            if other.quote_speaker:
                return other.quote_speaker, other.quote_bystander
        return self._speaker_after(i)

    def _is_bystander(self, speech: Speech) -> bool:
        """Whether the speaker only comments, by the role here or where the person was introduced."""
        return self.cast.is_bystander(speech.speaker) or self.cast.is_bystander_party(speech.party or "")

    def _starts_inside(self, i: int) -> bool:
        """Whether a sentence goes on with a quotation that an earlier one opened."""
        view = self.views[i]
        return view.quoted[0] and view.tokens[0].text not in (OPEN, '"')

    def _speaker_after(self, i: int) -> tuple[str | None, bool]:
        """A quotation that opens a paragraph may be attributed in the sentence after it."""
        after = self.view(i + 2)
        if after and after.speeches and after.sentence.paragraph == self.views[i].sentence.paragraph:
            return after.speeches[0].party, self._is_bystander(after.speeches[0])
        return None, False


def _views(article: Article, parties: Parties) -> list[View]:
    """The sentences with their mentions and quotations; a quotation stays open within its paragraph."""
    tokens = [tokenize(tidy(sentence.text)) for sentence in article.sentences]
    known = _known_names(tokens)
    views: list[View] = []
    paragraph, is_open = -1, False
    for sentence, words in zip(article.sentences, tokens, strict=True):
        if sentence.paragraph != paragraph:
            is_open, paragraph = False, sentence.paragraph
        mask, is_open = quote_mask(words, is_open)
        views.append(View(sentence, words, MentionFinder(words, parties, known).find(), mask))
    return views


def _known_names(sentences: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Words that are capitalised inside a sentence somewhere, and never in lower case."""
    inside: set[str] = set()
    lower: set[str] = set()
    for tokens in sentences:
        for before, token in pairwise(tokens):
            if token.is_capitalised and before.is_word:
                inside.add(token.low)
            elif token.is_word and not token.is_capitalised:
                lower.add(token.low)
    return frozenset(inside - lower)


class _Recent:
    """The last articles read, so that the engine and the gate read an article once between them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = Lock()
        self._read: OrderedDict[tuple[str, str, Parties], Discourse] = OrderedDict()

    def get(self, article: Article, parties: Parties) -> Discourse:
        key = (article.id, article.text, parties)
        with self._lock:
            found = self._read.get(key)
        # One text may come under two headlines, or cut into sentences in two ways.
        if found is None or not (found.article is article or found.article == article):
            found = Discourse(article, parties)
            with self._lock:
                self._read[key] = found
                while len(self._read) > self._size:
                    self._read.popitem(last=False)
        return found


_recent = _Recent(size=16)


def discourse(article: Article, parties: Parties) -> Discourse:
    """The article read: mentions resolved and speech attributed (kept for the next caller)."""
    return _recent.get(article, parties)
