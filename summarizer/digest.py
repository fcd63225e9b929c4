"""The day in a few lines: what most articles demand and dispute, on top of a briefing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from summarizer.neutral import loaded_terms_in_own_voice
from summarizer.schema import (
    Brief,
    Briefing,
    Citation,
    DigestLine,
    MergedDemand,
    MergedDisagreement,
)

MOST_LINES, MOST_DEMANDS = 5, 3
"""Lines of a digest, and how many of them demands take where there are disagreements enough."""
# First words that are in lower case after a colon; others may be names.
_SMALL = frozenset(
    ["a", "an", "the", "no", "not", "any", "all", "that", "this", "these", "to", "whether", "its", "their"]
)

Row = tuple[str, tuple[Citation, ...]]


def digest(
    briefs: Sequence[Brief], demands: Sequence[MergedDemand], disagreements: Sequence[MergedDisagreement]
) -> tuple[DigestLine, ...]:
    """What most sources report: demands as "Russia: no temporary truce (3 sources)", and disagreements.

    Args:
        briefs: tell which articles come from one source.
        demands: merged; lines with loaded terms in the briefing's own voice are passed over.
        disagreements: merged.

    Returns:
        At most five lines with the evidence of what they name, the most widely reported first.
    """
    outlet = {brief.article.id: brief.article.source for brief in briefs}
    asked = [row for row in _asked(demands) if not loaded_terms_in_own_voice(row[0])]
    disputed = [row for row in _disputed(disagreements) if not loaded_terms_in_own_voice(row[0])]
    lines = asked[: max(MOST_DEMANDS, MOST_LINES - len(disputed))]
    lines += disputed[: MOST_LINES - len(lines)]
    return tuple(
        DigestLine(text=f"{text}{_sources(evidence, outlet)}", evidence=evidence) for text, evidence in lines
    )


def with_news_first(briefing: Briefing) -> Briefing:
    """A briefing whose lines have their past, with a digest by rules in which what is new comes first."""
    heard = [demand for demand in briefing.demands if demand.status != "no longer heard"]
    disputed = [item for item in briefing.disagreements if item.status != "no longer heard"]
    return briefing.model_copy(update={"digest": digest(briefing.articles, heard, disputed)})


def digest_items(briefing: Briefing) -> list[str]:
    """The briefing's demands and disagreements as lines, most important first, for a digest of them."""
    return [text for text, _ in _rows(briefing)]


def with_digest(briefing: Briefing, lines: Iterable[tuple[str, Sequence[int]]]) -> Briefing:
    """The briefing with a digest written elsewhere; as it is if there are no lines.

    Args:
        briefing: what was merged.
        lines: each a text and the indices of the :func:`digest_items` that it rests on.
    """
    rests_on = [evidence for _, evidence in _rows(briefing)]
    written = tuple(
        DigestLine(text=text, evidence=_joined(c for i in indices for c in rests_on[i]))
        for text, indices in lines
    )
    return briefing.model_copy(update={"digest": written}) if written else briefing


def cite(cited: Iterable[tuple[str, Sequence[int]]]) -> tuple[Citation, ...]:
    """Citations of articles by id and sentence numbers: one an article, by id, numbers in order."""
    sentences: dict[str, set[int]] = defaultdict(set)
    for article, numbers in cited:
        sentences[article].update(numbers)
    return tuple(Citation(article=a, sentences=tuple(sorted(sentences[a]))) for a in sorted(sentences))


def union(item: MergedDisagreement) -> tuple[Citation, ...]:
    """All that the positions of a disagreement cite."""
    return _joined(citation for position in item.positions for citation in position.evidence)


def _joined(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return cite((citation.article, citation.sentences) for citation in citations)


def _rows(briefing: Briefing) -> list[Row]:
    return [*_asked(briefing.demands), *_disputed(briefing.disagreements)]


def _asked(demands: Sequence[MergedDemand]) -> list[Row]:
    """A line a demand: the new first, of those that of most articles, then of parties that demand most."""
    voices: dict[str, set[str]] = defaultdict(set)
    for demand in demands:
        voices[demand.party].update(citation.article for citation in demand.evidence)
    turn: Counter[str] = Counter()
    ranked = []
    for demand in sorted(
        demands, key=lambda d: (d.status != "new", -len(d.evidence), d.topic is None, d.party, d.demand)
    ):
        # Of demands heard equally often, each party's first comes before the second of any.
        turn[demand.party] += 1
        rank = (
            demand.status != "new",
            -len(demand.evidence),
            turn[demand.party],
            -len(voices[demand.party]),
            demand.topic is None,
        )
        ranked.append((rank, demand))
    ranked.sort(key=lambda row: row[0])
    return [(f"{demand.party}: {_inside(demand.demand)}", demand.evidence) for _, demand in ranked]


def _disputed(disagreements: Sequence[MergedDisagreement]) -> list[Row]:
    """A line a disagreement: the new first, of those that of most articles."""
    rows = []
    for item in sorted(disagreements, key=lambda d: (d.status != "new", -len(union(d)), d.issue, d.id)):
        parties = list(dict.fromkeys(position.party for position in item.positions))
        between = f"{', '.join(parties[:-1])} and {parties[-1]}" if len(parties) > 1 else "".join(parties)
        rows.append((f"In dispute between {between}: {_inside(item.issue)}", union(item)))
    return rows


def _inside(text: str) -> str:
    """A line after a colon: its first word in lower case, unless it may be a name; no full stop."""
    first, space, rest = text.rstrip(".").partition(" ")
    return f"{first.lower() if first.lower() in _SMALL else first}{space}{rest}"


def _sources(evidence: Sequence[Citation], outlet: Mapping[str, str]) -> str:
    count = len({outlet.get(citation.article, citation.article) for citation in evidence})
    return f" ({count} sources)" if count > 1 else ""
