"""The report as text: scores per article and in all, and with ``--verbose`` every verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.quality.floors import Figure
from benchmarks.quality.gate import Ruling, share
from benchmarks.quality.matching import Score, Section, Tally
from benchmarks.quality.totals import Total

_HEAD = f"{'':10}{'demands':^21}{'disagreements':^21}{'facts':>9}{'loaded':>8}{'furniture':>11}"
_SUBHEAD = f"{'':10}{'P':>6}{'R':>6}{'F1':>6}   {'P':>6}{'R':>6}{'F1':>6}   "


def score_lines(title: str, scores: Mapping[str, Score], verbose: bool = False) -> Iterator[str]:
    """The table of one engine's scores; with ``verbose`` each prediction and missed label under it."""
    yield title
    yield _HEAD.rstrip()
    yield _SUBHEAD.rstrip()
    for name, score in scores.items():
        yield _row(name, Total.of({name: score}))
    yield _row("total", Total.of(scores))
    if verbose:
        for name, score in scores.items():
            yield from _verdicts(name, score)


def gate_lines(title: str, rulings: Sequence[Ruling], verbose: bool = False) -> Iterator[str]:
    """The table of the gate's rulings by kind; with ``verbose`` each wrong one under it."""
    yield f"{title:28}{'claims':>8}{'withheld':>10}{'kept':>8}{'right':>8}"
    for kind in dict.fromkeys(ruling.kind for ruling in rulings):
        yield _gate_row(kind, [ruling for ruling in rulings if ruling.kind == kind])
    yield _gate_row("all true claims", [ruling for ruling in rulings if ruling.is_true])
    wrong = [ruling for ruling in rulings if not ruling.is_true]
    yield _gate_row("all wrong claims", wrong)
    yield _gate_row("... whose true one is kept", [ruling for ruling in wrong if ruling.telling])
    if verbose:
        for ruling in rulings:
            if not ruling.right:
                yield f"  {ruling.article} {ruling.kind}: {ruling.reason or 'kept'}: {ruling.claim}"


def kept_line(counts: Mapping[str, Mapping[str, int]]) -> str:
    """One line of how many lines of each section the gate kept and withheld."""
    pairs = (
        f"{section} {kept} kept, {counts['withheld'][section]} withheld"
        for section, kept in counts["kept"].items()
    )
    return f"  {'; '.join(pairs)}"


def floor_lines(figures: Sequence[Figure]) -> Iterator[str]:
    """Each figure that has a floor, and whether it holds."""
    for figure in figures:
        sign = "<=" if figure.at_most else ">="
        mark = "ok" if figure.holds else "BROKEN"
        yield f"  {figure.name:40}{figure.value:8.3f} {sign} {figure.bound:<6g} {mark}"


def _gate_row(kind: str, rulings: Sequence[Ruling]) -> str:
    kept = sum(ruling.kept for ruling in rulings)
    return f"  {kind:26}{len(rulings):8}{len(rulings) - kept:10}{kept:8}{share(rulings):8.1%}"


def _row(name: str, total: Total) -> str:
    facts = f"{total.facts}/{total.all_facts}"
    claims = "   ".join(_prf(tally) for tally in (total.demands, total.disagreements))
    return f"{name[:9]:10}{claims}   {facts:>6}{total.loaded:>8}{total.furniture:>11}"


def _prf(tally: Tally) -> str:
    return f"{tally.precision:6.2f}{tally.recall:6.2f}{tally.f1:6.2f}"


def _verdicts(name: str, score: Score) -> Iterator[str]:
    yield ""
    yield f"{name}: demands {_counts(score.demands)}, disagreements {_counts(score.disagreements)}"
    for letter, section in (("D", score.demands), ("X", score.disagreements)):
        for item in section.judged:
            yield f"  {letter} {item.verdict:4} {item.text}"
    for kind, found in (
        ("FACT MISS", score.missing_facts),
        ("LOADED", score.loaded),
        ("FURNITURE", score.furniture),
    ):
        yield from (f"  {kind} {text}" for text in found)


def _counts(section: Section) -> str:
    return f"tp {section.tally.tp} fp {section.tally.fp} fn {section.tally.fn}"
