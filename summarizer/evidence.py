"""The evidence gate: what of a draft is proved by the article, and what is withheld, and why.

A claim is kept if every check passes. Each check is one small function that returns None or the reason for
which the claim is withheld; the order is that of ``docs/evidence.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizer import polarity
from summarizer.claims import Claim, Source, claim_words, source_of
from summarizer.lexicon import lexicon
from summarizer.naming import missing_figure, missing_issue_name, missing_name
from summarizer.neutral import loaded_terms_in_own_voice, speaks_in_first_person
from summarizer.parties import Parties
from summarizer.schema import Article, Demand, Disagreement, Draft, Position, SummaryLine, Withheld
from summarizer.stances import Stance, holders, spoken_for
from summarizer.words import content_words, fold, meaning, squeeze, tokenize

SUPPORT = 0.4
"""Share of a claim's content words that its cited sentences must hold.

Measured on 86 labelled demands from 19 articles: between 0.4 and 0.5 keeps 97% of the true ones and withholds
94 to 97% of those that were given a wrong sentence.
"""
CONTINUED = 0.5
"""What a word counts that is not in the cited sentence, but in one beside it by the same speaker."""
NO_POSITION = "No position reported"
"""What stands for a side that is named, but of whose position nothing is proved."""
_SAYING = frozenset(["say", "tell", "state", "add"])
"""Verbs by which a summary may give somebody's words whatever verb the source has."""
_QUOTED = re.compile(r'"([^"]{3,})"')


@dataclass(frozen=True)
class Checked:
    """What the gate kept, with quotes filled in, and what it withheld."""

    summary: tuple[SummaryLine, ...]
    demands: tuple[Demand, ...]
    disagreements: tuple[Disagreement, ...]
    withheld: tuple[Withheld, ...]


Check = Callable[[Claim, Source], str | None]


# -- the checks --------------------------------------------------------------------------------------


def is_cited(claim: Claim, source: Source) -> str | None:
    """It has evidence, and every number is a sentence of the article, not a heading."""
    if not claim.evidence:
        return "cites no sentence"
    unknown = [n for n in claim.evidence if source.article.sentence(n) is None]
    if unknown:
        return f"cites sentence {unknown[0]}, which does not exist"
    headings = [n for n in claim.evidence if source.read.views[n - 1].sentence.kind == "heading"]
    if len(headings) == len(claim.evidence):
        return f"cites only a headline (sentence {headings[0]})"
    return None


def is_no_instruction(claim: Claim, source: Source) -> str | None:
    """Sentences that address software are evidence for nothing; nor may the claim itself address it."""
    hit = next((n for n in claim.evidence if n in source.tainted), None)
    if hit is not None:
        return f"rests on sentence {hit}, which gives instructions to software"
    return None


def is_supported(claim: Claim, source: Source) -> str | None:
    """Enough of its content words are in the cited sentences."""
    words = claim_words(claim, source)
    if not words:
        return "says nothing that could be checked"
    there = source.meanings(source.cited(claim))
    beside = source.meanings(source.continued(claim))
    found = sum(1 for word in words if word in there)
    more = sum(1 for word in words if word in beside and word not in there)
    if not found or found + CONTINUED * more < SUPPORT * len(words):
        return f"only {found} of its {len(words)} content words are in the cited sentences"
    return None


def is_quoted_truly(claim: Claim, source: Source) -> str | None:
    """What it puts in quotation marks stands so in the cited sentences."""
    bare = source.squeezed(source.around(claim)).replace('"', "").replace("'", "")
    for quoted in _QUOTED.findall(fold(claim.text)):
        wanted = squeeze(quoted).strip(" .,;:!?").replace('"', "").replace("'", "")
        if wanted and wanted not in bare:
            return f"quotes words that the cited sentences do not have: “{quoted[:60]}”"
    return None


def is_named(claim: Claim, source: Source) -> str | None:
    """Its names and figures are in the cited sentences, their neighbours or the title."""
    figure = missing_figure(claim, source)
    if figure:
        return f"the figure {figure} is not in the cited sentences"
    name = missing_name(claim, source)
    if name:
        return f"the name {name} is not in or beside the cited sentences"
    return None


def has_its_actor(claim: Claim, source: Source) -> str | None:
    """The party is who the clause is about or who speaks it: by name, alias or pronoun."""
    if claim.party is None:
        return None
    wanted = set(claim_words(claim, source))
    allowed: set[str] = set()
    for view in source.cited(claim):
        found = holders(view, wanted, claim.section == "demands", source.stances(view))
        if any(_may_hold(claim, holder, source) for holder in found):
            return None
        allowed |= {holder.party for holder in found if holder.party}
    if not allowed:
        return f"the cited sentences do not say that this is {claim.party}'s"
    return f"the cited sentences give this to {' or '.join(sorted(allowed))}, not to {claim.party}"


_ASKED = re.compile(
    r"^(?:the |an? )?(.{2,60}?)(?:'s \w+)? "
    r"(?:must|should|ought|has to|have to|needs to|need to) (?!be\b|have\b)",
    re.IGNORECASE,
)


def _may_hold(claim: Claim, stance: Stance, source: Source) -> bool:
    """Whether the claim may be the holder's; what a party itself must do, it must itself be heard to say."""
    assert claim.party is not None
    asked = _ASKED.match(fold(claim.text)) if claim.section == "demands" else None
    if asked and source.allegiances.is_same(claim.party, asked[1]):
        return stance.kind in ("speech", "demand") and source.allegiances.is_same(claim.party, stance.party)
    return source.allegiances.may_be(claim.party, stance)


def has_its_polarity(claim: Claim, source: Source) -> str | None:
    """It negates or refuses exactly where its evidence does."""
    if polarity.agrees(
        claim.said,
        [view.sentence.text for view in source.cited(claim)],
        [view.sentence.text for view in source.continued(claim)],
    ):
        return None
    return "negates what the cited sentences affirm, or affirms what they negate"


def is_neutral(claim: Claim, source: Source) -> str | None:
    """A summary is in the tool's own voice: loaded terms and "we" stand inside quotation marks only."""
    if claim.section != "summary":
        return None
    if speaks_in_first_person(claim.text):
        return "says “we” or “our” in its own voice"
    terms = loaded_terms_in_own_voice(claim.text)
    return f"uses the loaded term “{terms[0]}” in its own voice" if terms else None


def is_told_as_demanded(claim: Claim, source: Source) -> str | None:
    """A summary line does not tell as a fact what its sentences only demand ("Ukraine renounces NATO")."""
    if claim.section != "summary" or _is_quotation(claim) or _is_attributed(claim, source):
        return None
    cited = source.cited(claim)
    told = source.meanings(cited).intersection(claim_words(claim, source))
    for view in cited:
        for stance in source.stances(view):
            if stance.kind == "demand" and told and told <= spoken_for(view, stance):
                return f"tells as a fact what {stance.party} demands"
    return None


def _is_quotation(claim: Claim) -> bool:
    text = fold(claim.text)
    return text.startswith('"') and text.rstrip(".").endswith('"')


def _is_attributed(claim: Claim, source: Source) -> bool:
    """Whether a claim says itself that somebody asks, refuses or says something, or that it must be."""
    words = lexicon()
    lows = [token.low for token in tokenize(fold(claim.text))]
    asked = words.demand_verbs.keys() | words.demand_nouns | words.oppose_verbs.keys() | words.necessity
    if not asked.isdisjoint(lows):
        return True
    if any(words.modals.at(lows, i) or words.conditions.at(lows, i) for i in range(len(lows))):
        return True
    # "Agreed" and "promised" are no demands: such a verb must be the cited sentences' own.
    telling = words.report_verbs | words.support_verbs
    there = {telling.get(low) for view in source.cited(claim) for low in view.lows} | _SAYING
    return any(telling[low] in there for low in lows if low in telling)


CHECKS: tuple[Check, ...] = (
    is_cited,
    is_no_instruction,
    is_supported,
    is_quoted_truly,
    is_named,
    has_its_actor,
    has_its_polarity,
    is_told_as_demanded,
    is_neutral,
)


CHECKS_WORD_FOR_WORD: tuple[Check, ...] = (is_cited, is_no_instruction, is_told_as_demanded, is_neutral)
"""What is left to check of a claim in nobody's name that is its one cited sentence, quoted or plain."""


def is_word_for_word(claim: Claim, source: Source) -> bool:
    """Whether it is its one cited sentence: words, names, figures and negations are then the sentence's."""
    if claim.party is not None or len(claim.evidence) != 1:
        return False
    sentence = source.article.sentence(claim.evidence[0])
    return sentence is not None and fold(claim.text) in (folded := fold(sentence.text), f'"{folded}"')


# -- the gate ----------------------------------------------------------------------------------------


def check(draft: Draft, article: Article, parties: Parties) -> Checked:
    """Keep what the article proves; withhold the rest, each with its reason.

    A disagreement is kept if one party's position is and another party is named; that one's is "No position
    reported" if nothing proves it. Its issue is a label, not a claim: it may be worded freely, but names only
    what the article names.
    """
    gate = _Gate(source_of(article, parties))
    summary = tuple(line for line in draft.summary if gate.passes(Claim("summary", line.text, line.evidence)))
    demands = tuple(
        demand.model_copy(
            update={
                "quote": gate.quote(demand.evidence, demand.demand),
                "evidence": _sorted(demand.evidence),
                # Nobody demands of himself: it is somebody whom the demand names.
                "addressee": None if demand.addressee == demand.party else demand.addressee,
            }
        )
        for demand in draft.demands
        if gate.passes(Claim("demands", demand.demand, demand.evidence, demand.party))
    )
    disagreements = tuple(kept for item in draft.disagreements if (kept := gate.disagreement(item)))
    return Checked(summary, demands, disagreements, tuple(gate.withheld))


class _Gate:
    """One article's gate: applies the checks and collects what is withheld."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.withheld: list[Withheld] = []

    def passes(self, claim: Claim) -> bool:
        """Whether all checks pass; if not, the claim is listed with the first reason."""
        checks = CHECKS_WORD_FOR_WORD if is_word_for_word(claim, self.source) else CHECKS
        reason = next((reason for check in checks if (reason := check(claim, self.source))), None)
        if reason:
            planted = reason.startswith("rests on sentence")
            # Planted text is not repeated: it would reach the reader after all.
            shown = "(words of a sentence that gives instructions to software)" if planted else claim.shown
            self.withheld.append(Withheld(section=claim.section, claim=shown, reason=reason))
        return reason is None

    def disagreement(self, item: Disagreement) -> Disagreement | None:
        """The disagreement with the positions that pass; None if none does or one party would be left alone.

        A side whose positions do not pass, but which the article names, stays as one without a position.
        """
        kept = [
            position.model_copy(
                update={
                    "quote": self.quote(position.evidence, position.position),
                    "evidence": _sorted(position.evidence),
                }
            )
            for position in item.positions
            if self.passes(Claim("disagreements", position.position, position.evidence, position.party))
        ]
        sides = kept + self._silent(item, kept)
        reason = self._issue_reason(item, kept, sides)
        if reason:
            self.withheld.append(Withheld(section="disagreements", claim=item.issue, reason=reason))
            return None
        return item.model_copy(update={"positions": tuple(sides)})

    def _silent(self, item: Disagreement, kept: Sequence[Position]) -> list[Position]:
        """The sides that are left without a position, each once."""
        party_named = self.source.read.cast.party_named
        heard = {party_named(position.party) for position in kept}
        silent: dict[str, Position] = {}
        for position in item.positions:
            party = party_named(position.party)
            if party not in heard and self.source.names(party):
                silent.setdefault(party, Position(party=position.party, position=NO_POSITION, evidence=()))
        return list(silent.values())

    def _issue_reason(
        self, item: Disagreement, kept: Sequence[Position], sides: Sequence[Position]
    ) -> str | None:
        cast = self.source.read.cast
        if not kept:
            return "no party has a position that the article proves"
        if len({cast.party_named(position.party) for position in sides}) < 2:
            return "fewer than two parties that the article names have a position"
        numbers = tuple(sorted({n for position in kept for n in position.evidence}))
        claim = Claim("disagreements", item.issue, numbers)
        if addresses := is_no_instruction(claim, self.source):
            return addresses
        return missing_issue_name(claim, self.source) or is_quoted_truly(claim, self.source)

    def quote(self, evidence: Sequence[int], claim: str) -> str:
        """The source's own words: the cited sentences as one passage if adjacent, else the most telling."""
        numbers = _sorted(evidence)
        text, sentences = self.source.article.text, self.source.article.sentences
        first, last = sentences[numbers[0] - 1], sentences[numbers[-1] - 1]
        # Between two sentences there may be page furniture, which is nobody's words.
        is_passage = len(numbers) == 1 or (len(numbers) == 2 and not text[first.end : last.start].strip())
        if is_passage:
            return text[first.start : last.end]
        wanted = {meaning(word) for word in content_words(tokenize(fold(claim)))}
        words = {token.low for token in tokenize(fold(claim))}
        # Of two that mean the same, the one in the claim's own words, and of those the shorter, says it best.
        best = max(numbers, key=lambda n: (len(wanted & self._meanings(n)), *self._closeness(n, words)))
        return text[sentences[best - 1].start : sentences[best - 1].end]

    def _closeness(self, n: int, words: set[str]) -> tuple[int, int]:
        view = self.source.read.views[n - 1]
        return len(words & set(view.lows)), -len(view.lows)

    def _meanings(self, n: int) -> set[str]:
        return {meaning(token.low) for token in self.source.read.views[n - 1].tokens}


def _sorted(evidence: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(evidence)))
