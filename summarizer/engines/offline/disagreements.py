"""Points of disagreement by rules: an issue on which parties of the article take opposed positions.

Three ways in which an article shows a disagreement:

* one party sets itself against what another says ("dismisses that notion", "rejected Russia's claims");
* parties demand opposed things ("abandon its NATO ambitions", "a clear path to NATO membership");
* parties say the opposite of one proposition ("he is ready for negotiations", "Putin is not ready").

Positions that only share the subject are not opposed; without opposition nothing is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from summarizer.discourse import Discourse
from summarizer.engines.offline.demands import DISPUTE_WORDS, dispute_score
from summarizer.engines.offline.issues import Issue, issue, merged
from summarizer.engines.offline.oppositions import oppositions
from summarizer.engines.offline.phrases import phrase_end
from summarizer.engines.offline.statements import (
    Statement,
    Vocabulary,
    assertion,
    assertions,
    meanings_of,
    of_demand,
)
from summarizer.instructions import tainted
from summarizer.neutral import neutral
from summarizer.schema import Demand, Disagreement, Position

MOST = 6
"""Disagreements reported for one article; further ones are weaker."""
MOST_FURTHER = 3
"""Parties beside the two opposed ones whose position on an issue is given."""
NEARBY = 5
"""Sentences within which an answer to a statement is looked for first."""
ENOUGH = 3.0
"""Weight of shared words from which two statements are about one issue (a word that stands in one sentence of
twenty weighs ln 20 = 3.0)."""
ENOUGH_OF_DEMANDS = 0.7 * ENOUGH
"""The same for two demands, which are about something in dispute anyway."""
ENOUGH_OF_NAMED = 0.6 * ENOUGH
"""The same for what the very party says that an opposition names."""
ENOUGH_NEARBY = 0.5 * ENOUGH
"""The same for what was said just before."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_HEAD = 6
"""Tokens within which the actor of a sentence is named."""


def find_disagreements(read: Discourse, demands: Sequence[Demand]) -> tuple[Disagreement, ...]:
    """The disagreements of an article, strongest first; none where the article is about no dispute.

    Args:
        read: the article.
        demands: the demands that were found in it.
    """
    if dispute_score(read) < DISPUTE_WORDS:
        return ()
    table = _Table(read, demands)
    found = [*table.by_opposition(), *table.by_demands(), *table.by_contradiction()]
    kept = merged(sorted(found, key=lambda issue: -issue.strength))
    return tuple(_disagreement(table.joined(issue)) for issue in kept[:MOST])


def _disagreement(issue: Issue) -> Disagreement:
    """The issue with the first position of each party."""
    positions: dict[str, Statement] = {}
    for statement in issue.statements:
        positions.setdefault(statement.party, statement)
    return Disagreement(
        issue=neutral(issue.label),
        positions=tuple(
            Position(party=party, position=neutral(statement.text), evidence=statement.evidence)
            for party, statement in positions.items()
        ),
    )


class _Table:
    """All statements of an article, and the pairs of them that are opposed."""

    def __init__(self, read: Discourse, demands: Sequence[Demand]) -> None:
        self._read = read
        self._skip = tainted(read.article)
        views = [v for v in read.views if v.sentence.kind == "sentence" and v.sentence.n not in self._skip]
        self._words = Vocabulary(views)
        self._demands = [of_demand(demand) for demand in demands]
        self._oppositions = [statement for view in views for statement in oppositions(read, view)]
        self._assertions = [statement for view in views for statement in assertions(read, view)]

    # -- one party against what another says -----------------------------------------------------

    def by_opposition(self) -> Iterator[Issue]:
        """One party rejects, denies, disputes what another says or wants."""
        for opposition in self._oppositions:
            other = self._other_side(opposition)
            if other:
                shared = self._words.shared(opposition, other)
                strength = 4.0 if opposition.answers else 3.0 + self._words.weight(shared) / 10
                yield issue(other, opposition, shared, strength)

    def _other_side(self, opposition: Statement) -> Statement | None:
        """The statement that an opposition is against: what it points to, what is near, what is alike."""
        known = [*self._demands, *self._assertions, *self._oppositions]
        statements = [s for s in known if s.party != opposition.party]
        pointed = [s for s in statements if s.n in opposition.answers]
        if pointed:
            return self._most_alike(opposition, pointed)
        near = [s for s in statements if 0 <= opposition.n - s.n <= NEARBY]
        named = [s for s in statements if s.party == opposition.against]
        return (
            self._acted(opposition)
            or self._alike(opposition, near, ENOUGH_NEARBY)
            or self._alike(opposition, named or statements, ENOUGH_OF_NAMED if named else ENOUGH)
        )

    def _most_alike(self, opposition: Statement, statements: Sequence[Statement]) -> Statement:
        """The statement that shares most with an opposition; of equals, the latest."""
        return max(statements, key=lambda s: (self._words.common_weight(s, opposition), s.n))

    def _alike(
        self, opposition: Statement, statements: Sequence[Statement], least: float
    ) -> Statement | None:
        """The one that shares most, if that tells enough for both to be about one issue."""
        best = self._most_alike(opposition, statements) if statements else None
        return best if best and self._words.common_weight(best, opposition) >= least else None

    def _acted(self, opposition: Statement) -> Statement | None:
        """Who did what the opposition points back to, where nobody is quoted on it."""
        for n in opposition.answers:
            view = self._read.view(n)
            if view is None or view.sentence.kind == "heading" or n in self._skip:
                continue
            others = (m for m in view.mentions if not m.possessor and m.start in view.parties)
            actor = next((m for m in others if view.parties[m.start] != opposition.party), None)
            if actor and actor.start <= _HEAD:
                return assertion(view, view.parties[actor.start], actor.start, phrase_end(view, actor.start))
        return None

    # -- opposed demands and statements ----------------------------------------------------------

    def by_demands(self) -> Iterator[Issue]:
        """Two parties demand opposed things about the same matter."""
        for first, second in combinations(self._demands, 2):
            if first.party == second.party:
                continue
            shared = self._words.shared(first, second)
            weight = self._words.weight(shared)
            opposed = first.negative != second.negative or _figures_differ(first.text, second.text)
            about_same = bool(shared) and weight >= ENOUGH_OF_DEMANDS
            if _is_blanket(first, second) or (about_same and (opposed or _is_addressed(first, second))):
                yield issue(first, second, shared, 2.5 + weight / 10 + opposed)

    def by_contradiction(self) -> Iterator[Issue]:
        """Two parties say the opposite of one proposition."""
        for first, second in combinations([*self._assertions, *self._demands], 2):
            if first.party == second.party or first.negative == second.negative or first.n == second.n:
                continue
            shared = self._words.shared(first, second)
            if len(shared) < 2:
                continue
            weight = self._words.weight(shared)
            if weight >= ENOUGH and len(shared - self._words.names) >= 2:
                yield issue(first, second, shared, 2.0 + weight / 10)

    def joined(self, issue: Issue) -> Issue:
        """The issue with the positions of further parties that speak to the same matter."""
        heard = set(issue.parties)
        further = []
        for statement in [*self._demands, *self._oppositions, *self._assertions]:
            shared = statement.ideas & issue.ideas
            if statement.party in heard or len(shared) < 2 or self._words.weight(shared) < ENOUGH:
                continue
            heard.add(statement.party)
            further.append(statement)
        return replace(issue, statements=(*issue.statements, *further[:MOST_FURTHER]))


def _is_blanket(first: Statement, second: Statement) -> bool:
    """Whether one refuses all concessions, and the other is a demand of the refusing party."""
    blanket = meanings_of("blanket")
    return any(
        a.negative and b.addressee == a.party and not blanket.isdisjoint(a.ideas)
        for a, b in ((first, second), (second, first))
    )


def _is_addressed(first: Statement, second: Statement) -> bool:
    """Whether one of two demands is addressed to the party that makes the other."""
    return first.addressee == second.party or second.addressee == first.party


def _figures_differ(first: str, second: str) -> bool:
    """Whether two demands name different figures: 8 per cent here, 4.5 there."""
    numbers, others = set(_FIGURE.findall(first)), set(_FIGURE.findall(second))
    return bool(numbers and others) and not numbers & others
