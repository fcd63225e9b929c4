"""The position matrix: issues down, parties across, the position of each in a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from summarizer.render.lines import Sources
from summarizer.render.parts import Item, Matrix, Row
from summarizer.render.wording import clean, clipped
from summarizer.schema import MergedDisagreement, MergedPosition

NO_POSITION = "no position reported"
_MOST_COLUMNS = 5
_MOST_WHERE_SHARED = 4
_MOST_WORDS = 16


def matrix(sources: Sources, disagreements: Sequence[MergedDisagreement]) -> Matrix | None:
    """Who says what on which issue; None if no party has a position.

    Up to five parties have a column each. Of more, those with several positions have (four at most),
    and the others share the last one: a table of twenty columns would tell nobody anything.
    """
    said = Counter(
        party
        for item in disagreements
        for party in dict.fromkeys(clean(position.party) for position in _reported(item))
    )
    # The most frequent first, and of equals those that come first in the briefing.
    parties = sorted(said, key=lambda party: -said[party])
    if not parties:
        return None
    others = len(parties) > _MOST_COLUMNS
    columns = tuple(parties)
    if others:
        columns = tuple(party for party in parties if said[party] > 1)[:_MOST_WHERE_SHARED]
    rows = [_row(sources, item, columns, others=others) for item in disagreements]
    return Matrix(columns, tuple(row for row in rows if any(row.cells)), others)


def _reported(item: MergedDisagreement) -> list[MergedPosition]:
    return [position for position in item.positions if position.evidence]


def _row(sources: Sources, item: MergedDisagreement, columns: Sequence[str], *, others: bool) -> Row:
    cells: dict[str, list[Item]] = {party: [] for party in columns}
    rest: list[Item] = []
    for position in _reported(item):
        party = clean(position.party)
        cell = Item(
            clipped(clean(position.position), _MOST_WORDS),
            lead="" if party in cells else party,
            cited=sources.cited(position.evidence),
        )
        cells.get(party, rest).append(cell)
    listed = [*cells.values(), *([rest] if others else [])]
    return Row(clean(item.issue), tuple(map(tuple, listed)))
