"""How an article introduces its people and bodies, and whom each of them speaks for."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.grammar import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, TITLES
from summarizer.lexicon import lexicon, word_list
from summarizer.mentions import Mention
from summarizer.names import last_word, without_form
from summarizer.parties import Parties
from summarizer.views import View

ROLE_LINKS = frozenset(["of", "for", "from", "at", "with"])


class Introductions:
    """What an article says anywhere of its people and bodies, by the last word of their names.

    Args:
        views: the sentences.
        parties: the alias table.
    """

    def __init__(self, views: Iterable[View], parties: Parties) -> None:
        self._parties = parties
        self.affiliation: dict[str, str] = {}
        """Party that a person speaks for."""
        self.full_name: dict[str, str] = {}
        """Name in full of a person or an acronym; of a body by "^" and its first word."""
        self.kind: dict[str, str] = {}
        """What a body is ("union"), by its whole name."""
        self.groups: dict[str, str] = {}
        """The label of a group by its head noun."""
        self.bystanders: set[str] = set()
        self.people: set[str] = set()
        self.acronyms: set[str] = set()
        self.offices: dict[str, str] = {}
        """Party that an office belongs to."""
        for view in views:
            if view.sentence.kind != "heading":
                for mention in view.mentions:
                    self._introduce(view, mention)

    def affiliate(self, name: str, party: str) -> None:
        """Record that this person speaks for ``party``."""
        self.affiliation.setdefault(last_word(name), party)
        self.people.add(last_word(name))

    def is_unaffiliated(self, name: str) -> bool:
        """Whether nothing is known of whom this person speaks for."""
        return last_word(name) not in self.affiliation

    def _introduce(self, view: View, mention: Mention) -> None:
        """Take in what one mention says of a person, a body or an office."""
        if mention.kind == "pronoun" or (mention.kind == "group" and not mention.party):
            return
        name = without_form(mention.name) if mention.name else None
        if mention.party and mention.head in lexicon().offices:
            self.offices[mention.head] = self._parties.canonical(mention.party)
        if not name:
            is_known = mention.party and self._parties.lookup(mention.party.lower().split()) is not None
            if mention.party and mention.head and not is_known:
                self._set_kind(mention.party, mention.head)
        elif mention.kind == "party" and mention.head:
            self.people.add(last_word(name))
            self.full_name.setdefault(last_word(name), name)
            self.affiliation.setdefault(last_word(name), self._parties.canonical(mention.party or name))
        else:
            self._introduce_name(view, mention, name)

    def _introduce_name(self, view: View, mention: Mention, name: str) -> None:
        """Take in a person or a body by name: the full name, the role, the acronym, whom it speaks for."""
        words, key = lexicon(), last_word(name)
        has_role = mention.head in words.offices or mention.head in words.bystanders
        if has_role or len(name.split()) in (2, 3):
            self.full_name.setdefault(key, name)
        if len(name.split()) > 1 and not mention.head:
            self.full_name.setdefault("^" + name.split()[0].lower(), name)
        if has_role or self._is_titled(view, mention):
            self.people.add(key)
        if mention.head in words.bystanders:
            self.bystanders.add(key)
        if mention.head and not has_role:
            self._set_kind(name, mention.head)
        self._read_acronym(view, mention, name)
        principal = self._principal(view, mention)
        if principal:
            self.people.add(key)
            self.affiliation.setdefault(key, principal)

    def _principal(self, view: View, mention: Mention) -> str | None:
        """Whom a person speaks for, by the words around the name or by an office introduced before.

        After "Ukraine's ambassador", "Ambassador Oksana Markarova" is Ukraine's.
        """
        stated = self._principal_after(view, mention) or self._principal_before(view, mention)
        is_only_holder = mention.head in word_list("reading", "body_offices")
        return stated or (self.offices.get(mention.head) if is_only_holder else None)

    @staticmethod
    def _is_titled(view: View, mention: Mention) -> bool:
        """Whether "Mr", "Ms", "Dr" or the like stands before the name, or an age after it."""
        before = {
            view.lows[k] for k in range(max(0, mention.start - 2), min(mention.start + 1, len(view.lows)))
        }
        aged = (
            view.lows[mention.end : mention.end + 1] == [","]
            and (view.lows[mention.end + 1 : mention.end + 2] or [""])[0].isdigit()
        )
        return bool(before & TITLES) or aged

    def _set_kind(self, name: str, head: str) -> None:
        for kind, nouns in lexicon().kinds.items():
            if head in nouns or head.rstrip("s") in nouns:
                self.kind.setdefault(name.lower(), kind)
                return

    def _read_acronym(self, view: View, mention: Mention, name: str) -> None:
        tokens = view.tokens
        k = mention.end
        if k + 2 < len(tokens) and tokens[k].text == "(" and tokens[k + 2].text == ")":
            short = tokens[k + 1].text
            if short.isupper() or short[0].isupper():
                self.full_name[short.lower()] = name
                self.acronyms.add(short.lower())

    def _principal_after(self, view: View, mention: Mention) -> str | None:
        """Whom a person speaks for by what follows the name or role.

        "Mary Smith, a spokeswoman for Boeing", "president of the Machinists": the body after the role.
        """
        lows = view.lows
        k = mention.end
        if k >= len(lows):
            return None
        words = lexicon()
        if lows[k] in ROLE_LINKS and mention.head in words.offices and mention.name:
            return self.body_from(view, k + 1, 3, mention.head)
        if lows[k] not in (",", "(", "–"):
            return None
        stop = next(
            (i for i in range(k + 1, min(k + 18, len(lows))) if lows[i] in (",", ")", "–", ";", ".")),
            min(k + 18, len(lows)),
        )
        roles = [
            i
            for i in range(k + 1, stop)
            if lows[i] in words.offices or lows[i] in words.bystanders or lows[i] in words.groups
        ]
        if not roles:
            return None
        offices = [i for i in roles if lows[i] in words.offices]
        first = offices[0] if offices else roles[0]
        if any(
            low in AUXILIARIES
            or low in words.report_verbs
            or low in CONJUNCTIONS
            or (low in PREPOSITIONS and low != "of")
            for low in lows[k + 1 : first]
        ):
            return None
        if lows[first] in words.bystanders:
            self.bystanders.add(last_word(mention.name or ""))
        if lows[first] in words.groups and lows[first] not in words.offices:
            self._set_kind(mention.name or "", lows[first])
            return None
        return self.body_from(view, k + 1, stop - k - 1, lows[first])

    def _principal_before(self, view: View, mention: Mention) -> str | None:
        """Whom a person speaks for by the role before the name: "Trump's special envoy, Keith Kellogg,"."""
        k = mention.start - 1
        posted = view.mention_ending_at(mention.start)
        if posted and posted.start > 1:  # "Ukraine's ambassador to the European Union Vsevolod Chentsov"
            link = posted.start - (2 if view.lows[posted.start - 1] == "the" else 1)
            office = view.mention_ending_at(link)
            if (
                office
                and office.party
                and office.head in lexicon().offices
                and view.lows[link] in ("to", "of", "in", "at")
            ):
                return self._parties.canonical(office.party)
        if k < 1 or view.lows[k] != ",":
            return self._housed(view, mention) or self._reaffirmed(view, mention)
        stops = range(k - 1, max(-1, k - 9), -1)
        start = next((i for i in stops if view.lows[i] in (",", "said", "that") or view.quoted[i]), k - 9)
        for role in (m for m in view.mentions if start < m.end <= k):
            if role.head not in lexicon().offices or role.name:
                continue
            self.people.add(last_word(mention.name or ""))
            if role.party:
                owner = self.affiliation.get(last_word(role.party))
                return owner or self._parties.canonical(role.party)
            if role.start and view.lows[role.start - 1] in ("his", "her"):
                boss = next((m for m in view.mentions if m.name and m.end < role.start), None)
                return self.affiliation.get(last_word(boss.name or "")) if boss else None
        return None

    def _housed(self, view: View, mention: Mention) -> str | None:
        """As in "Trump returned to the White House": who goes to a seat of government holds its office."""
        for seat in view.mentions:
            is_seat = seat.kind == "party" and " ".join(view.lows[seat.start : seat.end]) in word_list(
                "reading", "seats"
            )
            if (
                is_seat
                and seat.start >= 2
                and view.lows[seat.start - 2 : seat.start] in (["to", "the"], ["in", "the"], ["into", "the"])
            ):
                first = next((m for m in view.mentions if m.name and not m.head), None)
                if first is mention:
                    return self._parties.canonical(seat.party or "")
        return None

    def _reaffirmed(self, view: View, mention: Mention) -> str | None:
        """As in "Russia's readiness was reaffirmed by Deputy Minister Ryabkov": he speaks for Russia."""
        if mention.head not in lexicon().offices or mention.start < 2 or view.lows[mention.start - 1] != "by":
            return None
        verb = view.lows[mention.start - 2]
        owner = next(
            (m for m in view.mentions if m.possessor and m.kind == "party" and m.end < mention.start), None
        )
        return (
            owner.party if owner and owner.start <= 1 and verb in word_list("reading", "confirming") else None
        )

    def is_official(self, name: str) -> bool:
        """Whether the article gives this person an office or a title."""
        return last_word(name) in self.people

    def body_from(self, view: View, start: int, reach: int, role: str) -> str | None:
        """The body named among ``reach`` tokens from ``start`` on, for which the holder of a role speaks."""
        for mention in view.mentions:
            if not start <= mention.start < start + reach or mention.kind == "pronoun":
                continue
            before = view.lows[mention.start - 1] if mention.start else ""
            if before in ("for", "to") and role in word_list("reading", "sent") and mention.kind == "party":
                return None
            if mention.party:
                return self._parties.canonical(mention.party)
            if mention.name and not mention.head:
                known = self.affiliation.get(last_word(mention.name))
                return known or self.short(mention.name)
            if mention.kind == "group" and (
                mention.head not in lexicon().offices
                or mention.head in word_list("reading", "collective_offices")
            ):
                if mention.possessor and any(mention.head in nouns for nouns in lexicon().kinds.values()):
                    return None  # "the operator's managing director": read when it is known who that is
                return self.group_label(view, mention)
        return None

    def short(self, name: str) -> str:
        """The name under which a party is shown throughout: "Trump" is "Donald Trump"."""
        name = without_form(name)
        known = self._parties.canonical(name)
        if known != name or self._parties.lookup(name.lower().split()):
            return known
        key = name.lower()
        if len(name.split()) > 1:
            return self.full_name.get(key, name)
        if key in self.people or key in self.acronyms:
            return self.full_name.get(key, name)
        # "Ardelis" is "Ardelis Therapeutics": a body is cut to its first word.
        body = self.full_name.get("^" + key)
        if body and last_word(body) not in self.people:
            return body
        # "Trump" is "Donald Trump", though no office of his is given.
        return self.full_name.get(last_word(name), name) if not self._parties.lookup([key]) else name

    def group_label(self, view: View, mention: Mention) -> str:
        """One label for a group throughout the article: the first wording with its head noun."""
        words = [w for w in mention.label.split() if w.lower() not in word_list("reading", "passing")]
        label = " ".join(words) or mention.label
        known = self.groups.setdefault(mention.head, label[:1].upper() + label[1:])
        if len(words) > 1 and label.lower() != known.lower() and " " in known:
            return label[:1].upper() + label[1:]
        return known
