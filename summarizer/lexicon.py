"""The word lists of ``summarizer/data``, read once and ready for look-up.

The lists are data so that a reader can extend them; this module only reads and inflects them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_VOWELS = "aeiou"


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("summarizer").joinpath("data", name).read_text(encoding="utf-8"))


def countries() -> list[dict[str, Any]]:
    """Names, capitals and demonyms of the world's countries (``tools/make_countries.py`` writes them)."""
    table: list[dict[str, Any]] = json.loads(
        files("summarizer").joinpath("data", "countries.json").read_text(encoding="utf-8")
    )
    return table


def aliases() -> dict[str, list[str]]:
    """Further names of parties: metonyms, blocs, older spellings."""
    return {party: list(names) for party, names in _toml("aliases.toml").items()}


def synonym_groups() -> list[list[str]]:
    """Groups of words with one meaning in the language of disputes."""
    groups: list[list[str]] = _toml("synonyms.toml")["groups"]
    return groups


def loaded_terms() -> tuple[str, ...]:
    """Terms that a summary may use inside quotation marks only; a trailing ``*`` matches any ending."""
    return tuple(_toml("loaded.toml")["terms"])


@cache
def word_list(table: str, name: str) -> frozenset[str]:
    """One list of words of a data file: ``word_list("demands", "own_people")`` of ``demands.toml``."""
    return frozenset(_toml(f"{table}.toml")[name])


class Phrases:
    """Cues of one or more words, found by their first word.

    Args:
        phrases: lower-case words with spaces between them; of two that fit, the one named first is found.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[list[str]]] = {}
        for phrase in phrases:
            words = phrase.split()
            self._by_first.setdefault(words[0], []).append(words)

    @property
    def first_words(self) -> Collection[str]:
        """The words with which a phrase may begin."""
        return self._by_first.keys()

    def at(self, lows: Sequence[str], i: int) -> tuple[str, ...]:
        """The words of the phrase that begins at word ``i``; empty if none does."""
        for words in self._by_first.get(lows[i], ()):
            if lows[i : i + len(words)] == words:
                return tuple(words)
        return ()


def inflect(entry: str) -> set[str]:
    """All forms of a regular verb: base, -s, -ed, -ing; ``seek/sought`` adds irregular forms.

    Only the first word of a phrasal verb is inflected ("point out" gives "pointed out").
    """
    base, *irregular = entry.strip().split("/")
    word, _, rest = base.partition(" ")
    tail = f" {rest}" if rest else ""
    if word.endswith("e"):
        past, participle = word + "d", word[:-1] + "ing"
    elif word.endswith("y") and word[-2] not in _VOWELS:
        past, participle = word[:-1] + "ied", word + "ing"
    else:
        doubled = any(form.startswith(word + word[-1]) for form in irregular)
        past, participle = word + "ed", word + (word[-1] if doubled else "") + "ing"
    if word.endswith("y") and word[-2] not in _VOWELS:
        third = word[:-1] + "ies"
    else:
        third = word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
    forms = {word, third, participle} | ({past} if not irregular else set())
    return {form + tail for form in forms} | set(irregular)


def _forms(entries: Iterable[str]) -> dict[str, str]:
    return {form: entry.split("/")[0].strip() for entry in entries for form in inflect(entry)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cue words and role nouns. Verb tables map each inflected form to its base form."""

    demand_verbs: dict[str, str]
    weak_verbs: frozenset[str]
    frames: dict[str, tuple[str, ...]]
    demand_nouns: frozenset[str]
    list_nouns: frozenset[str]
    necessity: frozenset[str]
    importance: frozenset[str]
    modals: Phrases
    conditions: Phrases
    nominals: frozenset[str]
    refusals: Phrases
    refusal_predicates: Phrases
    oppose_verbs: dict[str, str]
    oppose_adjectives: frozenset[str]
    support_verbs: dict[str, str]
    report_verbs: dict[str, str]
    report_nouns: frozenset[str]
    dispute_words: tuple[str, ...]
    offices: frozenset[str]
    groups: frozenset[str]
    members: frozenset[str]
    kinds: dict[str, frozenset[str]]
    bystanders: frozenset[str]
    people: frozenset[str]
    portfolios: frozenset[str]
    corporate: frozenset[str]
    cue_verbs: frozenset[str]
    """All forms of the verbs of demanding, opposing, supporting and saying."""
    roles: frozenset[str]
    """Nouns that describe an actor: groups, offices, bystanders and people."""


def _plurals(nouns: Iterable[str]) -> frozenset[str]:
    nouns = list(nouns)
    return frozenset(nouns) | {n[:-1] + "ies" if n.endswith("y") else n + "s" for n in nouns}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists, read once per process."""
    cues, roles = _toml("cues.toml"), _toml("roles.toml")
    offices, groups = _plurals(roles["office"]["nouns"]), _plurals(roles["group"]["nouns"])
    bystanders, people = frozenset(roles["bystander"]["nouns"]), frozenset(roles["people"]["plural"])
    demand = cues["demand"]
    verbs: dict[str, str] = {}
    frames: dict[str, tuple[str, ...]] = {}
    weak: set[str] = set()
    for strength in ("strong", "weak"):
        for row in demand[strength]:
            entry, _, frame_names = row.partition(":")
            base = entry.split("/")[0].strip()
            verbs |= dict.fromkeys(inflect(entry), base)
            frames[base] = frames.get(base, ()) + tuple(frame_names.split())
            if strength == "weak":
                weak.add(base)
    oppose, support, report = (_forms(cues[kind]["verbs"]) for kind in ("oppose", "support", "report"))
    return Lexicon(
        demand_verbs=verbs,
        weak_verbs=frozenset(weak),
        frames=frames,
        demand_nouns=_plurals(demand["nouns"]),
        list_nouns=_plurals(demand["list_nouns"]),
        necessity=frozenset(demand["necessity"]),
        importance=frozenset(demand["importance"]),
        modals=Phrases(demand["modals"]),
        conditions=Phrases(demand["conditions"]),
        nominals=frozenset(demand["nominals"]),
        refusals=Phrases(cues["refusal"]["strong"]),
        refusal_predicates=Phrases(cues["refusal"]["predicates"]),
        oppose_verbs=oppose,
        oppose_adjectives=frozenset(cues["oppose"]["adjectives"]),
        support_verbs=support,
        report_verbs=report,
        report_nouns=frozenset(cues["report"]["nouns"]),
        dispute_words=tuple(cues["dispute"]["words"]),
        offices=offices,
        groups=groups,
        members=frozenset(roles["group"]["members"]),
        kinds={kind: frozenset(nouns) for kind, nouns in roles["kinds"].items()},
        bystanders=bystanders,
        people=people,
        portfolios=frozenset(roles["portfolio"]["words"]),
        corporate=frozenset(roles["corporate"]["nouns"]),
        cue_verbs=frozenset({*verbs, *oppose, *support, *report}),
        roles=offices | groups | bystanders | people,
    )
