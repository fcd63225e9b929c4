"""Quality on labelled articles: what the engines find, what the gate stops, and the floors of both.

``python -m benchmarks.evaluate`` measures the seeds and exits with 1 if a floor is broken. Other
articles and other programs' output are measured with ``--folder``, ``--gold`` and ``--json``;
floors are for the seeds alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.data import floor_data, gate_data, kept_data, score_data
from benchmarks.quality.floors import Figure, engine_figures, gate_figures
from benchmarks.quality.gate import Ruling, rule_on_gold, rule_on_sentence
from benchmarks.quality.labels import LabelError, Labelled, load_gold, pair
from benchmarks.quality.matching import Score, score
from benchmarks.quality.outputs import Output, assign, read_outputs
from benchmarks.quality.product import offline_briefs, ungated_briefs
from benchmarks.quality.recorded import NoRecordings, recorded_briefs
from benchmarks.quality.report import floor_lines, gate_lines, kept_line, score_lines
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
    report = Report(options.verbose, is_data=options.format == "json")
    try:
        status = _evaluate_json(options, report) if options.json else _evaluate(options, report)
    except LabelError as error:
        print(error, file=sys.stderr)
        return 2
    report.close()
    return status


class Report:
    """What was measured, printed as text as it comes, or as one JSON object at the end.

    Args:
        verbose: every verdict under its table.
        is_data: JSON instead of text.
    """

    def __init__(self, verbose: bool = False, *, is_data: bool = False) -> None:
        self._verbose = verbose
        self._is_data = is_data
        self._data: dict[str, Any] = {}

    def engine(self, title: str, name: str, scores: dict[str, Score], outputs: Iterable[Output]) -> None:
        """The scores of one engine, and how much of its drafts was kept."""
        counts = kept_data(outputs)
        self.say([*score_lines(title, scores, self._verbose), kept_line(counts)])
        self._data.setdefault("engines", {})[name] = {**score_data(scores), **counts}

    def gate(self, title: str, name: str, rulings: Sequence[Ruling]) -> None:
        """The gate's rulings."""
        self.say(gate_lines(title, rulings, self._verbose))
        self._data.setdefault("gate", {})[name] = gate_data(rulings)

    def floors(self, figures: Sequence[Figure]) -> None:
        """The figures that have a floor."""
        self.say(["floors", *floor_lines(figures)])
        self._data["floors"] = floor_data(figures)

    def note(self, **figures: object) -> None:
        """Figures for the JSON alone."""
        self._data |= figures

    def say(self, lines: Iterable[str]) -> None:
        """Lines of the text, and a blank one."""
        if not self._is_data:
            print(*lines, "", sep="\n")

    def close(self) -> None:
        """All is measured."""
        if self._is_data:
            print(json.dumps(self._data, indent=2, ensure_ascii=False))


def scores_of(briefs: Sequence[Brief], labelled: Sequence[Labelled]) -> dict[str, Score]:
    """Scores by label name, of briefs in the order of their labels."""
    pairs = zip(labelled, briefs, strict=True)
    return {item.name: score(Output.of(brief), item.gold) for item, brief in pairs}


def measure_gate(labelled: Sequence[Labelled]) -> tuple[list[Ruling], list[Ruling]]:
    """The gate's rulings on the gold claims and their mutants, and on the claims about one sentence."""
    from summarizer.evidence import check

    return rule_on_gold(labelled, check), rule_on_sentence(check)


def report_gate(labelled: Sequence[Labelled], report: Report) -> tuple[list[Ruling], list[Ruling]]:
    """The same, reported."""
    on_gold, on_sentence = measure_gate(labelled)
    report.gate("gate: gold claims, mutants", "on_gold", on_gold)
    report.gate("gate: claims on one sentence", "on_one_sentence", on_sentence)
    return on_gold, on_sentence


def _evaluate(options: argparse.Namespace, report: Report) -> int:
    labelled = pair(options.folder, load_gold(options.gold))
    figures = list(engine_figures(_engines(options, labelled, report)))
    if not options.engine and not options.ungated:
        figures += gate_figures(*report_gate(labelled, report))
    if options.ungated or (options.folder, options.gold) != (SEEDS, GOLD):
        return 0
    return _check_floors(figures, report)


def _engines(options: argparse.Namespace, labelled: Sequence[Labelled], report: Report) -> dict[str, Total]:
    """The totals of the engines that were asked for, reported as they come."""
    paths = [item.path for item in labelled]
    engines = {"offline, without the gate": ungated_briefs} if options.ungated else ENGINES
    measured = {}
    for name, briefs_of in engines.items():
        if options.engine not in (None, name) and not options.ungated:
            continue
        try:
            briefs = briefs_of(paths)
        except NoRecordings as error:
            if options.engine:
                raise LabelError(str(error)) from error
            report.say([f"engine: {name}: {error}"])
            continue
        scores = scores_of(briefs, labelled)
        report.engine(f"engine: {name}", name, scores, map(Output.of, briefs))
        measured[name] = Total.of(scores)
    return measured


def _evaluate_json(options: argparse.Namespace, report: Report) -> int:
    gold = load_gold(options.gold)
    outputs = assign(read_outputs(options.json), gold)
    scores = {name: score(output, gold[name]) for name, output in sorted(outputs.items())}
    report.engine(str(options.json), options.json.name, scores, outputs.values())
    return 0


def _check_floors(figures: Sequence[Figure], report: Report) -> int:
    report.floors(figures)
    broken = [figure.name for figure in figures if not figure.holds]
    if broken:
        print(f"below the floor: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def add_labels(parser: argparse.ArgumentParser) -> None:
    """The options that name articles and labels, and say how the report looks."""
    add = parser.add_argument
    add("--folder", type=Path, default=SEEDS, metavar="DIR", help="the articles")
    add("--gold", type=Path, default=GOLD, metavar="DIR", help="their gold labels")
    add("--format", choices=("text", "json"), default="text", help="of the report")
    add("-v", "--verbose", action="store_true", help="every prediction, missed label and wrong ruling")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_labels(parser)
    add = parser.add_argument
    add("--json", type=Path, metavar="FILE", help="score this output instead of an engine's")
    add("--engine", choices=tuple(ENGINES), help="this engine only, and not the gate")
    add("--ungated", action="store_true", help="the offline engine's drafts, before the gate")
    return parser


if __name__ == "__main__":
    sys.exit(main())
