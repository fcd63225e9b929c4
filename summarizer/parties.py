"""Parties and their other names: Moscow, the Kremlin and the Russian government are Russia."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from summarizer import lexicon
from summarizer.words import fold, tokenize

_NO_NAMES: Mapping[str, Sequence[str]] = {}
Key = tuple[str, ...]


def _key(name: str) -> Key:
    return tuple(token.low for token in tokenize(fold(name)))


@lru_cache(maxsize=1)
def _built_in() -> dict[Key, str]:
    names: dict[Key, str] = {}
    for party, others in lexicon.aliases().items():
        for name in (party, *others):
            names.setdefault(_key(name), party)
    for country in lexicon.countries():
        # An alias file that renames a country ("Türkiye") wins over the table's name for it.
        party = names.get(_key(country["name"]), country["name"])
        demonyms = [form for word in country["demonyms"] for form in _demonym_forms(word)]
        for name in (country["name"], country["capital"], *demonyms, *country["names"]):
            if name:
                names.setdefault(_key(name), party)
    return names


def _demonym_forms(word: str) -> Iterable[str]:
    yield word
    if word.endswith(("an", "i", "ese")) and not word.endswith("ese"):
        yield word + "s"


def _lengths(names: Iterable[Key]) -> dict[str, list[int]]:
    """How many words the names have that begin with a word, longest first."""
    found: dict[str, set[int]] = {}
    for key in names:
        found.setdefault(key[0], set()).add(len(key))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


class Parties:
    """An alias table: the built-in names of countries and blocs, and the user's own.

    Args:
        extra: party name to further names; these win over the built-in ones.
    """

    def __init__(self, extra: Mapping[str, Sequence[str]] = _NO_NAMES) -> None:
        self.extra = {party: tuple(names) for party, names in extra.items()}
        self._names = dict(_built_in())
        for party, names in self.extra.items():
            for name in (party, *names):
                self._names[_key(name)] = party
        self._lengths = _lengths(self._names)
        self._canonical = lru_cache(maxsize=4096)(self._shown)

    def lookup(self, words: Sequence[str]) -> str | None:
        """The party that these lower-case words name exactly, or None."""
        return self._names.get(tuple(words))

    def match(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        """The party named by the longest run of ``words`` from ``start``, and the run's length."""
        first = words[start] if start < len(words) else ""
        for length in self._lengths.get(first, ()):
            party = self._names.get(tuple(words[start : start + length]))
            if party and start + length <= len(words):
                return party, length
        return None

    def canonical(self, name: str) -> str:
        """The name under which a party is shown: its own name if the table knows it, else as given.

        "the Kremlin", "Russian government" and "Moscow" give "Russia"; unknown names come back
        without a leading article.
        """
        return self._canonical(name)

    def _shown(self, name: str) -> str:
        words = [token.text for token in tokenize(fold(name))]
        whole = self.lookup([word.lower() for word in words])  # "The Hague" has its article in the name
        if whole:
            return whole
        if words and words[0].lower() in ("the", "a", "an"):
            words = words[1:]
        lows = [word.lower() for word in words]
        found = self.lookup(lows)
        if found:
            return found
        if len(lows) > 1 and lows[-1] in (
            "government",
            "administration",
            "officials",
            "authorities",
            "side",
            "leadership",
            "state",
        ):
            found = self.lookup(lows[:-1])
            if found:
                return found
        text = fold(name).strip()
        for article in ("the ", "The ", "a ", "A "):
            text = text.removeprefix(article)
        return text.strip()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parties) and self.extra == other.extra

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.extra.items())))

    def __reduce__(self) -> tuple[type[Parties], tuple[dict[str, tuple[str, ...]]]]:
        return type(self), (self.extra,)
