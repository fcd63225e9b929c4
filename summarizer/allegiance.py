"""Whom the people and groups of an article may speak for, as the evidence gate sees it.

The reading of an article (``cast``) names one party for each mention, and a person's own name where the
article gives no office. The gate asks a weaker question: could this holder's words be that party's? They
could if the article ties the two together ("Ann Lee, from the Union", "Bishop Lind, who chairs the Forum"),
if one name is the other's short form or acronym, or if it is the body spoken of just before a person is
introduced, or before a common noun ("the ministry", "officials") that stands for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from summarizer.discourse import Discourse, View
from summarizer.grammar import PREPOSITIONS, TITLES
from summarizer.labels import (
    accentless,
    is_body_name,
    is_common,
    is_role,
    is_short_for,
    is_verb,
    telling_words,
)
from summarizer.lexicon import lexicon
from summarizer.mentions import Mention
from summarizer.stances import Stance

REACH = 14
"""Tokens between a person and the body that introduces them, at most."""
LOOK_BACK = 3
"""Sentences before an introduction in which the body may have been spoken of."""
_TIES = frozenset(["of", "for", "from", "at", "with", "who", "whose", "representing", "which"])
_POSTED = frozenset(["to", "in", "on", "against", "by", "and", "that", "between", "over"])
_LEADING_AWAY = _POSTED | _TIES
_MINISTERS = frozenset(["minister", "secretary", "attorney-general"])
_ADJECTIVES = ("ean", "ian", "ish", "ese")
_DOING = frozenset(["has", "have", "is", "are", "will", "would", "was", "were", "had", "wants", "does", "do"])


class Allegiances:
    """The ties between the people and bodies of one article."""

    def __init__(self, read: Discourse) -> None:
        self._read = read
        self._people: set[str] = set()
        self._first_names: dict[str, str] = {}
        self._first: dict[str, tuple[View, Mention]] = {}
        self._roles: dict[str, set[str]] = {}
        self._acts: Counter[str] = Counter()
        for view in read.views:
            self._meet(view)
        self._ties: dict[str, set[str]] = {}

    def may_be(self, party: str, stance: Stance) -> bool:
        """Whether what a stance's holder says or wants may be the party's."""
        return self.is_same(party, stance.party) or any(
            self.is_same(party, other) for other in self.others(stance)
        )

    def others(self, stance: Stance) -> set[str]:
        """Bodies that a stance's holder may stand for; none for a country or a body named in full."""
        holder, view, mention = stance.party, self._read.view(stance.n), stance.mention
        if view is None:
            return set()
        if mention and mention.kind == "pronoun":
            if mention.head in ("it", "they") and mention.start <= 2:
                return self._subject_before(view)
            view, mention = self._antecedent(holder, view) or (view, mention)
        name = self._key((mention.name if mention else None) or holder)
        if name in self._people:
            if self._read.parties.lookup(holder.lower().split()):
                return set()
            if name not in self._ties:
                self._ties[name] = self._ties_of(name)
            ties = self._ties[name]
            is_vague = all(tie == "Government" or tie.startswith(("Ministry", "Department")) for tie in ties)
            return (
                ties | self._nearest(*self._first[name]) if is_vague and self._key(holder) == name else ties
            )
        if mention and mention.kind != "pronoun":
            named = self._named_beside(view, mention)
            if named:
                return named
        if (
            not holder
            or is_common(holder)
            or (mention and mention.kind == "group" and is_common(mention.label))
        ):
            return self._speaking_before(view) | self._nearest(view, mention)
        return set()

    def ties(self, name: str) -> set[str]:
        """What the article joins to a person's name: bodies and offices."""
        key = self._key(name)
        return self._ties_of(key) | self._roles.get(key, set()) if key in self._people else set()

    def names(self, stance: Stance) -> set[str]:
        """The words by which the article named whom a pronoun stands for."""
        view = self._read.view(stance.n)
        found = self._antecedent(stance.party, view) if view else None
        if not found:
            return set()
        return set(found[0].lows[found[1].start : found[1].end])

    def _antecedent(self, holder: str, view: View) -> tuple[View, Mention] | None:
        """The last mention by name of the party that a pronoun stands for."""
        for back in range(LOOK_BACK + 1):
            earlier = self._read.view(view.sentence.n - back)
            named = (
                [
                    m
                    for m in earlier.mentions
                    if m.kind != "pronoun" and earlier.parties.get(m.start) == holder
                ]
                if earlier
                else []
            )
            if earlier and named:
                return earlier, named[-1]
        return None

    @staticmethod
    def _named_beside(view: View, mention: Mention) -> set[str]:
        """Who is named for a common noun: "members of the union", "Lee's group", "the MP, Ann Lee,"."""
        if mention.kind != "group" and not is_common(mention.label):
            return set()
        after = view.lows[mention.end : mention.end + 1]
        reach = 3 if after in (["of"], ["from"], ["at"]) else 1 if after == [","] else 0
        inner = next((m for m in view.mentions if mention.end <= m.start <= mention.end + reach), None)
        if inner is None and mention.start and view.lows[mention.start - 1] == "'s":
            inner = view.mention_ending_at(mention.start - 1)
        if inner is None or (after == [","] and not inner.name):
            return set()
        return {label for label in (view.parties.get(inner.start), inner.name) if label}

    def _subject_before(self, view: View) -> set[str]:
        """What the sentence before is about: one that begins with "it" or "they" mostly goes on with that."""
        before = self._read.view(view.sentence.n - 1)
        bodies = (
            [m for m in before.mentions if self._is_body(before, m) and self._is_first(before, m)]
            if before
            else []
        )
        return {before.parties[bodies[0].start]} if before and bodies else set()

    def _speaking_before(self, view: View) -> set[str]:
        """Who spoke in the sentence before, whom "officials" or "the company" often go on for."""
        before = self._read.view(view.sentence.n - 1)
        if before is None or before.sentence.paragraph < view.sentence.paragraph - 1:
            return set()
        spoken = [speech.party for speech in before.speeches if speech.party] + (
            [before.quote_speaker] if before.quote_speaker else []
        )
        return set(spoken[-1:])

    def is_same(self, name: str, other: str) -> bool:
        """Whether two names are one party's: aliases, short forms, acronyms, adjectives, accents."""
        cast = self._read.cast
        if not name or not other:
            return False
        if cast.party_named(name).lower() == cast.party_named(other).lower():
            return True
        first, second = cast.party_named(accentless(name)), cast.party_named(accentless(other))
        if first == second or is_short_for(first, second) or is_short_for(second, first):
            return True
        if "Government" in (name, other) and "government" in name.lower() and "government" in other.lower():
            return True
        a, b = telling_words(first), telling_words(second)
        return bool(a and b) and (a <= b or b <= a)

    # -- who is a person, and who acts -----------------------------------------------------------

    def _meet(self, view: View) -> None:
        for mention in view.mentions:
            label = view.parties.get(mention.start)
            if not label:
                continue
            if mention.kind == "name" and mention.name and self._shows_person(label, view, mention):
                words = mention.name.lower().split()
                if len(words) > 1:
                    self._first_names.setdefault(words[0], words[-1])
                self._people.add(words[-1])
                if mention.head:
                    self._roles.setdefault(words[-1], set()).add(mention.head)
                self._first.setdefault(words[-1], (view, mention))
            if self._is_first(view, mention):
                self._acts[label] += 1
        self._acts.update(speech.party for speech in view.speeches if speech.party)

    def _shows_person(self, label: str, view: View, mention: Mention) -> bool:
        name = mention.name or ""
        if self._read.parties.lookup(name.lower().split()) or is_body_name(name):
            return False
        is_known = self._read.cast.is_official(name) or mention.head in lexicon().offices
        speaks = any(speech.speaker.start == mention.start for speech in view.speeches) and len(
            label.split()
        ) in (2, 3)
        has_initial = (
            mention.start > 1
            and view.tokens[mention.start - 1].text == "."
            and len(view.lows[mention.start - 2]) == 1
        )
        return is_known or speaks or has_initial

    @staticmethod
    def _is_first(view: View, mention: Mention) -> bool:
        """Whether no preposition governs the mention and it owns nothing."""
        k = mention.start - 1
        while k >= 0 and view.lows[k] in ("the", "a", "an", "both"):
            k -= 1
        return not mention.possessor and (k < 0 or view.lows[k] not in PREPOSITIONS)

    def _is_body(self, view: View, mention: Mention) -> bool:
        party = view.parties.get(mention.start) or ""
        if len(party) < 2 or (mention.kind == "pronoun" and mention.head != "it"):
            return False
        if self._read.parties.lookup(party.lower().split()):
            return True
        if " " not in party and party.endswith(_ADJECTIVES):
            return False
        return (
            self._key(mention.name or party) not in self._people
            and not is_common(party)
            and not is_role(party)
        )

    def _key(self, name: str) -> str:
        """Under what a person is known: the last name, also where the article goes on with the first one."""
        last = (name.split() or [""])[-1].lower()
        return self._first_names.get(last, last)

    # -- ties ------------------------------------------------------------------------------------

    def _ties_of(self, name: str) -> set[str]:
        tied: set[str] = set()
        for view in self._read.views:
            for mention in view.mentions:
                if mention.name and self._key(mention.name) == name:
                    tied.update(self._tied(view, mention))
        return tied

    def _tied(self, view: View, mention: Mention) -> Iterator[str]:
        for other in view.mentions:
            if other is mention or not self._is_body(view, other):
                continue
            if (other.end <= mention.start and self._leads_to(view, other, mention)) or (
                other.start >= mention.end and self._follows(view, mention, other)
            ):
                yield view.parties[other.start]
        if mention.head or (mention.start and view.lows[mention.start - 1] == ","):
            for k in range(max(0, mention.start - 4), mention.start):
                if view.lows[k] in ("its", "their"):
                    yield from self._nearest(view, view.mention_at(k) or mention)
        if view.lows[mention.end : mention.end + 2] in ([",", "its"], [",", "their"]):
            yield from self._nearest(view, mention)
        yield from self._compounded(view, mention)
        initial = (
            view.mention_ending_at(mention.start - 1)
            if mention.start and view.tokens[mention.start - 1].text == "."
            else None
        )
        if initial:  # "Karnataka Water Minister B. Shivananda"
            yield from self._compounded(view, initial)
        yield from self._owned(view, mention)
        yield from self._announced(view, mention)

    def _compounded(self, view: View, mention: Mention) -> Iterator[str]:
        """What stands before the office: "Saskatchewan Premier Ruth Lind", "Health Minister Ann Lee"."""
        words = lexicon()
        tokens = view.tokens[mention.start : mention.end]
        office = next((k for k, token in enumerate(tokens) if token.low in words.offices), None)
        if office is None:
            return
        before = [t.text for t in tokens[:office] if t.is_capitalised and t.low.rstrip(".") not in TITLES]
        for length in range(len(before), 0, -1):
            body = " ".join(before[:length])
            if tokens[office].low not in words.corporate and (
                body in self._acts or self._read.parties.lookup(body.lower().split())
            ):
                yield body
                return
        if any(
            token.low == "shadow"
            for token in (*tokens, *view.tokens[max(0, mention.start - 1) : mention.start])
        ):
            yield "Opposition"
        elif before and (tokens[office].low in _MINISTERS or mention.head in _MINISTERS):
            yield "Government"
            yield f"Ministry of {' '.join(before)}"
            yield f"Department of {' '.join(before)}"
        elif (
            before and tokens[office].low not in words.corporate and before[0].lower() not in words.portfolios
        ):
            yield " ".join(before)

    def _owned(self, view: View, mention: Mention) -> Iterator[str]:
        """As in "Hal Burdette, the county's counsel": the body whose name ends in that common noun."""
        for k in range(mention.end + 1, min(mention.end + 6, len(view.lows))):
            if view.lows[k] == "'s" and view.lows[mention.end] == ",":
                yield from (
                    label
                    for label in self._acts
                    if label.lower().split()[-1:] == [view.lows[k - 1]] and " " in label
                )

    def _announced(self, view: View, mention: Mention) -> Iterator[str]:
        """As in "Gill said the company has held talks": who says what "the company" does speaks for it."""
        for speech in view.speeches:
            if speech.speaker.start != mention.start:
                continue
            subject = next((m for m in view.mentions if speech.start <= m.start <= speech.start + 2), None)
            if (
                subject
                and subject.kind == "group"
                and view.lows[subject.end : subject.end + 1]
                and view.lows[subject.end] in _DOING
            ):
                yield view.parties.get(subject.start) or subject.label

    def _leads_to(self, view: View, body: Mention, person: Mention) -> bool:
        """As in "the bank's David Lord", "Opposition leader Ann Lee", "the chair of the group, Ann Lee"."""
        between = range(body.end, person.start)
        if len(between) > 6:
            return False
        roles = lexicon().offices
        nearby = view.lows[max(0, body.start - 3) : body.start] + [view.lows[k] for k in between]
        has_role = (
            bool(person.head) or body.head in roles or "'s" in nearby or any(low in roles for low in nearby)
        )
        return has_role and all(
            view.lows[k] in ("'s", ",", "the")
            or view.lows[k].rstrip(".") in TITLES
            or (view.tokens[k].is_word and not is_verb(view.lows[k]) and view.lows[k] not in _LEADING_AWAY)
            for k in between
        )

    def _follows(self, view: View, person: Mention, body: Mention) -> bool:
        """As in "Ann Lee, who chairs the Forum", "Ann Lee of the Forum": nothing but that between them."""
        between = view.lows[person.end : body.start]
        if not between or len(between) > REACH or any(view.quoted[k] for k in range(person.end, body.start)):
            return False
        if between[0] == ",":
            opener = between[1:2] and between[1] in (
                "who",
                "whose",
                "which",
                "from",
                "of",
                "for",
                "a",
                "an",
                "the",
            )
            return (
                bool(opener)
                and "," not in between[1:]
                and not any(low in lexicon().report_verbs for low in between)
            )
        return between[0] in _TIES and not any(is_verb(low) for low in between)

    # -- the body spoken of just before ----------------------------------------------------------

    def _nearest(self, view: View, mention: Mention | None) -> set[str]:
        """The acting bodies that were spoken of last before a mention."""
        scores: dict[str, float] = {}
        is_corporate = mention is not None and mention.head in lexicon().corporate
        for back in range(LOOK_BACK + 1):
            earlier = self._read.view(view.sentence.n - back)
            if earlier is None or earlier.sentence.kind == "heading":
                continue
            for other in earlier.mentions:
                if not self._is_body(earlier, other) or (
                    back == 0 and (mention is None or other.start >= mention.start)
                ):
                    continue
                label = earlier.parties[other.start]
                if is_corporate and (
                    "Government" in label or self._read.parties.lookup(label.lower().split())
                ):
                    continue
                weight = 10 * (4 - back) + 5 * self._is_first(earlier, other) + min(self._acts[label], 4)
                if self._acts[label] == 0:
                    continue
                scores[label] = max(scores.get(label, 0), weight)
        best = max(scores.values(), default=0)
        return {label for label, score in scores.items() if score == best}
