"""The same story in several places becomes one article that lists its other outlets.

"Four sources" must mean four, but losing a demand is worse than showing a story twice. So likeness decides
nothing: reports from one template, or two updates of one story, differ in a figure or a "not" and are as
alike as a copy and its original. What decides is that nothing is lost: a shorter version is the same story
only if each of its sentences stands in the longer one, word by word and in the same order, with the same
lead. What an editor changes without changing what is said does not count: headline, byline, dateline,
credits, quotation marks, spelling, "per cent" or "%", and words of no weight; nor does a cut, wherever it is.

The lead matters since a follow-up repeats the earlier story below a new one. An inverted index of sentences
finds the longer versions, so the time grows with the number of articles, not of pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from summarizer.schema import Article, Outlet, Sentence
from summarizer.spelling import spelled
from summarizer.words import fold, tokenize

MIN_WORDS = 20
"""Words of weight that a shorter version needs. The first two sentences of 46 of 47 news articles have as
many; one sentence alone ("Shares closed higher, led by banks") may open the reports of many days."""

# Editors add and drop these, and who demands what of whom does not depend on them.
_LIGHT = frozenset("a an the that on of in at also is are was were be been has have had s".split())
_SAYING = frozenset(["says", "said", "saying"])
# Who or what is meant stands in the sentence before: wherever these are, and where those open a sentence.
_PRONOUNS = frozenset("he she it they him them i we us me you".split())
_OPENERS = frozenset("his her hers its their theirs our ours my this these those such".split())
_ENDS = frozenset(".!?。！？؟")
_PUNCTUATION = frozenset("""'",;:–-/()[]{}*_|•«»“”‘’，、؛¿¡""") | {"..."}
_QUESTIONS = frozenset("?？؟")
_TITLES = frozenset("mr mrs ms dr prof gen col lt capt sgt maj sen rep gov st vs".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_MINUS = frozenset("-–")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_DAY = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)?")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_SHORT = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "%": ("percent",),
    "&": ("and",),
}
# "GENEVA, March 3 (Reuters) -", "(AFP) -", "San Jose, Calif. —", "LONDON:"
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()–:\"]{0,60}?)?\s{0,3}(?P<agency>\([^()]{2,40}\))?\s{0,3}"
    r"(?P<mark>–|--?(?=\s)|:)\s+(?=\W?[A-Z\d])"
)
_PLACE_WORDS = frozenset(["and", "de", "del", "la", "of", "near", "in", "on", "al"])
# "Additional reporting by Jane Doe and John Roe in Kyiv", and no sentence that goes on from there
_CREDIT = re.compile(
    r"\W*(?:(?:additional|further|with)\s+)?(?:reporting|writing|editing|contributions?|files|material)\s+(?:by|from)\b",
    re.IGNORECASE,
)
_CREDIT_WORDS = frozenset("and the in at by from of reporting writing editing additional".split())
_WHOLE = re.compile(r"(?<!\.\.)[.!?。！？؟][^\w.]*\Z")


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article as it is compared.

    ``said`` are its sentences in plain words; ``rest`` is a last one without its stop, as a feed cuts it off;
    ``place`` is the article's place among all.
    """

    place: int
    article: Article
    said: tuple[str, ...]
    rest: str
    words: int


@dataclass(slots=True)
class _Story:
    """The most complete version, and all articles that it stands for."""

    main: _Reading
    members: list[_Reading] = field(default_factory=list)


def stories(articles: Sequence[Article]) -> list[Article]:
    """The articles with each story once; its other places are in ``outlets``.

    Args:
        articles: in the order of their sources.

    Returns:
        For each story its most complete article; of equally complete ones the first, or, if that one's
        outlet has it several times, what it published last. Stories stand where they occur first, their
        outlets are in the order of the sources. Sentence numbers are those of the article that stands for
        the story.
    """
    readings = [_reading(place, article) for place, article in enumerate(articles)]
    found: list[_Story] = []
    longer = _Longer()
    # Longest first: a version can only be carried by one that is there already.
    for group in sorted(_equal(readings), key=lambda group: (-group[0].words, group[0].place)):
        story = longer.carrying(group[0])
        if story is None:
            story = _Story(_main(group))
            found.append(story)
            longer.add(story)
        story.members += group
    _words.cache_clear()  # the texts need not stay in memory
    found.sort(key=lambda story: min(member.place for member in story.members))
    return [_told(story) for story in found]


def _equal(readings: Iterable[_Reading]) -> list[list[_Reading]]:
    """Readings that say the same to the word, in their order."""
    groups: dict[tuple[str, ...], list[_Reading]] = defaultdict(list)
    for reading in readings:
        # An article without a word is the same only as itself.
        key = (*reading.said, f"{reading.rest} ...") if reading.words else (reading.article.id,)
        groups[key].append(reading)
    return list(groups.values())


def _main(group: Sequence[_Reading]) -> _Reading:
    """The first of equals, or a later publication of it by the same outlet."""
    same = [reading for reading in group if reading.article.source == group[0].article.source]
    return max(same, key=lambda reading: (reading.article.published or "", -reading.place))


def _told(story: _Story) -> Article:
    """The story's article with its other outlets."""
    main = story.main.article
    places: dict[tuple[str, str | None], Outlet] = {}
    for member in sorted(story.members, key=lambda member: member.place):
        other = member.article
        for outlet in (Outlet(source=other.source, url=other.url, title=other.title), *other.outlets):
            places.setdefault((outlet.source, outlet.url), outlet)
    places.pop((main.source, main.url), None)
    outlets = tuple(places.values())
    return main if outlets == main.outlets else main.model_copy(update={"outlets": outlets})


# -- what carries what -----------------------------------------------------------------------------------


class _Longer:
    """Finds the story that carries a shorter version, by the sentence of it that the fewest stories have."""

    def __init__(self) -> None:
        self._with: dict[str, list[_Story]] = defaultdict(list)

    def add(self, story: _Story) -> None:
        """Make a story known."""
        for sentence in {*story.main.said, story.main.rest}:
            self._with[sentence].append(story)

    def carrying(self, short: _Reading) -> _Story | None:
        """The longest story that carries it (the first of equals), or None."""
        if short.words < MIN_WORDS or not short.said:
            return None
        rarest = min((self._with.get(sentence, []) for sentence in short.said), key=len)
        return next((story for story in rarest if _carries(story.main, short)), None)


def _carries(long: _Reading, short: _Reading) -> bool:
    """Whether each sentence of the shorter stands in the longer, in the same order, with the same lead."""
    if not long.said or long.said[0] != short.said[0]:
        return False
    there, at = (*long.said, long.rest, ""), 0
    for sentence in short.said[1:]:
        try:
            place = there.index(sentence, at + 1)
        except ValueError:
            return False
        # Behind a cut "he" would be somebody else.
        if place > at + 1 and _refers_back(sentence.split()):
            return False
        at = place
    # A cut may go through a word, but half a figure is another figure.
    rest = f"{short.rest} " if short.rest[-1:].isdigit() else short.rest
    return f"{there[at + 1]} ".startswith(rest)


def _refers_back(words: Sequence[str]) -> bool:
    return not (_PRONOUNS.isdisjoint(words) and _OPENERS.isdisjoint(words[:2]))


# -- what an article says --------------------------------------------------------------------------------


def _reading(place: int, article: Article) -> _Reading:
    body = [s for s in article.sentences if s.kind == "sentence" and not _is_credit(s.text)]
    said = list(_said(body))
    is_whole = not said or _WHOLE.search(fold(body[-1].text[-20:])) is not None
    rest = "" if is_whole else said.pop()
    words = sum(len(sentence.split()) for sentence in (*said, rest))
    return _Reading(place, article, tuple(said), rest, words)


def _said(body: Sequence[Sentence]) -> Iterator[str]:
    """The sentences in plain words, cut at their stops and at the ends of paragraphs.

    The cut is not that of ``article.sentences``, which depends on the shape of quotation marks.
    """
    words: list[str] = []
    for number, sentence in enumerate(body):
        text = fold(sentence.text)
        if number == 0:
            text = text[_dateline(text) :]
        if number and sentence.paragraph != body[number - 1].paragraph and words:
            yield " ".join(words)
            words = []
        for word in _words(text):
            if word not in _ENDS:
                _add(words, word)
            elif words and words[-1] not in _TITLES:
                # A question says something else than its answer.
                yield " ".join([*words, "?"] if word in _QUESTIONS else words)
                words = []
    if words:
        yield " ".join(words)


@lru_cache(maxsize=20_000)  # copies share their sentences
def _words(text: str) -> tuple[str, ...]:
    """Plain words and stops of a folded text; a minus before a figure is a word."""
    words: list[str] = []
    for token in tokenize(text):
        if token.text in _MINUS and text[token.end : token.end + 1].isdigit():
            words += ["minus"] if text[max(0, token.start - 1) : token.start] in ("", " ", "(") else []
        words += _plain(token.low)
    return tuple(words)


def _add(words: list[str], word: str) -> None:
    """Add a word; "per cent" and "March 3" become what others write for them."""
    last = words[-1] if words else ""
    if word == "cent" and last == "per":
        words[-1] = "percent"
    elif last in _MONTHS and (day := _DAY.fullmatch(word)):
        words[-1:] = [day[1], last]
    elif word in _MONTHS and (day := _DAY.fullmatch(last)):
        words[-1:] = [day[1], word]
    else:
        words.append(word)


@lru_cache(maxsize=100_000)
def _plain(low: str) -> tuple[str, ...]:
    """A token as it is compared: none for a comma or a word of no weight, two for "didn't" and "10%"."""
    if low in _SHORT:
        return _SHORT[low]
    if not any(letter.isalnum() for letter in low):
        # Stops end a sentence; signs that are no punctuation ("€", "+") say something.
        return () if low in _PUNCTUATION else (low,)
    if low.endswith("n't"):
        return (low[:-3], "not")
    if any(letter.isdigit() for letter in low):
        number = _THOUSANDS.sub("", low).replace("-", "")
        return (number[:-1], "percent") if number[-1] == "%" else (number,)
    word = re.sub(r"[.'-]", "", low)
    if word in _LIGHT or not word:
        return ()
    return ("say" if word in _SAYING else _NUMBERS.get(word) or spelled(word),)


def _is_credit(text: str) -> bool:
    found = _CREDIT.match(text)
    names = re.findall(r"[^\W_][\w.'-]*", text[found.end() :]) if found else []
    return bool(names) and all(name[0].isupper() or name.lower() in _CREDIT_WORDS for name in names)


def _dateline(text: str) -> int:
    """Where an article's first sentence begins behind its dateline, such as "GENEVA (Reuters) -"."""
    found = _DATELINE.match(text)
    if not found or not (found["place"] or found["agency"]):
        return 0
    place = (found["place"] or "").replace(",", " ").split()
    is_place = all(word[0].isupper() or word[0].isdigit() or word in _PLACE_WORDS for word in place)
    is_loud = any(word.isupper() and len(word) > 2 for word in place[:1])
    if len(place) > 8 or not is_place or (found["mark"] == ":" and not (is_loud or found["agency"])):
        return 0
    return found.end()
