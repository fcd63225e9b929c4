"""The rules that find demands, each tried only at the words that may be its cue."""

from pathlib import Path

import pytest

from summarizer.discourse import Discourse
from summarizer.engines.offline.rules import RULES, demand_at
from summarizer.parties import Parties
from summarizer.sources import load

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_a_rule_finds_nothing_beside_its_cues(seed: Path) -> None:
    """Wherever a rule finds a demand, the word there is one of those that it is tried at."""
    read = Discourse(load(str(seed)), Parties())
    missed = [
        (rule.__module__, view.lows[i])
        for view in read.views
        for i in range(len(view.tokens))
        for rule, cues in RULES
        if view.lows[i] not in cues() and rule(read, view, i)
    ]
    assert missed == []


def test_the_first_rule_that_fits_decides() -> None:
    """Of several rules that see a demand at one word, the order of the rules tells which is heard."""
    read = Discourse(load(str(SEEDS[0])), Parties())
    found = [
        (view, i, rule(read, view, i))
        for view in read.views
        for i in range(1, len(view.tokens))
        for rule, cues in RULES
        if view.lows[i] in cues()
    ]
    for view, i, first in {(id(v), k): (v, k, f) for v, k, f in reversed(found) if f}.values():
        assert demand_at(read, view, i) == first
