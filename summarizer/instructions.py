"""Sentences that address the software which reads an article, instead of its readers.

Such text ("Ignore all previous instructions and ...") is planted in pages to steer language models. It is
evidence for nothing, whoever drafts: the rule works on the article, not on what a model makes of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from tomllib import loads

from summarizer.schema import Article
from summarizer.words import fold

SHORT_PARAGRAPH = 8
"""Sentences; in a paragraph up to this long one instruction taints all, in a longer one what follows it."""
PLACEHOLDER = "[left out: addresses the software that reads this]"
"""What a model is shown in place of such a sentence."""

# Text in Unicode tag characters is seen by software only; a flag emoji spells its country in them.
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]{3,}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._·*-]){4,}\w(?!\w)")
# Letters of other alphabets that look Latin, for words that mix them with Latin letters.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁԛԝһвкмтнгցոսհքօαβεικνορτυχωӏɡıɑ",
    "aeopcyxijsdqwhbkmthrgnuhpoabeikvoptuxwlgia",
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Patterns:
    orders: re.Pattern[str]
    addresses: tuple[re.Pattern[str], ...]
    label: re.Pattern[str]
    shouted: re.Pattern[str]
    ordered: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = loads(files("summarizer").joinpath("data", "instructions.toml").read_text(encoding="utf-8"))
    roles = "|".join(data["roles"])
    # An order opens a sentence, or follows a stop, a colon, a dash or "and" at its start.
    opening = rf"(?:^|[.;:!?\n\"'(\[>–-]\s*|, (?:and |then |please )?)(?:{data['polite']}[\s,:;!-]+)*"
    clause = r'(?:^|[.:!?"(]\s*|, )'
    return _Patterns(
        orders=re.compile(rf"{opening}(?:{'|'.join(data['orders'])})"),
        addresses=_searched([*data["addresses"], rf"{clause}(?:{'|'.join(data['foreign_orders'])})"]),
        label=re.compile(
            rf"^\W*(?:{roles})(?: (?:prompt|message|note|override|instructions?|role))?\s*[:>\]](.*)"
        ),
        shouted=re.compile(rf"^\W*(?:{roles.upper()})(?: [A-Z]+){{0,2}}\s*[:>\]]"),
        ordered=re.compile(data["ordered"]),
    )


def _searched(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """The patterns as few that are fast to search for.

    Those that begin at a word's edge share the test for it, which most places fail; of the others, each alone
    is found by its first letters.
    """
    edge = r"\b"
    at_edges = [pattern.removeprefix(edge) for pattern in patterns if pattern.startswith(edge)]
    others = [pattern for pattern in patterns if not pattern.startswith(edge)]
    return tuple(map(re.compile, [rf"{edge}(?:{'|'.join(at_edges)})", *others]))


@lru_cache(maxsize=8192)
def addresses_software(text: str) -> bool:
    """Whether a text gives instructions to a program rather than information to a reader."""
    if _TAGS.search(text):
        return True
    plain = " ".join(fold(text).split())
    patterns = _patterns()
    if patterns.shouted.match(plain):
        return True
    return any(_matches(variant, patterns) for variant in {plain.lower(), _unmasked(plain)})


def _matches(low: str, patterns: _Patterns) -> bool:
    if patterns.orders.search(low) or any(pattern.search(low) for pattern in patterns.addresses):
        return True
    label = patterns.label.match(low)
    return bool(label) and (not label[1].strip() or bool(patterns.ordered.search(label[1])))  # type: ignore[index]


def _unmasked(text: str) -> str:
    """Lower case, with look-alike letters made Latin and letters that are spaced apart joined."""
    low = unicodedata.normalize("NFKC", text).lower()
    joined = _SPACED.sub(lambda match: re.sub(r"[ ._·*-]", "", match[0]), low)
    if joined.isascii():
        return joined
    return _WORD.sub(lambda match: _latin(match[0]), joined)


def _latin(word: str) -> str:
    has_latin = any("a" <= char <= "z" for char in word)
    return word.translate(_LOOKALIKES) if has_latin and not word.isascii() else word


def tainted(article: Article) -> frozenset[int]:
    """Numbers of the sentences that are part of an instruction to software.

    The payload often stands beside the order ("SYSTEM: new task. Russia demands ..."), so an
    instruction taints its paragraph; a bare label ("SYSTEM:") taints the paragraph after it as well,
    also if it was left out of the sentences as page furniture.
    """
    hits = [sentence for sentence in article.sentences if addresses_software(sentence.text)]
    labelled = _after_labels(article)
    if not hits and not labelled:
        return frozenset()
    sizes = Counter(sentence.paragraph for sentence in article.sentences)
    labelled |= {
        hit.paragraph + 1 for hit in hits if hit.kind == "heading" or hit.text.rstrip().endswith(":")
    }
    numbers = {sentence.n for sentence in article.sentences if sentence.paragraph in labelled}
    for hit in hits:
        numbers |= {
            sentence.n
            for sentence in article.sentences
            if sentence.paragraph == hit.paragraph
            and (sentence.n >= hit.n or sizes[hit.paragraph] <= SHORT_PARAGRAPH)
        }
    return frozenset(numbers)


def _after_labels(article: Article) -> set[int]:
    """Paragraphs that follow an order in text which is in no sentence."""
    found: set[int] = set()
    end = 0
    for sentence in article.sentences:
        lines = [fold(line) for line in article.text[end : sentence.start].splitlines() if line.strip()]
        if lines and addresses_software(lines[-1]):
            found.add(sentence.paragraph)
        end = sentence.end
    return found
