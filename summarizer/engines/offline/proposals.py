"""What the rules find, as proposals to a model, which decides on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.discourse import Discourse, discourse
from summarizer.engines.offline.demands import find_demands
from summarizer.engines.offline.disagreements import find_disagreements
from summarizer.engines.offline.summary import summarize
from summarizer.engines.proposals import Candidate, Proposal, Proposed
from summarizer.parties import Parties
from summarizer.schema import Article, Demand
from summarizer.words import content_words, fold, meaning, tokenize

# Sentences before a candidate whose parties its speaker may belong to; as many as the model is shown.
_BEFORE = 3


@dataclass(frozen=True)
class Rules:
    """Proposes what the rules find in an article; picklable.

    Args:
        parties: the alias table.
    """

    parties: Parties

    def __call__(self, article: Article) -> Proposed:
        """What the rules would report, the demands by the sentences that state them."""
        read = discourse(article, self.parties)
        demands = find_demands(read)
        return Proposed(
            telling=sorted({n for line in summarize(read, demands) for n in line.evidence}),
            demands=_candidates(read, demands),
            disagreements=find_disagreements(read, demands),
        )


def _candidates(read: Discourse, demands: Sequence[Demand]) -> tuple[Candidate, ...]:
    """The sentences in which the rules see demands, in order, each with all that they see in it."""
    by_sentence: dict[int, list[Proposal]] = {}
    for demand in demands:
        proposal = Proposal(demand.party, demand.demand, demand.addressee, demand.evidence)
        by_sentence.setdefault(_stating(read, demand), []).append(proposal)
    return tuple(
        Candidate(n, tuple(found), _parties(read, n, found)) for n, found in sorted(by_sentence.items())
    )


def _stating(read: Discourse, demand: Demand) -> int:
    """The sentence of a demand's evidence that has most of its words: a list's item, not its heading."""
    wanted = content_words(tokenize(fold(demand.demand)))

    def shared(n: int) -> tuple[int, int]:
        there = {token.low for token in read.views[n - 1].tokens}
        meant = {meaning(low) for low in there}
        return len({meaning(word) for word in wanted} & meant), len(there.intersection(wanted))

    return max(demand.evidence, key=shared)


def _parties(read: Discourse, n: int, proposals: list[Proposal]) -> tuple[str, ...]:
    """Who may demand something there: parties that the alias table knows, and whoever speaks."""
    speakers = {speech.party for view in read.views for speech in view.speeches}
    near: list[str] = []
    for view in reversed(read.views[max(0, n - 1 - _BEFORE) : n]):
        near += [view.quote_speaker] if view.quote_speaker else []
        for mention in view.mentions:
            party = view.parties.get(mention.start)
            if party and (mention.kind == "party" or party in speakers):
                near.append(party)
    kept = (party for party in near if not read.cast.is_bystander_party(party))
    return tuple(dict.fromkeys([*(proposal.party for proposal in proposals), *kept]))
