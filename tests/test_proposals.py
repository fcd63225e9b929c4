"""The rules as proposers: which sentence states a demand, who may hold it, and who disagrees."""

from __future__ import annotations

import pickle
from pathlib import Path

from summarizer import sources
from summarizer.discourse import discourse
from summarizer.engines.offline.demands import find_demands
from summarizer.engines.offline.disagreements import find_disagreements
from summarizer.engines.offline.proposals import Rules
from summarizer.parties import Parties


def test_every_demand_of_the_rules_is_proposed_once(seeds: Path) -> None:
    """In the order of the sentences, each sentence once, with its party among those to choose from."""
    for path in sorted(seeds.glob("*.txt")):
        article = sources.load(str(path))
        candidates = Rules(Parties())(article).demands
        proposed = [(p.party, p.demand) for candidate in candidates for p in candidate.proposals]
        found = find_demands(discourse(article, Parties()))
        assert sorted(proposed) == sorted((demand.party, demand.demand) for demand in found)
        assert [candidate.n for candidate in candidates] == sorted({candidate.n for candidate in candidates})
        for candidate in candidates:
            assert {proposal.party for proposal in candidate.proposals} <= set(candidate.parties)
            assert all(candidate.n in proposal.evidence for proposal in candidate.proposals)


def test_items_of_a_list_are_asked_about_where_they_stand(seeds: Path) -> None:
    """The sentence that opens a list is evidence for its items, but states none of them."""
    (path,) = seeds.glob("002*.txt")
    candidates = {candidate.n: candidate for candidate in Rules(Parties())(sources.load(str(path))).demands}
    assert 7 not in candidates
    assert {proposal.evidence for proposal in candidates[8].proposals} == {(7, 8)}


def test_the_sentences_of_the_rules_summary_are_proposed(seeds: Path) -> None:
    """Each once, in the order of the article."""
    for path in sorted(seeds.glob("*.txt")):
        telling = Rules(Parties())(sources.load(str(path))).telling
        assert list(telling) == sorted(set(telling))
        assert len(telling) >= 3


def test_every_disagreement_of_the_rules_is_proposed(seeds: Path) -> None:
    """As the offline engine would report it."""
    for path in sorted(seeds.glob("*.txt")):
        article = sources.load(str(path))
        read = discourse(article, Parties())
        assert Rules(Parties())(article).disagreements == find_disagreements(read, find_demands(read))


def test_rules_travel_between_processes() -> None:
    """The proposer goes where the engine goes."""
    assert pickle.loads(pickle.dumps(Rules(Parties()))) is not None
