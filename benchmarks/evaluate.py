"""Quality on labelled articles: what the engines find, what the gate stops, and the floors of both.

``python -m benchmarks.evaluate`` measures the seeds and exits with 1 if a floor is broken. Other
articles and other programs' output are measured with ``--folder``, ``--gold`` and ``--json``;
floors are for the seeds alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.quality.floors import Figure, engine_figures, gate_figures
from benchmarks.quality.gate import Ruling, rule_on_gold, rule_on_sentence
from benchmarks.quality.labels import LabelError, Labelled, load_gold, pair
from benchmarks.quality.matching import Score, score
from benchmarks.quality.outputs import Output, assign, read_outputs
from benchmarks.quality.product import offline_briefs, ungated_briefs
from benchmarks.quality.recorded import NoRecordings, recorded_briefs
from benchmarks.quality.report import floor_lines, gate_lines, score_lines
from benchmarks.quality.totals import Total
from summarizer.schema import Brief

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
GOLD = ROOT / "tests" / "gold"

Draw = Callable[[Sequence[Path]], list[Brief]]
ENGINES: dict[str, Draw] = {"offline": offline_briefs, "recorded": recorded_briefs}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 0 if all floors hold, 1 if one is broken, 2 for labels or output of no use."""
    options = _parser().parse_args(arguments)
    try:
        if options.json:
            return _evaluate_json(options)
        return _evaluate(options)
    except LabelError as error:
        print(error, file=sys.stderr)
        return 2


def scores_of(briefs: Sequence[Brief], labelled: Sequence[Labelled]) -> dict[str, Score]:
    """Scores by label name, of briefs in the order of their labels."""
    pairs = zip(labelled, briefs, strict=True)
    return {item.name: score(Output.of(brief), item.gold) for item, brief in pairs}


def measure_gate(labelled: Sequence[Labelled]) -> tuple[list[Ruling], list[Ruling]]:
    """The gate's rulings on the gold claims and their mutants, and on the claims about one sentence."""
    from summarizer.evidence import check

    return rule_on_gold(labelled, check), rule_on_sentence(check)


def _evaluate(options: argparse.Namespace) -> int:
    labelled = pair(options.folder, load_gold(options.gold))
    totals = {name: Total.of(scores) for name, scores in _engines(options, labelled).items()}
    figures = list(engine_figures(totals))
    if not options.engine and not options.ungated:
        on_gold, on_sentence = measure_gate(labelled)
        _print(gate_lines("gate: gold claims, mutants", on_gold, options.verbose))
        _print(gate_lines("gate: claims on one sentence", on_sentence, options.verbose))
        figures += gate_figures(on_gold, on_sentence)
    if options.ungated or (options.folder, options.gold) != (SEEDS, GOLD):
        return 0
    return _check_floors(figures)


def _engines(options: argparse.Namespace, labelled: Sequence[Labelled]) -> Mapping[str, Mapping[str, Score]]:
    """The scores of the engines that were asked for, printed as they come."""
    paths = [item.path for item in labelled]
    engines = {"offline, without the gate": ungated_briefs} if options.ungated else ENGINES
    measured = {}
    for name, briefs_of in engines.items():
        if options.engine not in (None, name) and not options.ungated:
            continue
        try:
            measured[name] = scores_of(briefs_of(paths), labelled)
            _print(score_lines(f"engine: {name}", measured[name], options.verbose))
        except NoRecordings as error:
            if options.engine:
                raise LabelError(str(error)) from error
            _print([f"engine: {name}: {error}"])
    return measured


def _evaluate_json(options: argparse.Namespace) -> int:
    gold = load_gold(options.gold)
    outputs = assign(read_outputs(options.json), gold)
    scores = {name: score(output, gold[name]) for name, output in sorted(outputs.items())}
    _print(score_lines(str(options.json), scores, options.verbose))
    return 0


def _check_floors(figures: Sequence[Figure]) -> int:
    _print(["floors", *floor_lines(figures)])
    broken = [figure.name for figure in figures if not figure.holds]
    if broken:
        print(f"below the floor: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def _print(lines: Iterable[str]) -> None:
    print(*lines, "", sep="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--folder", type=Path, default=SEEDS, metavar="DIR", help="the articles")
    add("--gold", type=Path, default=GOLD, metavar="DIR", help="their gold labels")
    add("--json", type=Path, metavar="FILE", help="score this output instead of an engine's")
    add("--engine", choices=tuple(ENGINES), help="this engine only, and not the gate")
    add("--ungated", action="store_true", help="the offline engine's drafts, before the gate")
    add("-v", "--verbose", action="store_true", help="every prediction, missed label and wrong ruling")
    return parser


if __name__ == "__main__":
    sys.exit(main())
