"""An issue: what is disputed, in the source's words, and the statements of the parties on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from summarizer.engines.offline.statements import Statement, says_something
from summarizer.grammar import CONJUNCTIONS, PREPOSITIONS, SUBJECT_PRONOUNS
from summarizer.words import fold

_LONGEST = 18
"""Words of an issue; a longer one is cut where a phrase ends."""
_SHORTEST = 4
_PHRASE_STARTS = PREPOSITIONS | CONJUNCTIONS


@dataclass(frozen=True, slots=True)
class Issue:
    """A disagreement in the making: the stronger it shows, the earlier it is reported."""

    label: str
    statements: tuple[Statement, ...]
    ideas: frozenset[str]
    strength: float

    @property
    def parties(self) -> frozenset[str]:
        """Who states something on it."""
        return frozenset(statement.party for statement in self.statements)

    @property
    def sentences(self) -> frozenset[int]:
        """Where it is stated."""
        return frozenset(n for statement in self.statements for n in statement.evidence)


def issue(first: Statement, second: Statement, shared: frozenset[str], strength: float) -> Issue:
    """The issue between two statements that share these words."""
    ideas = shared or first.ideas | second.ideas
    return Issue(_label(first, second, shared), (first, second), ideas, strength)


def _label(first: Statement, second: Statement, shared: frozenset[str]) -> str:
    """The matter in the source's words.

    What is opposed where it is spelled out, else the statement that has more of the shared words in
    fewer words of its own.
    """
    for statement in (second, first):
        if statement.is_opposition and not statement.answers and says_something(statement.matter):
            return _cut(statement.matter)
    telling = [s for s in (first, second) if says_something(s.text)] or [first, second]
    candidates = [s for s in telling if not s.is_opposition] or telling
    # Whoever reads the issue alone does not know who "he" is.
    candidates = [s for s in candidates if s.text.split()[0].lower() not in SUBJECT_PRONOUNS] or candidates
    return _cut(max(candidates, key=lambda s: (len(s.ideas & shared), -len(s.text))).text)


def _cut(text: str) -> str:
    """The text, or its head up to the last phrase that fits, with a capital."""
    words = fold(text).split()
    if len(words) > _LONGEST:
        ends = [k for k in range(_SHORTEST, _LONGEST + 1) if _is_phrase_end(words, k)]
        words = words[: ends[-1] if ends else _LONGEST]
    label = " ".join(words).strip(" ,;:")
    if label.count('"') % 2:
        label = label.replace('"', "")
    return label[:1].upper() + label[1:]


def _is_phrase_end(words: Sequence[str], k: int) -> bool:
    return words[k].lower() in _PHRASE_STARTS or words[k - 1].endswith(",")


def merged(issues: Iterable[Issue]) -> list[Issue]:
    """Issues about one matter between the same parties become one, named as the first of them."""
    kept: list[Issue] = []
    for further in issues:
        same = next((k for k, other in enumerate(kept) if _is_same(further, other)), None)
        if same is None:
            kept.append(further)
            continue
        first = kept[same]
        kept[same] = replace(
            first,
            statements=(*first.statements, *further.statements),
            ideas=first.ideas | (further.ideas & first.ideas),
        )
    return kept


def _is_same(a: Issue, b: Issue) -> bool:
    """Whether two issues share most words and a party, or rest on the same sentences."""
    if a.parties & b.parties:
        shorter = max(1, min(len(a.ideas), len(b.ideas)))
        if len(a.ideas & b.ideas) / shorter >= 0.5:
            return True
    same_ground = len(a.sentences & b.sentences)
    return same_ground >= 2 or (same_ground == 1 and a.parties == b.parties)
