"""Tells an article from what the page printed around it: buttons, labels, captions, credits, biographies.

General rules decide (short lines without a sentence, repeated lines, the place in the text, kinds of
wording), and the wording is data: ``data/furniture.toml``. A full sentence with its stop is article
text unless its wording says otherwise: losing a statement is worse than keeping a caption.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from summarizer.paragraphs import ENDS_WITH_STOP, Paragraph

Role = Literal["sentence", "heading", "furniture"]

LABEL_WORDS = 3  # a line of so few words, without a stop, is a label where labels stand
HEADING_WORDS, HEADING_LENGTH = 14, 100  # what is longer is a sentence that lost its full stop
BODY_WORDS = 8  # a paragraph of so many words, with a stop, is running text
SHORT_PARAGRAPH = 60  # words; no wording makes a longer paragraph furniture
LAST_PARAGRAPHS = 6  # so many at the end are looked at for biographies, contacts and prompts
NOTE_WORDS = 25  # an author's note or a contact is not longer
PART_WORDS = 4  # words at most on each side of a single bar between links
ADDRESS_LENGTH = 300  # a longer one is not looked at: matching addresses takes quadratic time
REPEATED_SENTENCE = 8  # words; a shorter sentence may well be said twice

_WORDS = re.compile(r"[^\W\d_]+")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{4}[.!?…][\"”’»)]*\s+[\"“„«‘(]?[^\W\d_]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[@#]\w+\s*)+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*"
)
_BRACKETED_CREDIT = re.compile(
    r"[(\[](?:[^()\[\]]{0,60}\b(?:photo|photograph|image|file|foto|via)\b[^()\[\]]{0,60}|\w+/\w[^()\[\]]{0,40})[)\]]\.?\Z",
    re.IGNORECASE,
)
_FILE_MARK = re.compile(r"[(\[]?FILES?(?: PHOTO| PICTURE)?(?:[)\]]|\s*[-–—:])|\(?FILE PHOTO\b")
_AGENCY_CREDIT = re.compile(r"\b[A-Z][A-Za-z]{1,12}(?: [A-Z][a-z]+)?/[A-Z][\w.’' -]{2,40}\Z")
_SEPARATOR = re.compile(r" [>»›|/·•] ")
_EMAIL = re.compile(r"([\w.+-]{1,64})@[\w-]{1,64}\.\w")
_LEAD_IN = re.compile(r"(?:\S+ ){0,5}\S+[?!] ")  # "Want more? Sign up", "Enjoying this? Subscribe"
_HANDLE = re.compile(r"(?<!\w)@\w")
_ZONE = re.compile(r"\b[A-Z]{2,4}\b")
_QUOTES = re.compile('["“”„«»]')
_SUBJECT = re.compile(r"[^\W\d_][\w.’'-]+(?: [^\W\d_][\w.’'-]*)?(?: (?!I\b)[A-ZÀ-ÞΑ-ΩА-ЯЄІЇҐ][\w’'-]+)+")
_FIRST_PERSON = re.compile(r"\b(?:I|my|ich|je|yo|io|eu|ik|я|ja|ben)\b")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph with what the rules ask about it."""

    paragraph: Paragraph
    words: int
    key: str  # letters and digits only, case and accents folded: the same line has the same key
    letters: str  # the key without digits
    stop: bool  # ends as a sentence does

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def is_body(self) -> bool:
        """Running text: a sentence with its stop, or too long for anything else."""
        return (self.stop and self.words >= BODY_WORDS) or self.is_long

    @property
    def is_long(self) -> bool:
        return self.words > HEADING_WORDS or len(self.text) > HEADING_LENGTH

    @property
    def is_line(self) -> bool:
        """A line without a sentence: a heading, a label, or a fragment."""
        if self.paragraph.mark == "heading":
            return True
        if self.paragraph.mark == "bullet" or self.stop or self.is_long or self.text.endswith((",", ";")):
            return False
        return not self.text.endswith(":") and _SENTENCE_INSIDE.search(self.text) is None

    @property
    def is_speech(self) -> bool:
        """Starts with a quotation mark: somebody said it, whatever it says."""
        return self.text[0] in "\"'“”‘„«»"


def headline(paragraphs: Sequence[Paragraph], roles: Sequence[Role]) -> str | None:
    """The headline among the paragraphs of a text, or None if running text starts without one."""
    for block, role in zip(paragraphs, roles, strict=True):
        if role == "heading":
            return " ".join(block.text.split())
        if role == "sentence":
            break
    return None


def roles(paragraphs: list[Paragraph]) -> list[Role]:
    """What each paragraph of a text is: running text, a heading, or page furniture.

    Furniture is known by its wording, by repeating, or by standing at the head or the tail of the
    text without being a sentence. If a text has no sentence at all, its lines are its sentences.
    """
    blocks = [_block(paragraph) for paragraph in paragraphs]
    found = [_by_itself(block) for block in blocks]
    _drop_link_lists(blocks, found)
    _drop_repeats(blocks, found)
    _drop_end(blocks, found)
    _read_head(blocks, found)
    _read_lists(blocks, found)
    _read_tail(blocks, found)
    _drop_end(blocks, found)
    if "sentence" not in found:
        return ["sentence" if role == "heading" else role for role in found]
    return found


def _block(paragraph: Paragraph) -> _Block:
    text = paragraph.text
    key = fold(text)
    return _Block(
        paragraph=paragraph,
        words=len(text.split()),
        key=key,
        letters=" ".join(_WORDS.findall(key)) if _DIGIT.search(key) else key,
        stop=ENDS_WITH_STOP.search(text, max(0, len(text) - 16)) is not None,
    )


def fold(text: str) -> str:
    """Words of a text without case, accents and punctuation, for comparing wording."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_LETTERS_AND_DIGITS.findall(text.casefold().replace("ı", "i")))


def _by_itself(block: _Block) -> Role:
    """The role that a paragraph's own wording and form give it."""
    if not block.is_speech and (_is_wording(block) or _is_caption(block) or _is_small_print(block)):
        return "furniture"
    return "heading" if block.is_line else "sentence"


def _is_wording(block: _Block) -> bool:
    if block.words > SHORT_PARAGRAPH:
        return False
    if any(block.letters in _phrases(group) for group in ("line", "links", "captioned")):
        return True
    padded = f" {block.letters} "
    if padded.startswith(_padded("start")) or _count("within", padded) or _is_appeal(block):
        return True
    if not block.stop and padded.startswith(_padded("credit")):
        return True
    label, colon, rest = block.text.partition(":")
    name = fold(label) if colon and len(label) < 40 else ""
    undated = " ".join(word for word in _WORDS.findall(name) if word not in _phrases("date"))
    known = name in _phrases("label") or name in _phrases("links")
    return undated in _phrases("notice") or (known and len(rest.split()) <= 20)


def _is_appeal(block: _Block, *, last: bool = False) -> bool:
    """Asks the reader something for the site, or is about the page; the last paragraphs need fewer signs."""
    if block.words > SHORT_PARAGRAPH or _QUOTES.search(block.text):
        return False
    padded = f" {block.letters} "
    if padded.startswith(_padded("page")) and _count("made", padded):
        return True
    lead_in = _LEAD_IN.match(block.text)
    behind = f" {fold(block.text[lead_in.end() :])} " if lead_in else padded
    asks = padded.startswith(_padded("ask")) or behind.startswith(_padded("ask"))
    if not asks and not padded.startswith(_padded("lead")):
        return False
    ours, press = _count("ours", padded) > 0, _count("press", padded) > 0
    site = _count("site", padded) > 0 or _HANDLE.search(block.text) is not None
    return (ours and (site or press)) or (asks and (site or (last and (ours or press))))


def _is_caption(block: _Block) -> bool:
    """Caption or credit of a picture; with a stop at its end, two signs are asked for, not one."""
    if _FILE_MARK.match(block.text):
        return True
    if block.words > SHORT_PARAGRAPH or block.paragraph.mark == "heading":
        return False
    signs = _count("caption", f" {block.letters} ")
    signs += bool(_BRACKETED_CREDIT.search(block.text))
    if not block.stop:
        label, colon, name = block.text.rpartition(":")
        credited = colon and len(name.split()) <= 6 and fold(label).rpartition(" ")[2] in _phrases("label")
        signs += bool(credited) + bool(_AGENCY_CREDIT.search(block.text))
    return signs >= 1 + block.stop


def _is_small_print(block: _Block) -> bool:
    """Lines known by their form: labels in capitals, dates, bylines, addresses, breadcrumbs, credits."""
    text, words = block.text, block.letters.split()
    if text.startswith("©") or (len(text) < ADDRESS_LENGTH and _ADDRESS.fullmatch(text)):
        return True
    if len(words) > 20 or block.paragraph.mark == "heading":
        return False
    timed = words if block.stop else _WORDS.findall(fold(_ZONE.sub("", text)))
    if len(words) < block.words <= 10 and _phrases("date").issuperset(timed):
        return True  # a date or only numbers
    if block.stop:
        return False
    jobs = fold(text.partition(",")[0]).split() if block.words <= PART_WORDS else words
    if (words and _phrases("agency").issuperset(words)) or (jobs and _phrases("job").issuperset(jobs)):
        return True
    capitals = text.isupper() and len(words) <= LABEL_WORDS and not text.endswith(":")
    return capitals or _is_bar(text) or _is_byline(block)


def _is_bar(text: str) -> bool:
    """Links, topics or a path side by side; with a single bar all are short, and it is no row of a table."""
    parts = _SEPARATOR.split(text)
    links = len(parts) == 2 and all(len(part.split()) <= PART_WORDS for part in parts)
    return len(parts) > 2 or (links and not any(letter.isdigit() for letter in text))


def _is_byline(block: _Block) -> bool:
    padded = f" {block.letters} "
    phrase = next((phrase for phrase in _padded("byline") if padded.startswith(phrase)), "")
    names = block.text.split()[len(phrase.split()) :] if phrase else []
    return 0 < len(names) <= 8 and sum(name[0].isupper() for name in names) * 3 >= len(names) * 2


def _drop_link_lists(blocks: list[_Block], found: list[Role]) -> None:
    """Drop the lines under "Related articles" (headlines of others), and one under "Image caption"."""
    under = False
    for at, block in enumerate(blocks):
        if found[at] == "furniture":
            under = under or block.letters in _phrases("links")
        elif (found[at] == "heading" and at and blocks[at - 1].letters in _phrases("captioned")) or (
            under and (found[at] == "heading" or (block.paragraph.mark == "bullet" and not block.stop))
        ):
            found[at] = "furniture"
        else:
            under = False


def _drop_repeats(blocks: list[_Block], found: list[Role]) -> None:
    """Keep a repeated line once, and a repeated label not at all.

    A line that the running text says again with its stop is a teaser: a heading, however long.
    """
    body = _first_body(blocks, found)
    counts = Counter(block.key for block, role in zip(blocks, found, strict=True) if role != "furniture")
    keys = sorted(counts)
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        if found[at] == "furniture":
            continue
        if counts[block.key] > 1 and (found[at] == "heading" or block.words >= REPEATED_SENTENCE):
            label = found[at] == "heading" and block.words <= LABEL_WORDS and at > body
            if label or block.key in seen:
                found[at] = "furniture"
        elif found[at] == "sentence" and not block.stop and not block.paragraph.mark:
            following = bisect_left(keys, block.key) + 1
            if following < len(keys) and keys[following].startswith(block.key + " "):
                found[at] = "heading"
        seen.add(block.key)


def _first_body(blocks: list[_Block], found: list[Role]) -> int:
    """Index of the first paragraph of running text, or of the first sentence if there is none."""
    sentences = [at for at, role in enumerate(found) if role == "sentence"]
    return next((at for at in sentences if blocks[at].is_body), sentences[0] if sentences else len(blocks))


def _read_head(blocks: list[_Block], found: list[Role]) -> None:
    """Keep the headline and other long lines above the running text, and drop the labels there."""
    body = _first_body(blocks, found)
    first = next((at for at, role in enumerate(found) if role != "furniture"), body)
    if first < body and blocks[first].text.endswith("?") and not blocks[first].is_long:
        found[first] = "heading"  # a headline may be a question
    lines = [at for at in range(body) if found[at] == "heading"]
    if not lines or body == len(blocks):
        return
    texts = [at for at in lines if not _is_credit(blocks[at])]
    longer = [at for at in texts if blocks[at].words > LABEL_WORDS or blocks[at].paragraph.mark]
    headline = longer[0] if longer else max(lines, key=lambda at: blocks[at].words)
    for at in lines:
        if at != headline and (at not in longer or blocks[at].text.isupper()):
            found[at] = "furniture"


def _is_credit(block: _Block) -> bool:
    """Names with a job, mostly in capitals: "Anna Smith, Health correspondent"."""
    words = [(word, fold(word)) for word in block.text.split()]
    jobs = sum(folded in _phrases("job") for _, folded in words)
    names = sum(word[0].isupper() or folded in _phrases("job") for word, folded in words)
    return jobs > 0 and not block.paragraph.mark and len(words) <= 10 and names * 3 >= len(words) * 2


def _read_lists(blocks: list[_Block], found: list[Role]) -> None:
    """Lines under an introduction that ends in a colon are what it announces, not headings."""
    announced = False
    for at, block in enumerate(blocks):
        if found[at] == "sentence":
            announced = (block.text.endswith(":") and block.words > LABEL_WORDS) or (
                announced and not block.stop and not block.is_long
            )
        elif found[at] == "heading" and announced and not block.paragraph.mark:
            found[at] = "sentence"


def _read_tail(blocks: list[_Block], found: list[Role]) -> None:
    """Drop the lines below the running text; one longer line alone may be its last sentence."""
    body = max(
        (at for at, role in enumerate(found) if role == "sentence" and not _is_fragment(blocks[at])),
        default=-1,
    )
    if body < 0:
        return
    tail = [at for at in range(body + 1, len(blocks)) if found[at] != "furniture"]
    longer = [at for at in tail if blocks[at].words > LABEL_WORDS + 1 and not blocks[at].paragraph.mark]
    for at in tail:
        found[at] = "sentence" if longer == [at] else "furniture"


def _is_fragment(block: _Block) -> bool:
    """No sentence and no item of a list: what a page prints below its article."""
    short = not block.stop and block.words <= LABEL_WORDS + 1
    return short and ((block.paragraph.mark == "bullet" and block.words <= 2) or block.text.endswith(":"))


def _drop_end(blocks: list[_Block], found: list[Role]) -> None:
    """Drop from the end of the text what only its place tells from a sentence of the article."""
    kept = [at for at, role in enumerate(found) if role != "furniture"]
    for at in reversed(kept[1:][-LAST_PARAGRAPHS:]):
        block, others = blocks[at], blocks[:at]
        if _is_appeal(block, last=True) or _is_contact(block, others) or _is_biography(block, others):
            found[at] = "furniture"
        elif found[at] == "sentence":
            break


def _is_biography(block: _Block, others: list[_Block]) -> bool:
    """About somebody whom the article does not mention; one sign is enough for a note or a known author."""
    if block.words > 2 * SHORT_PARAGRAPH or _QUOTES.search(block.text):
        return False
    signs = len(_phrases("biography").intersection(block.letters.split()))
    subject = _SUBJECT.match(block.text)
    if subject is None:
        return signs >= 3 and _FIRST_PERSON.search(block.text) is not None
    surname = fold(subject[0]).rpartition(" ")[2]
    if _is_mentioned(surname, others):
        return False
    behind = f" {fold(block.text[subject.end() :])} "
    author = any(surname in other.key.split() for other in others)
    note = block.words <= NOTE_WORDS and (author or behind.startswith(_padded("note")))
    return signs + ("@" in block.text) >= (1 if note else 2)


def _is_contact(block: _Block, others: list[_Block]) -> bool:
    """How to reach the site, or somebody who is named in the address and not in the article."""
    email, padded = _EMAIL.search(block.text, 0, ADDRESS_LENGTH), f" {block.letters} "
    if not email or block.words > NOTE_WORDS or not padded.startswith(_padded("contact")):
        return False
    names = [fold(word) for word in block.text.split() if word[0].isupper() and len(word) > LABEL_WORDS]
    named = [name for name in names if name and name in fold(email[1])]
    return _count("ours", padded) > 0 or any(not _is_mentioned(name, others) for name in named)


def _is_mentioned(name: str, others: list[_Block]) -> bool:
    return any(name in other.key and other.is_body for other in others)


def _count(group: str, padded: str) -> int:
    """How many phrases of a group are in a text; only those are tried whose longest word is in it."""
    phrases = _by_longest_word(group)
    words = phrases.keys() & set(padded.split())
    return sum(phrase in padded for word in words for phrase in phrases[word])


@cache
def _by_longest_word(group: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for phrase in _padded(group):
        found.setdefault(max(phrase.split(), key=len), []).append(phrase)
    return found


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("summarizer").joinpath("data/furniture.toml").read_text(encoding="utf-8"))


@cache
def _phrases(group: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrases in _lists()[group].values() for phrase in phrases.split(","))


@cache
def _padded(group: str) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in sorted(_phrases(group)))
