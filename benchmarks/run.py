"""Measures beside other programs, and writes the tables of docs/BENCHMARKS.md.

``python -m benchmarks.run`` makes all measurements that need no model. ``peers`` asks a model, and ``tokens``
reads what it answered: name the server by ``--base-url`` and ``--model`` (the key is OPENAI_API_KEY). Results
are kept as soon as they are there; a run that breaks off is taken up where it was.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bench import document, growth, offline, overhead, peers, spending, starts
from benchmarks.bench.processes import ROOT, ContestantError
from benchmarks.bench.results import Results, default_folder
from benchmarks.bench.tables import tables
from benchmarks.bench.workshop import FetchError, Workshop
from benchmarks.evaluate import GOLD, SEEDS
from benchmarks.quality.labels import LabelError, load_gold, pair

DOCUMENT = ROOT / "docs" / "BENCHMARKS.md"

Measure = Callable[[argparse.Namespace, Workshop, Results], Mapping[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is named, then write the tables; 2 if something cannot be measured."""
    options = _parser().parse_args(arguments)
    results = Results(options.results)
    workshop = Workshop(options.results.parent)
    try:
        for name in options.what or _WITHOUT_MODEL:
            if name != "document":
                print(f"== {name}", file=sys.stderr)
                results.write(name, _MEASURES[name](options, workshop, results))
    except (FetchError, ContestantError, LabelError) as error:
        print(error, file=sys.stderr)
        return 2
    written = tables(results)
    if options.document and not options.small:
        document.update(options.document, written)
    else:
        print(*written.values(), sep="\n\n")
    return 0


def _peers(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    if not options.base_url or not options.model:
        raise ContestantError("peers: name the server by --base-url and the model by --model")
    server = peers.Server(options.base_url, options.model, os.environ.get("OPENAI_API_KEY", ""))
    labelled = pair(SEEDS, load_gold(GOLD))[: 1 if options.small else None]
    return peers.measure(workshop, server, labelled, _tapes(options.results, options.model))


def _tokens(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    measured = results.read("peers")
    if measured is None:
        raise ContestantError("tokens: measure the peers first")
    return spending.measure(measured)


def _tapes(folder: Path, model: str) -> Path:
    return folder / "calls" / "".join(c if c.isalnum() or c in "-." else "-" for c in model)


def _overhead(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    return overhead.measure(workshop, overhead.Size(60, 1) if options.small else overhead.Size())


def _offline(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    return offline.measure(workshop, offline.Size(30, 2) if options.small else offline.Size())


def _growth(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    return growth.measure(workshop, growth.Size((10, 100, 200)) if options.small else growth.Size())


def _startup(options: argparse.Namespace, workshop: Workshop, results: Results) -> Mapping[str, Any]:
    return starts.measure(workshop, starts.Size(2) if options.small else starts.Size())


_MEASURES: Mapping[str, Measure] = {
    "peers": _peers,
    "tokens": _tokens,
    "overhead": _overhead,
    "offline": _offline,
    "growth": _growth,
    "startup": _startup,
}
_WITHOUT_MODEL = ("overhead", "offline", "growth", "startup")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    names = (*_MEASURES, "document")
    add("what", nargs="*", choices=(*names, []), metavar="WHAT", help=f"of {', '.join(names)}")
    add("--results", type=Path, default=default_folder(), metavar="DIR", help="where results are kept")
    add("--document", type=Path, default=DOCUMENT, metavar="FILE", help="where tables are written")
    add("--print", action="store_const", const=None, dest="document", help="print the tables instead")
    add("--base-url", metavar="URL", help="the model's server, up to /v1")
    add("--model", metavar="NAME", help="the name under which the server knows the model")
    add("--small", action="store_true", help="see that it works: small sizes, figures that are printed only")
    return parser


if __name__ == "__main__":
    sys.exit(main())
