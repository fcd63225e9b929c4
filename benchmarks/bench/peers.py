"""Quality and cost beside what a user would pick instead: same articles, same model, same labels.

Every call to the model goes through a tape (:mod:`benchmarks.bench.tape`), so tokens and seconds are the
server's own for all alike, and a run that breaks off is taken up where it was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.bench import plain
from benchmarks.bench.processes import ContestantError, peer, run
from benchmarks.bench.tape import Call, Tape, playing
from benchmarks.bench.workshop import Workshop
from benchmarks.quality.labels import Labelled
from benchmarks.quality.matching import Score, score
from benchmarks.quality.outputs import Output
from benchmarks.quality.plain import plain as bare
from benchmarks.quality.product import offline_briefs
from benchmarks.quality.recorded import model_briefs
from benchmarks.quality.totals import Total
from summarizer import sources, tokens
from summarizer.llm import ModelSettings
from summarizer.schema import Brief


@dataclass(frozen=True)
class Server:
    """The model that all are given, behind any OpenAI-compatible server."""

    base_url: str
    model: str
    api_key: str = ""


@dataclass(frozen=True)
class Found:
    """What a program made of one article. ``quotes`` are what it says are the article's own words."""

    output: Output
    quotes: Sequence[str] = ()
    is_usable: bool = True


Program = Callable[[Labelled, str], Found]
"""Works on an article, with the model at an address."""


def measure(workshop: Workshop, server: Server, labelled: Sequence[Labelled], tapes: Path) -> dict[str, Any]:
    """Figures of every program, article by article and in all."""
    programs: dict[str, tuple[str, Program]] = {
        "summarizer, offline": ("offline", _offline),
        "summarizer, model on candidates": ("summarizer", _own(server, "candidates")),
        "summarizer, model on whole article": ("summarizer", _own(server, "whole")),
        "langextract": ("langextract", _langextract(workshop, server)),
        plain.NAME: ("plain", _plain(server)),
        "sumy, LexRank": ("sumy", _sumy(workshop)),
    }
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
    scores: dict[str, dict[str, Score]] = {name: {} for name in programs}
    # Article by article, so that a machine that is busy for a while slows all programs alike.
    for item in labelled:
        for name, (tape, program) in programs.items():
            kept = Tape(tapes / tape / item.name, server.base_url, server.api_key)
            found = _found(program, item, kept)
            scores[name][item.name] = score(found.output, item.gold)
            rows[name].append(_row(found, item, kept.calls))
            print(f"{item.name}: {name}: {rows[name][-1]['seconds']:.0f} s", file=sys.stderr)
    figures = {
        name: {
            "articles": rows[name],
            "quality": _quality(Total.of(scores[name])),
            "total": _sums(rows[name]),
        }
        for name in programs
    }
    return {"model": server.model, "programs": figures, "versions": workshop.versions()}


def _found(program: Program, item: Labelled, kept: Tape) -> Found:
    with playing(kept) as address:
        try:
            return program(item, address)
        except ContestantError as error:
            # What the model's answer does to a program is the program's own; what the server does is not.
            if kept.failures or not kept.calls:
                raise
            print(f"{item.name}: {error}", file=sys.stderr)
            return Found(Output(), is_usable=False)


def _row(found: Found, item: Labelled, calls: Sequence[Call]) -> dict[str, Any]:
    return {"article": item.name, "usable": int(found.is_usable), **_quoting(found, item), **_costs(calls)}


def _quoting(found: Found, item: Labelled) -> dict[str, int]:
    """How many quotes there are, and how many are not in the article, typography and spacing aside."""
    source = _letters(sources.load(str(item.path)).text)
    wrong = sum(_letters(quote) not in source for quote in found.quotes)
    return {"quotes": len(found.quotes), "not_in_source": wrong}


def _letters(text: str) -> str:
    return bare(text).replace(" ", "").strip("\"'.,;:")


def _costs(calls: Sequence[Call]) -> dict[str, Any]:
    return {
        "calls": len(calls),
        "input_tokens": sum(call.input_tokens for call in calls),
        "cached_tokens": sum(call.cached_tokens for call in calls),
        "output_tokens": sum(call.output_tokens for call in calls),
        "seconds": sum(call.seconds for call in calls),
        "cut": sum(call.is_cut for call in calls),
        # What this project would have estimated, and what the server says, call by call.
        "counted": [[_counted(call), call.input_tokens] for call in calls],
    }


def _counted(call: Call) -> int:
    messages = [{name: message[name] for name in ("role", "content")} for message in call.request["messages"]]
    return tokens.counter(call.request["model"]).count_messages(messages)


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = [name for name, value in rows[0].items() if isinstance(value, int | float)]
    return {name: sum(row[name] for row in rows) for name in names} | {"articles": len(rows)}


def _quality(total: Total) -> dict[str, Any]:
    demands, disagreements = total.demands, total.disagreements
    return {
        "precision": demands.precision,
        "recall": demands.recall,
        "f1": demands.f1,
        "disagreements_f1": disagreements.f1,
        "facts": total.facts,
        "all_facts": total.all_facts,
    }


def _of_brief(brief: Brief) -> Found:
    sides = [side for item in brief.disagreements for side in item.positions]
    quotes = [demand.quote for demand in brief.demands] + [side.quote for side in sides]
    missing = any("missing" in warning for warning in brief.warnings)
    return Found(Output.of(brief), quotes, is_usable=not missing)


def _offline(item: Labelled, _address: str) -> Found:
    return _of_brief(offline_briefs([item.path])[0])


def _own(server: Server, ask: Literal["candidates", "whole"]) -> Program:
    def program(item: Labelled, address: str) -> Found:
        settings = ModelSettings(server.model, address, timeout_s=1800, retries=0, ask=ask)
        return _of_brief(model_briefs([item.path], settings)[0])

    return program


def _langextract(workshop: Workshop, server: Server) -> Program:
    def program(item: Labelled, address: str) -> Found:
        told = run(peer(workshop.python, "langextract_articles", item.path, address, server.model))
        rows = [row for row in told["extractions"] if row["text"]]
        demands = [_extracted(row) for row in rows]
        return Found(Output.model_validate({"demands": demands}), [row["text"] for row in rows])

    return program


def _extracted(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in row["attributes"].items() if isinstance(value, str)}
    return {
        "party": words.get("party", ""),
        "demand": words.get("demand", ""),
        "addressee": words.get("addressee"),
        "quote": row["text"],
    }


def _plain(server: Server) -> Program:
    def program(item: Labelled, address: str) -> Found:
        answer = plain.ask(address, server.model, item.path.read_text(encoding="utf-8"))
        if answer is None:
            return Found(Output(), is_usable=False)
        return Found(Output.model_validate(answer), plain.quotes(answer))

    return program


def _sumy(workshop: Workshop) -> Program:
    def program(item: Labelled, _address: str) -> Found:
        command = peer(workshop.python, "sumy_article", item.path)
        told = run(command, NLTK_DATA=str(workshop.nltk_data))
        return Found(Output.model_validate({"summary": [{"text": line} for line in told["lines"]]}))

    return program
