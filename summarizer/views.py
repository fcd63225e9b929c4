"""One sentence with everything that the rules ask of it: tokens, mentions, quotations, who speaks what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.mentions import Mention
from summarizer.schema import Sentence
from summarizer.words import Token, tidy

OPEN, CLOSE = "“", "”"


@dataclass(frozen=True, slots=True)
class Speech:
    """Tokens ``[start, end)`` that ``speaker`` says; ``verb`` is where the reporting verb stands."""

    speaker: Mention
    party: str | None
    verb: int
    start: int
    end: int


@dataclass(slots=True)
class View:
    """One sentence: its mentions do not overlap and stand in order, ``quoted`` has one entry a token."""

    sentence: Sentence
    tokens: Sequence[Token]
    mentions: list[Mention]
    quoted: list[bool]
    parties: dict[int, str] = field(default_factory=dict)
    """Party of each mention, by the mention's first token."""
    owners: dict[int, str] = field(default_factory=dict)
    """Party that each "his", "her", "its", "their" stands for, by its token."""
    speeches: list[Speech] = field(default_factory=list)
    quote_speaker: str | None = None
    """Who speaks the quoted words of this sentence where the sentence itself does not say."""
    quote_bystander: bool = False
    lows: list[str] = field(init=False)
    """Lower-case words of the sentence."""
    _covering: dict[int, Mention] = field(init=False, repr=False)
    _ending: dict[int, Mention] = field(init=False, repr=False)
    _tidied: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        self.lows = [token.low for token in self.tokens]
        self._covering = {i: mention for mention in self.mentions for i in range(mention.start, mention.end)}
        self._ending = {mention.end: mention for mention in self.mentions}

    def speaker_at(self, i: int) -> str | None:
        """Party that speaks token ``i``, or None where the article itself does."""
        speech = self.speech_at(i)
        if speech:
            return speech.party
        return self.quote_speaker if self.quoted[i] else None

    def speech_at(self, i: int) -> Speech | None:
        """The innermost reported speech that covers token ``i``."""
        covering = [speech for speech in self.speeches if speech.start <= i < speech.end]
        return min(covering, key=lambda speech: speech.end - speech.start) if covering else None

    def mention_ending_at(self, end: int) -> Mention | None:
        """The mention whose last token is just before ``end``."""
        return self._ending.get(end)

    def mention_at(self, i: int) -> Mention | None:
        """The mention that covers token ``i``."""
        return self._covering.get(i)

    def mention_within(self, start: int, end: int) -> Mention | None:
        """The first mention that begins at one of the tokens ``[start, end)``."""
        return next((mention for mention in self.mentions if start <= mention.start < end), None)

    def text(self, start: int, end: int) -> str:
        """The words ``[start, end)`` as they stand in the sentence."""
        if start >= end:
            return ""
        self._tidied = self._tidied or tidy(self.sentence.text)
        return self._tidied[self.tokens[start].start : self.tokens[end - 1].end]


def quote_mask(tokens: Sequence[Token], is_open: bool) -> tuple[list[bool], bool]:
    """For each token whether it is inside quotation marks, and whether a quotation stays open.

    A straight mark at the head of a sentence opens: it repeats the mark of a quotation that goes on.

    Args:
        tokens: a sentence's.
        is_open: whether the sentence before left a quotation open.
    """
    mask = []
    for i, token in enumerate(tokens):
        if token.text == OPEN:
            is_open = True
        elif token.text == CLOSE:
            is_open = False
        elif token.text == '"':
            is_open = not is_open or i == 0
        mask.append(is_open and token.text not in (OPEN, '"'))
    return mask, is_open
