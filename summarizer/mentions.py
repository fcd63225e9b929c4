"""Mentions of parties in a sentence: names, office holders, groups, pronouns.

A mention is a run of tokens that may be the subject of a verb, with what is known of it from the
sentence alone: the party named in it ("Kremlin spokesman Dmitry Peskov" names Russia), the person, the
head noun. What needs the rest of the article ("the union", "he", "Peskov") is resolved in ``cast``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.grammar import (
    AUXILIARIES,
    DAYS,
    MONTHS,
    TITLES,
    is_adverb,
    is_function,
    is_verb_like,
    pronoun,
)
from summarizer.lexicon import lexicon
from summarizer.parties import Parties
from summarizer.words import Token

Kind = Literal["party", "name", "group", "pronoun"]
_NAME_LINKS = frozenset(
    [
        "of",
        "for",
        "and",
        "de",
        "da",
        "del",
        "della",
        "van",
        "von",
        "der",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "&",
        "-",
    ]
)
_ABBREVIATED = TITLES | {"st", "jr"}
# What "of" or "for" may follow inside a body's name: "Ministry of Defence", "Campaign for Better Transport".
_BODIES_OF = frozenset(
    """association campaign centre center society foundation fund organisation organization secretariat
    ministry assembly ministers chamber order union fellowship army front movement party voice university
    college house department office institute board confederation congress brotherhood international
    republic state kingdom church league""".split()
)
_BODY_ENDS = frozenset(
    """ministry council court parliament congress senate cabinet government police army embassy team justice
    authorities republic state forces""".split()
)
_DATES = DAYS | MONTHS
_OBLIGED = frozenset(["must", "should", "can", "may", "need", "needs"])
_PARTICIPLES = frozenset(["born", "bound", "built", "held", "led", "made", "run"])
_ALSO_ADJECTIVES = frozenset(
    [
        "official",
        "general",
        "head",
        "chief",
        "executive",
        "state",
        "representative",
        "deputy",
        "military",
        "police",
        "school",
        "hospital",
        "bank",
    ]
)
_NOT_NAMES = frozenset(
    """i everybody everyone nobody somebody anybody people mr mrs ms nor neither either one-time
    whatever whoever whenever wherever let call however the a an in on at as by for from if when
    while after before since under over amid speaking asked commenting responding according earlier
    later last next this that these those there here it he she they we you his her its their our my
    but and or so yet however meanwhile additionally also still both many most some several all no
    not yes what who which where why how with without despite although though because during until
    unless to writing stressing nearly about only even then now today yesterday one two three four
    five six seven eight nine ten among instead thus therefore once each every any other another
    such more less few much to""".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``[start, end)`` of a sentence that name or stand for an actor.

    ``party`` is the party that the words themselves name; ``name`` the person or body named;
    ``head`` the lower-case head noun of a description; ``possessor`` says that the mention only
    qualifies what follows ("Russia's claims"), so that it acts in nothing.
    """

    start: int
    end: int
    kind: Kind
    party: str | None = None
    name: str | None = None
    head: str = ""
    possessor: bool = False
    bystander: bool = False
    label: str = ""


def is_proper(tokens: Sequence[Token], i: int, known: frozenset[str] = frozenset()) -> bool:
    """Whether token ``i`` looks like (part of) a proper name.

    At the start of a sentence or quotation a capital says nothing; there a word counts as a name if
    it is known from elsewhere, or a capitalised word or a verb follows it.
    """
    token = tokens[i]
    if not token.is_capitalised or not token.text[0].isalpha() or token.low in _DATES:
        return False
    if token.low.rstrip(".") in TITLES:
        return True
    if i and tokens[i - 1].is_word and tokens[i - 1].text != "–":
        return token.low not in ("i",)
    if token.low in _NOT_NAMES or token.low in AUXILIARIES:
        return False
    if token.low in known or (len(token.text) > 1 and token.text.isupper()):
        return True
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or is_adverb(token):
        return False
    if token.low.endswith(("ing", "ed")) and not after.is_capitalised:
        return False
    if after.low in _OBLIGED and token.low.endswith("s"):
        return False  # "Rents must fall": a plain noun with the capital of its sentence
    if (
        (after.is_capitalised and after.is_word)
        or after.low == "'s"
        or after.text == ","
        or _verb_after(tokens, i)
    ):
        return True
    words = lexicon()  # "Unite general secretary Sharon Graham"
    return any(t.low in words.offices for t in tokens[i + 1 : i + 4]) and not is_function(after.low)


def _verb_after(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb follows token ``i``, adverbs between them left out: "Boeing again refused"."""
    verb = next((token for token in tokens[i + 1 : i + 4] if not is_adverb(token)), None)
    return verb is not None and is_verb_like(verb.low)


def _is_modifier(token: Token) -> bool:
    """A lower-case word that may stand before a head noun ("foreign policy adviser")."""
    return (
        token.text[0].isalnum()
        and not token.is_capitalised
        and not is_function(token.low)
        and not is_verb_like(token.low)
        and not is_adverb(token)
    )


def _is_compound_adjective(token: Token) -> bool:
    """Whether a name is only part of an adjective: "US-backed", "Chinese-made", but not "Rolls-Royce"."""
    last = token.text.rpartition("-")[2]
    return "-" in token.text and last.islower() and (last.endswith("ed") or last in _PARTICIPLES)


def head_of_body(low: str) -> bool:
    """Whether a word can end a body's own name ("Foreign Ministry", "City Council")."""
    return low in _BODY_ENDS


class MentionFinder:
    """Finds the mentions of one sentence, left to right."""

    def __init__(
        self, tokens: Sequence[Token], parties: Parties, known: frozenset[str] = frozenset()
    ) -> None:
        self.tokens = tokens
        self.parties = parties
        self.known = known
        self.lows = [token.low for token in tokens]
        self.words = lexicon()

    def find(self) -> list[Mention]:
        """All mentions in order, not overlapping."""
        found: list[Mention] = []
        end = 0
        for i, token in enumerate(self.tokens):
            # Most words are plain ones, which begin no mention.
            may_begin = token.is_capitalised or token.low in self.words.roles or pronoun(token)
            if i < end or not may_begin:
                continue
            mention = self._at(i)
            if mention and mention.end > i:
                found.append(mention)
                end = mention.end
        return found

    def _at(self, i: int) -> Mention | None:
        token = self.tokens[i]
        spoken = pronoun(token)
        if spoken:
            return Mention(i, i + 1, "pronoun", head=spoken)
        if not token.is_capitalised:
            return self._described(i) if self._is_role(i) else None
        matched = self._party(i)
        is_role = self._is_role(i)
        if is_role and not matched and token.low not in self.known:
            return self._described(i)
        if not matched and _is_compound_adjective(token):
            return self._by_adjective(i)
        if matched or is_proper(self.tokens, i, self.known):
            return self._named(i)
        return self._described(i) if is_role else None

    def _by_adjective(self, i: int) -> Mention | None:
        """Whom "US-backed" describes: "the US-backed coalition", but nobody in "Chinese-made cars"."""
        end = self._role_after(i + 1)
        return self._finish(i, end, None, None, self.lows[end - 1], None) if end else None

    def _party(self, i: int) -> tuple[str, int] | None:
        if not self.tokens[i].is_capitalised:
            return None
        matched = self.parties.match(self.lows, i)
        # "Turkey" yes, "us" no: an upper-case abbreviation must be upper case in the text.
        if matched and self.lows[i] in ("us", "who", "it") and not self.tokens[i].text.isupper():
            return None
        return matched

    def _is_role(self, i: int) -> bool:
        low = self.lows[i]
        if low not in self.words.roles:
            return False
        if (
            low in _ALSO_ADJECTIVES
            and i + 1 < len(self.tokens)
            and _is_modifier(self.tokens[i + 1])
            and self.lows[i + 1] not in self.words.offices
        ):
            return False  # "the first official meeting"
        first = i == 0 or (not self.tokens[i - 1].is_word and i < 3)
        return not self.tokens[i].is_capitalised or (first and self._opens_lower(i))

    def _opens_lower(self, i: int) -> bool:
        """Whether the capital of token ``i`` is only that of a sentence: no name goes on after it."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        return after is None or not after.is_capitalised

    def _run(self, i: int) -> int:
        """End of the run of capitalised words from ``i``; "of", "de" and the like may link them."""
        end = i
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.is_capitalised and token.is_word and not (end > i and token.low in _DATES):
                end += 1
            elif (
                token.text == "'"
                and end > i
                and self.lows[end - 1].endswith("s")
                and end + 1 < len(self.tokens)
                and self.tokens[end + 1].is_capitalised
            ):
                end += 1  # "the Voters' Equity League"
            elif (token.text == "." and end > i and self.lows[end - 1] in _ABBREVIATED) or (
                end > i
                and token.low in _NAME_LINKS
                and end + 1 < len(self.tokens)
                and self.tokens[end + 1].is_capitalised
                and self._links(i, end)
            ):
                end += 1
            else:
                break
        return end

    def _links(self, start: int, i: int) -> bool:
        """Whether a linking word at ``i`` joins one name: "Bank of England" but not "Peskov of Moscow"."""
        low = self.lows[i]
        if low == "and":  # "Institute for Health and Care Excellence", but not "Moscow and Washington"
            if self._party(i + 1) or self._party(start):
                return False
            return any(word == "for" for word in self.lows[start:i]) or self._ends_in_body(i + 1)
        if low not in ("of", "for"):
            return True
        last = self.lows[i - 1]
        return last in _BODIES_OF or last in self.words.groups

    def _ends_in_body(self, i: int) -> bool:
        """Whether the capitals from ``i`` end in a word for a body: "... and Labour Relations Court"."""
        end = i
        while end < len(self.tokens) and self.tokens[end].is_capitalised and self.tokens[end].is_word:
            end += 1
        return end > i + 1 and (self.lows[end - 1] in self.words.groups or head_of_body(self.lows[end - 1]))

    def _named(self, i: int) -> Mention:
        """A mention that begins with a name: "Moscow", "Kremlin spokesman Dmitry Peskov", "Boeing"."""
        party, name_from, run_end = self._name_span(i)
        title = self._title_in(i, name_from, run_end)
        head, person = "", None
        if title is not None:
            head = self.lows[title]
            person = self._text(title + 1, run_end)
            if head in self.words.corporate and person:
                party = None  # "U.S. District Judge Jane Doe" does not speak for the United States
        elif name_from < run_end:
            person = self._text(i, run_end)
            party = None  # "Turkish Airlines" is a body of its own, not Türkiye
        role_end = self._role_after(run_end)
        if role_end:
            return self._with_role(i, run_end, role_end, party, person)
        return self._finish(i, run_end, party, person or None, head, None)

    def _name_span(self, i: int) -> tuple[str | None, int, int]:
        """The party named at ``i``, where its name ends, and where the run of capitals ends."""
        matched = self._party(i)
        run_end = self._run(i)
        if not matched:
            return None, i, self._trim(i, run_end)
        party, length = matched
        name_from = i + length
        run_end = max(run_end, name_from)
        if any(low in self.words.offices for low in self.lows[max(0, i - 5) : i]):
            run_end = name_from  # "ambassador to the European Union Vsevolod Chentsov": two names
        return party, name_from, self._trim(name_from, run_end)

    def _title_in(self, i: int, name_from: int, run_end: int) -> int | None:
        """Token of the office in a run of capitals ("Russian President Vladimir Putin"), if it is one."""
        titled = [k for k in range(name_from, run_end) if self.lows[k] in self.words.offices]
        if not titled:
            return None
        last = titled[-1]
        if run_end - 1 > last and self.lows[run_end - 1] in self.words.groups:
            return None  # "the Premier League": the office word is part of a body's name
        is_tail = last > i and run_end == last + 1 and name_from == i
        if is_tail and head_of_body(self.lows[last]):
            return None  # "Justice Department", "Privacy Council": it ends a body's own name
        return last

    def _with_role(self, i: int, run_end: int, role_end: int, party: str | None, body: str | None) -> Mention:
        """A name with a lower-case role behind it, and perhaps its holder: "Unite general secretary X"."""
        head = self.lows[role_end - 1]
        if head in self.words.corporate:
            party = None
        organisation = None if self._is_portfolio(i, run_end) else body
        after = role_end
        if role_end < len(self.tokens) and is_proper(self.tokens, role_end, self.known):
            after = self._run(role_end)
        if after > role_end and not self._party(role_end):
            return self._finish(i, after, party, self._text(role_end, after), head, organisation)
        if organisation and not party:
            return self._finish(i, role_end, None, None, head, organisation)
        return self._finish(i, role_end, party, None, head, None)

    def _is_portfolio(self, start: int, end: int) -> bool:
        """Whether the capitalised words are what a minister is minister of, not a body."""
        return all(
            self.lows[k] in self.words.portfolios or self.lows[k] in self.words.offices
            for k in range(start, end)
        )

    def _trim(self, start: int, end: int) -> int:
        """Cut a run before the name of another party ("Sunday Trump", "Kyiv Moscow")."""
        for k in range(start + 2, end):
            if (
                self._party(k)
                and self.lows[k - 1] not in self.words.offices
                and self.tokens[k - 1].low in ("and", "of")
            ):
                return k - 1
        return end

    def _role_after(self, i: int) -> int:
        """End of a role that follows a name ("foreign policy adviser" after "Kremlin"), 0 if none."""
        for k in range(i, min(i + 5, len(self.tokens))):
            low = self.lows[k]
            if low in self.words.offices or low in self.words.groups or low in self.words.bystanders:
                if self.tokens[k].is_capitalised:
                    return 0
                end = k + 1
                while (
                    end < len(self.tokens)
                    and (self.lows[end] in self.words.offices or self.lows[end] in self.words.groups)
                    and not self.tokens[end].is_capitalised
                ):
                    end += 1
                return end
            if not _is_modifier(self.tokens[k]) and not (k == i and low == "'s"):
                return 0
        return 0

    def _described(self, i: int) -> Mention:
        """A mention by a common noun: "striking nurses", "spokesman Dmitry Peskov", "the union"."""
        start = i
        while start > 0 and i - start < 3 and _is_modifier(self.tokens[start - 1]):
            start -= 1
        first = self.tokens[0]
        if (
            start == 1
            and first.is_word
            and not is_function(first.low)
            and not is_adverb(first)
            and not is_verb_like(first.low)
        ):
            start = 0  # "Child protection groups": a capital only because the sentence begins
        end = i + 1
        while end < len(self.tokens) and self._is_role(end):
            end += 1
        head = self.lows[end - 1]
        if end < len(self.tokens) and is_proper(self.tokens, end, self.known) and not self._party(end):
            after = self._run(end)
            return self._finish(start, after, None, self._text(end, after), head, None)
        return self._finish(start, end, None, None, head, None)

    def _finish(
        self, start: int, end: int, party: str | None, name: str | None, head: str, organisation: str | None
    ) -> Mention:
        possessor = end < len(self.tokens) and self.lows[end] == "'s"
        kind: Kind = "party" if party else "name" if name or organisation else "group"
        label = name or organisation or party or self._text(start, end)
        return Mention(
            start,
            end,
            kind,
            party=party or organisation,
            name=name,
            head=head,
            possessor=possessor,
            bystander=head in self.words.bystanders and not party,
            label=label,
        )

    def _text(self, start: int, end: int) -> str:
        words = [
            token.text
            for token in self.tokens[start:end]
            if token.low.rstrip(".") not in TITLES and token.text != "."
        ]
        return " ".join(words).replace(" ' ", "' ")
