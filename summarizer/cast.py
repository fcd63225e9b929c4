"""The people and bodies of one article, and which party each of them speaks for."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.grammar import DAYS, FIRST_PERSON, PREPOSITIONS
from summarizer.introductions import ROLE_LINKS, Introductions
from summarizer.lexicon import lexicon, word_list
from summarizer.mentions import Mention
from summarizer.names import kind_by_name, last_word, name_words
from summarizer.parties import Parties
from summarizer.views import View

_SINGULAR_PERSON = frozenset(["he", "she", "his", "her", "him"])


class Cast:
    """Resolves mentions to parties, in reading order.

    Built in two passes: first every introduction in the article is read ("Kremlin spokesman Dmitry
    Peskov", "Unite, the union", "the Royal College of Nursing (RCN)"), then mentions are resolved one
    sentence after the other, since pronouns depend on what came before.
    """

    def __init__(self, views: Sequence[View], parties: Parties) -> None:
        self._parties = parties
        self._known = Introductions(views, parties)
        self._titles: dict[str, str] = {}
        self._bystander_parties: set[str] = set()
        self._last_person: str | None = None
        self._last_body: str | None = None
        self._last_plural: str | None = None
        self._last_speaker: str | None = None
        self._recent_bodies: list[str] = []
        self._spoken_of: dict[str, str] = {}
        self._people_named: list[str] = []

    def affiliate(self, name: str, party: str) -> None:
        """Record that this person speaks for ``party``."""
        self._known.affiliate(name, party)

    def is_unaffiliated(self, name: str) -> bool:
        """Whether nothing is known of whom this person speaks for."""
        return self._known.is_unaffiliated(name)

    def is_official(self, name: str) -> bool:
        """Whether the article gives this person an office or a title."""
        return self._known.is_official(name)

    @property
    def known_affiliations(self) -> int:
        """How many people's parties are known so far."""
        return len(self._known.affiliation)

    def forget(self) -> None:
        """Forget who spoke and acted last, to read the article again from its beginning."""
        self._last_person = self._last_body = self._last_plural = self._last_speaker = None
        self._recent_bodies.clear()
        self._spoken_of.clear()
        self._people_named.clear()

    def finish(self, view: View) -> None:
        """Remember who spoke and who acted, for the pronouns that follow."""
        speech = next((s for s in reversed(view.speeches) if s.party), None)
        if speech:
            self._last_speaker = speech.party
            if speech.speaker.name or speech.speaker.head:
                self._last_person = speech.party
            self._note_person(speech.speaker, speech.party)
        else:
            first = next(
                (
                    m
                    for m in view.mentions
                    if m.kind != "pronoun" and not m.possessor and m.start in view.parties
                ),
                None,
            )
            if first and self._is_person(first):
                self._last_person = view.parties[first.start]
        body = next((m for m in view.mentions if self._is_acting_body(view, m)), None)
        if body:
            self._last_body = view.parties[body.start]

    def _note_person(self, speaker: Mention, party: str | None) -> None:
        """Remember whether the one who spoke is a "he" or a "she", for the pronouns that follow."""
        if speaker.kind == "pronoun" and speaker.head in ("he", "she") and party:
            self._spoken_of[speaker.head] = party
        elif party and (speaker.name or speaker.head):
            for pronoun, suffixes in (("she", ("woman",)), ("he", ("man", "men"))):
                if speaker.head.endswith(suffixes):
                    self._spoken_of[pronoun] = party

    def _other_person(self, head: str, party: str | None) -> str | None:
        """Another person than ``party`` if that one was called by the other pronoun just before."""
        other = {"he": "she", "she": "he"}.get(head)
        if (
            other is None
            or party is None
            or self._spoken_of.get(other) != party
            or self._spoken_of.get(head) == party
        ):
            return party
        return self._spoken_of.get(head) or next(
            (p for p in reversed(self._people_named) if p != party), party
        )

    def _is_acting_body(self, view: View, mention: Mention) -> bool:
        """Whether the mention is a body in the subject's place, to which a later "it" refers."""
        if (
            mention.kind == "pronoun"
            or mention.possessor
            or mention.start not in view.parties
            or self._is_person(mention)
        ):
            return False
        k = mention.start - 1
        while k >= 0 and view.lows[k] in ("the", "a", "an", "both"):
            k -= 1
        return k < 0 or view.lows[k] not in PREPOSITIONS

    def _is_person(self, mention: Mention) -> bool:
        return bool(mention.name) and last_word(mention.name or "") in self._known.people

    def _may_be_person(self, mention: Mention) -> bool:
        """Whether "he" or "she" could stand for the mention: a person, or a name that is no body's."""
        if self._is_person(mention):
            return True
        name = mention.name or ""
        bare = mention.kind == "name" and bool(name) and not mention.head
        return (
            bare
            and name.lower() not in self._known.kind
            and kind_by_name(name) is None
            and not self._parties.lookup(name.lower().split())
        )

    def resolve(self, view: View, mention: Mention) -> str | None:
        """The party that a mention stands for; None for people and groups that are no party."""
        if mention.kind == "pronoun":
            return self._pronoun(view, mention)
        self._affiliate_by_possessive(view, mention)
        party = self._owned(view, mention) or self._party_of(view, mention)
        if party and self.is_bystander(mention):
            self._bystander_parties.add(party)
        if party:
            self._remember(view, mention, party)
            if mention.name and mention.head in lexicon().offices:
                self._titles[mention.head] = party
        return party

    def _owned(self, view: View, mention: Mention) -> str | None:
        """As in "America's Commerce Department" is the United States; "members" are of the body spoken of."""
        if mention.label.lower() == "members":
            earlier = [m for m in view.mentions if m.end <= mention.start and m.start in view.parties]
            return view.parties[earlier[-1].start] if earlier else self._last_body
        if (
            mention.kind != "name"
            or mention.head
            or mention.start < 2
            or view.lows[mention.start - 1] != "'s"
        ):
            return None
        owner = view.mention_ending_at(mention.start - 1)
        last = last_word(mention.name or "")
        if owner and owner.kind == "party" and last in word_list("reading", "organs"):
            return view.parties.get(owner.start)
        return None

    def is_bystander_party(self, party: str) -> bool:
        """Whether a resolved party is somebody who only comments."""
        return party in self._bystander_parties

    def _affiliate_by_possessive(self, view: View, mention: Mention) -> None:
        """Let "Its manager, Tobias Lang," and "Ann Lee, the operator's director," speak for the owner."""
        if not mention.name or not self._known.is_unaffiliated(mention.name):
            return
        owner = self._owner_before(view, mention) or self._owner_after(view, mention)
        if owner:
            self._known.people.add(last_word(mention.name))
            self._known.affiliate(mention.name, owner)

    def _owner_before(self, view: View, mention: Mention) -> str | None:
        k = mention.start - (2 if mention.start and view.lows[mention.start - 1] == "," else 1)
        role = view.mention_ending_at(k + 1) if k >= 0 and not mention.head else mention
        if role is None or role.head not in lexicon().offices:
            return None
        for first in range(role.start - 1, max(-1, role.start - 4), -1):
            if view.lows[first] in ("its", "their"):
                return self._last_body
            if view.lows[first] == "'s":
                owner = view.mention_ending_at(first)
                return view.parties.get(owner.start) if owner else None
        return None

    def _owner_after(self, view: View, mention: Mention) -> str | None:
        k = mention.end
        if view.lows[k : k + 1] != [","]:
            return None
        if view.lows[k + 1 : k + 2] in (["its"], ["their"]):
            return self._last_body
        owner = next(
            (m for m in view.mentions if k < m.start <= k + 2 and m.possessor and m.kind == "group"), None
        )
        role = owner and next((m for m in view.mentions if owner.end < m.start <= owner.end + 3), None)
        if owner and role and role.head in lexicon().offices:
            return self._group_party(view, owner)
        return None

    def party_named(self, name: str) -> str:
        """The party that a name stands for in this article: aliases, people, shortened names."""
        label = self._parties.canonical(name)
        if self._parties.lookup(label.lower().split()):
            return label
        affiliated = self._known.affiliation.get(last_word(label))
        words = label.split()
        if affiliated and (
            len(words) == 1 or self._known.full_name.get(last_word(label), "").lower() == label.lower()
        ):
            return affiliated
        return self._known.short(label)

    def is_same(self, name: str, holder: str) -> bool:
        """Whether a name and a resolved party are the same actor in this article."""
        party, other = self.party_named(name), self.party_named(holder)
        if party.lower() == other.lower():
            return True
        first, second = name_words(party), name_words(other)
        return bool(first and second) and (first <= second or second <= first)

    def is_bystander(self, mention: Mention) -> bool:
        """Whether the mention is an expert, a journalist or the like, not a side in a dispute."""
        return mention.bystander or (
            bool(mention.name) and last_word(mention.name or "") in self._known.bystanders
        )

    def _party_of(self, view: View, mention: Mention) -> str | None:
        if mention.kind == "party" and mention.party:
            if mention.head in lexicon().members and not mention.possessor:
                # "French farmers" are not France.
                label = view.text(mention.start, mention.end)
                return label[:1].upper() + label[1:]
            known = self._known.affiliation.get(last_word(mention.party)) if not mention.head else None
            return known or self._known.short(mention.party)
        if mention.kind == "name":
            if mention.party and (mention.head in lexicon().offices or not mention.head):
                owner = self._known.affiliation.get(last_word(mention.party), mention.party)
                return self._known.short(owner)
            if mention.party and mention.head:
                if mention.head in lexicon().members and mention.head not in ("union", "unions"):
                    return f"{self._known.short(mention.party)} {mention.head}"
                return self._known.short(mention.party)
            name = mention.name or ""
            key = last_word(name)
            if key in self._known.affiliation and (
                len(name.split()) == 1 or name.lower() == self._known.full_name.get(key, name).lower()
            ):
                return self._known.affiliation[key]
            return self._known.short(name)
        return self._group_party(view, mention)

    def _group_party(self, view: View, mention: Mention) -> str | None:
        """The party that a common noun stands for: an office, a group named before, or a group of its own."""
        head = mention.head
        if _is_nobody(view, mention):
            return None
        before = view.lows[mention.start - 1] if mention.start else ""
        if head in lexicon().offices and before in ("its", "their"):
            return self._last_body
        if head in lexicon().offices and before == "'s":
            return self._office_of_owner(view, mention)
        if before == "the" and head in self._known.offices and mention.label == head:
            return self._known.offices[head]
        if _is_office(head):
            return self._office_party(view, mention)
        inner = _contained(view, mention)
        if inner:
            return self._member_label(view, inner)
        return None if mention.bystander else self._group_named(view, mention)

    def _office_of_owner(self, view: View, mention: Mention) -> str | None:
        """As in "China's commerce ministry" is China; so is "the ministry" after it."""
        owner = view.mention_ending_at(mention.start - 1)
        party = view.parties.get(owner.start) if owner else None
        if party and mention.head in word_list("reading", "collective_offices"):
            self._known.offices[mention.head] = party
        return party

    def _office_party(self, view: View, mention: Mention) -> str | None:
        """Whom "officials from the ministry" or "the president" speaks for."""
        body = None
        if view.lows[mention.end : mention.end + 1] and view.lows[mention.end] in ROLE_LINKS:
            body = self._known.body_from(view, mention.end + 1, 5, mention.head)
        return body or (None if mention.bystander else self._office_label(view, mention))

    def _group_named(self, view: View, mention: Mention) -> str | None:
        """The members of a body, the body that "the union" stands for, or the group's own label."""
        head = mention.head
        if _has_members_link(view, mention):
            body = self._known.body_from(view, mention.end + 1, 4, head)
            if body:
                return f"{body} {head}"
        is_definite = mention.start == 0 or view.lows[mention.start - 1] in ("the", "its", "their")
        anaphor = self._named_before(head, mention) if is_definite else None
        if anaphor:
            return anaphor
        if head in word_list("reading", "vague") and mention.label.lower() == head:
            return None
        return self._known.group_label(view, mention)

    @staticmethod
    def _member_label(view: View, mention: Mention) -> str:
        """The members of a coalition or group name it: "a coalition of religious leaders"."""
        label = view.text(mention.start, mention.end)
        return label[:1].upper() + label[1:]

    def _office_label(self, view: View, mention: Mention) -> str | None:
        """As in "The president" is the last person of that office; "his spokesman" speaks for him."""
        before = view.lows[mention.start - 1] if mention.start else ""
        if before in _SINGULAR_PERSON:
            return self._last_person
        if before in ("its", "their") or (
            mention.head.startswith("spokes") and mention.label == mention.head
        ):
            return self._last_body
        if mention.head in self._known.offices and before == "the":
            return self._known.offices[mention.head]
        if (
            mention.head.endswith("s")
            or mention.head in word_list("reading", "collective_offices")
            or before != "the"
        ):
            return self._known.group_label(view, mention)
        return self._titles.get(mention.head) or self._known.group_label(view, mention)

    def _named_before(self, head: str, mention: Mention) -> str | None:
        """The body named before that "the union" or "the airline" stands for."""
        if mention.label.lower() != head:
            return None
        wanted = next((kind for kind, nouns in lexicon().kinds.items() if head in nouns), None)
        if not wanted:
            return None
        same = next((n for n in reversed(self._recent_bodies) if n.lower().split()[-1] == head), None)
        if same:
            return same
        for name in reversed(self._recent_bodies):
            kind = self._known.kind.get(name.lower()) or kind_by_name(name)
            if kind == wanted:
                return name
        if wanted == "company":
            untyped = [
                n for n in self._recent_bodies if not self._known.kind.get(n.lower()) and not kind_by_name(n)
            ]
            if self._last_body in untyped:
                return self._last_body
            return untyped[-1] if untyped else None
        return None

    def _remember(self, view: View, mention: Mention, party: str) -> None:
        if self._is_person(mention):
            self._people_named.append(party)
            return
        before = view.lows[mention.start - 1] if mention.start else ""
        joined = before == "and"
        is_placed = before in ("in", "at", "near", "from", "outside", "to")
        if mention.kind in ("party", "name"):
            if mention.name and self._known.affiliation.get(last_word(mention.name)):
                return
            self._last_body = self._last_body or party
            if self._may_be_meant(party) and not is_placed:
                self._recent_bodies.append(party)
        elif mention.kind == "group":
            if mention.head.endswith("s") or mention.head in ("staff", "police", "crew"):
                # Of "the department and 11 states" a later "they" is the department's first.
                self._last_plural = self._last_plural if joined else party
            else:
                self._last_body = party

    def _may_be_meant(self, party: str) -> bool:
        """Whether "the company" may be this one: no country, and no day; parties of the user's own may."""
        known = self._parties.lookup(party.lower().split())
        is_day = party.lower().removesuffix("s") in DAYS
        return not is_day and (known is None or known in self._parties.extra)

    def _pronoun(self, view: View, mention: Mention) -> str | None:
        head = mention.head
        if head in FIRST_PERSON or head == "you":
            return None  # the speaker's own; resolved where the quotation's speaker is known
        i = mention.start
        earlier = [m for m in view.mentions if m.end <= i and m.start in view.parties]
        if (
            head in ("he", "she")
            and i > 3
            and view.lows[i + 1 : i + 2]
            and (view.lows[i + 1] in lexicon().report_verbs and view.lows[i - 1] in (",", '"', "”", "?", "!"))
        ):
            # "..., she said" at the end of a sentence goes on with whoever spoke before.
            return self._other_person(head, self._last_person or self._last_speaker)
        if head in _SINGULAR_PERSON:
            person = self._nearest(view, earlier, people=True)
            return person or self._other_person(head, self._last_person or self._last_speaker)
        if (
            head in ("it", "they")
            and i > 3
            and view.lows[i + 1 : i + 2]
            and view.lows[i + 1] in lexicon().report_verbs
        ):
            spoken = any(low in lexicon().report_verbs for low in view.lows[:i])
            if not spoken and view.lows[i - 1] in (",", '"', "”"):
                return self._last_speaker or self._last_body
        if head in ("they", "their", "them"):
            plural = [m for m in earlier if m.kind == "group" and m.head.endswith("s")]
            if plural:
                return view.parties[plural[-1].start]
            return self._nearest(view, earlier, people=False) or self._last_plural or self._last_body
        return self._nearest(view, earlier, people=False) or self._last_body

    def _nearest(self, view: View, earlier: Sequence[Mention], people: bool) -> str | None:
        """The mention that a pronoun most likely repeats: the subject of what came before, if it fits."""
        fitting = [
            m
            for m in earlier
            if m.kind != "pronoun" and (self._may_be_person(m) if people else not self._is_person(m))
        ]
        for m in fitting:
            before = view.lows[m.start - 1] if m.start else ""
            if before not in PREPOSITIONS and not m.possessor:
                return view.parties[m.start]
        return view.parties[fitting[0].start] if fitting else None


def _is_nobody(view: View, mention: Mention) -> bool:
    """Whether nobody in particular is meant: "people", "one finance director"."""
    around = view.lows[max(0, mention.start - 1) : mention.start + 1]
    return mention.head in lexicon().people or "one" in around


def _is_office(head: str) -> bool:
    """Whether a noun names holders of an office rather than a group that acts for itself."""
    words = lexicon()
    return head in word_list("reading", "officials") or (head in words.offices and head not in words.groups)


def _contained(view: View, mention: Mention) -> Mention | None:
    """Who is named by "a coalition of religious leaders"."""
    if mention.head not in word_list("reading", "containers"):
        return None
    if view.lows[mention.end : mention.end + 1] != ["of"]:
        return None
    inner = view.mention_within(mention.end + 1, mention.end + 5)
    return inner if inner and inner.kind != "pronoun" else None


def _has_members_link(view: View, mention: Mention) -> bool:
    """Whether members of a body are named with it: "workers at Boeing"."""
    is_member = mention.head in lexicon().members and mention.head not in ("union", "unions")
    return is_member and view.lows[mention.end : mention.end + 1] in (["at"], ["of"], ["from"])
