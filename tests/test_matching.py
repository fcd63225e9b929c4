"""How output is matched with gold labels (the rules of docs/gold-labels.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.evaluate import GOLD, main
from benchmarks.quality.labels import Gold, LabelError, load_gold, pair
from benchmarks.quality.matching import Score, Tally, maximum_matching, score
from benchmarks.quality.outputs import Output, assign, read_outputs
from benchmarks.quality.plain import own_voice, party_key

RAISE = {
    "party": "Dockers' Union",
    "aliases_ok": ["the union", "Dockers"],
    "demand": "A pay rise of 8%.",
    "must_mention": [["pay", "wage"], ["8%", "8 per cent"]],
    "evidence": "an 8% pay rise",
}
BOARD: dict[str, Any] = {
    "party": "Port Authority",
    "aliases_ok": ["the port"],
    "position": "Offers 3%.",
    "evidence": "it offers 3%",
}
PAY: dict[str, Any] = {
    "issue": "The pay rise",
    "must_mention": [["pay", "wage"]],
    "positions": [{**BOARD, "party": "Dockers' Union", "aliases_ok": ["Dockers"]}, BOARD],
}


def demand(party: str = "Dockers' Union", text: str = "An 8% pay rise", quote: str = "") -> dict[str, Any]:
    """A predicted demand."""
    return {"party": party, "demand": text, "evidence": [1], "quote": quote}


def disagreement(*parties: str, issue: str = "Pay") -> dict[str, Any]:
    """A predicted disagreement between the parties."""
    sides = [{"party": party, "position": "Says so.", "evidence": [1]} for party in parties]
    return {"issue": issue, "positions": sides}


def scored(output: dict[str, Any], **labels: Any) -> Score:
    """The score of an output against labels."""
    return score(Output.model_validate(output), Gold.model_validate(labels))


def verdicts(*predicted: dict[str, Any], gold: list[dict[str, Any]]) -> list[str]:
    """The verdicts on predicted demands, and on the labels that were missed."""
    return [item.verdict for item in scored({"demands": predicted}, demands=gold).demands.judged]


@pytest.mark.parametrize(
    "party", ["Dockers' Union", "DOCKERS’ UNION", "the Dockers' Union", "union", "The union", "Döckers"]
)
def test_party_matches_by_name_or_alias(party: str) -> None:
    """Letter case, accents, kinds of quotation marks and a leading "the" make no difference."""
    assert verdicts(demand(party), gold=[RAISE]) == ["ok"]


@pytest.mark.parametrize("party", ["Port Authority", "Dock", "Dockers' Union of Genoa", ""])
def test_other_party_does_not_match(party: str) -> None:
    """A party is compared as a whole: neither a part of the name nor more than the name is the party."""
    assert verdicts(demand(party), gold=[RAISE]) == ["FP", "MISS"]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Higher WAGES, by 8 per\u00a0cent", "", ["ok"]),
        ("More", "“An 8% pay rise,” they said.", ["ok"]),
        ("Higher wages", "They want 8%.", ["ok"]),
        ("Higher wages", "", ["FP", "MISS"]),
        ("An 8% discount", "", ["FP", "MISS"]),
    ],
)
def test_one_term_of_every_group_must_be_there(text: str, quote: str, expected: list[str]) -> None:
    """Terms are substrings of the claim or of its quote, whatever their letter case."""
    assert verdicts(demand(text=text, quote=quote), gold=[RAISE]) == expected


def test_each_label_is_used_once() -> None:
    """A demand that is listed twice is found once and wrong once."""
    assert verdicts(demand(), demand(), gold=[RAISE]) == ["ok", "FP"]


def test_order_of_predictions_costs_nothing() -> None:
    """A prediction that fits two labels leaves to another prediction the one label that that fits."""
    wider = {**RAISE, "must_mention": [["pay"]]}
    both, wide_only = demand(), demand(text="Fair pay")
    assert verdicts(both, wide_only, gold=[wider, RAISE]) == ["ok", "ok"]
    assert verdicts(wide_only, both, gold=[wider, RAISE]) == ["ok", "ok"]


def test_optional_label_counts_for_nothing() -> None:
    """Finding an optional label is neither right nor wrong, and not finding it is no miss."""
    optional = {**RAISE, "optional": True}
    assert scored({"demands": [demand()]}, demands=[optional]).demands.tally == Tally()
    assert scored({}, demands=[optional]).demands.tally == Tally()


def test_required_label_comes_before_optional_one() -> None:
    """A prediction that fits both a required and an optional label is counted as right."""
    optional = {**RAISE, "optional": True}
    assert verdicts(demand(), gold=[optional, RAISE]) == ["ok"]
    assert verdicts(demand(), demand(), gold=[optional, RAISE]) in (["ok", "opt"], ["opt", "ok"])


def test_disagreement_needs_its_terms_and_two_of_its_parties() -> None:
    """Two predicted parties must be those of two different gold positions."""

    def verdict(*parties: str, issue: str = "Pay") -> str:
        found = scored({"disagreements": [disagreement(*parties, issue=issue)]}, disagreements=[PAY])
        return found.disagreements.judged[0].verdict

    assert verdict("Dockers", "the port") == "ok"
    assert verdict("The Ministry", "Port Authority", "Dockers' Union") == "ok"
    assert verdict("Dockers", "Dockers' Union") == "FP"
    assert verdict("Dockers", "dockers") == "FP"
    assert verdict("Dockers") == "FP"
    assert verdict("Dockers", "the port", issue="Safety") == "FP"


def test_one_party_cannot_stand_for_two_positions() -> None:
    """A name that is an accepted alias of both sides takes one of them."""
    shared = {**BOARD, "aliases_ok": ["both sides"]}
    gold = {**PAY, "positions": [{**shared, "party": "Dockers"}, shared]}
    predicted = disagreement("both sides", "the ministry")
    assert scored({"disagreements": [predicted]}, disagreements=[gold]).disagreements.tally == Tally(0, 1, 1)


def test_facts_are_looked_for_in_the_whole_summary() -> None:
    """A fact may be told over several lines; the missing ones are named."""
    facts = [
        {"fact": "Talks failed on Monday.", "must_mention": [["talks"], ["monday"]]},
        {"fact": "The port is shut.", "must_mention": [["shut", "closed"]]},
    ]
    found = scored({"summary": [{"text": "Talks failed."}, {"text": "It was Monday."}]}, facts=facts)
    assert (found.facts, found.all_facts, found.missing_facts) == (1, 2, ("The port is shut.",))


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("The wreckers went home.", True),
        ("The WRECKERS went home.", True),
        ("He called them “wreckers”.", False),
        ('He called them "wreckers", then left.', False),
        ("He called them 'wreckers', the union's own men.", False),
        ("“They are wreckers", False),
        ("wreckers, all of them,” he said.", False),
        ('wreckers, all of them," he said.', False),
        ("“No,” said the wreckers, “never.”", True),
        ("The men's leader met wreckers' wives.", True),
        ("The shipwreckers went home.", False),
    ],
)
def test_loaded_term_counts_outside_quotation_marks(text: str, loaded: bool) -> None:
    """In quotation marks, also those of a quotation that another sentence began, it is the speaker's."""
    assert bool(scored({"summary": [{"text": text}]}, loaded_terms=["wreckers"]).loaded) == loaded


def test_loaded_term_in_the_source_quote_is_the_sources() -> None:
    """Every text of the output's own is looked at, the evidence's exact words are not."""
    quoted = demand(quote="The wreckers want 8%.")
    assert not scored({"demands": [quoted]}, loaded_terms=["wreckers"]).loaded
    assert scored({"demands": [demand(text="Out, wreckers")]}, loaded_terms=["wreckers"]).loaded
    assert scored({"disagreements": [disagreement(issue="The wreckers")]}, loaded_terms=["wreckers"]).loaded


def test_furniture_counts_in_every_text() -> None:
    """Furniture is found in titles, sentences, claims and quotes, whatever its white space."""
    places: list[dict[str, Any]] = [
        {"article": {"title": "read  MORE:"}},
        {"article": {"sentences": [{"text": "Read\u00a0More: all of it"}]}},
        {"summary": [{"text": "Read More: here"}]},
        {"demands": [demand(quote="… Read More:")]},
        {"disagreements": [disagreement("Read More:")]},
    ]
    assert all(scored(place, furniture=["Read More:"]).furniture == ("Read More:",) for place in places)
    assert not scored({"summary": [{"text": "They read more."}]}, furniture=["Read More:"]).furniture


def test_averages_are_micro_averages() -> None:
    """Counts of articles are added before they are divided."""
    total = Tally(3, 1, 0) + Tally(0, 0, 3)
    assert (total.precision, total.recall, total.f1) == (0.75, 0.5, 0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)
    assert (Tally(0, 0, 2).precision, Tally(0, 2, 0).f1) == (0.0, 0.0)


@given(st.lists(st.lists(st.integers(0, 6), unique=True, max_size=4), max_size=6))
def test_matching_is_largest_and_keeps_the_first(edges: list[list[int]]) -> None:
    """No other matching is larger, and nodes that could be matched without later ones still are."""

    def largest(left: int, free: frozenset[int]) -> int:
        if left == len(edges):
            return 0
        taken = [1 + largest(left + 1, free - {right}) for right in edges[left] if right in free]
        return max([largest(left + 1, free), *taken])

    matching = maximum_matching(edges)
    assert len(set(matching.values())) == len(matching) == largest(0, frozenset(range(7)))
    assert all(right in edges[left] for left, right in matching.items())
    first = maximum_matching(edges[:3])
    assert set(first) <= set(matching)


def as_output(gold: Gold) -> Output:
    """The output that says what the labels say, with their evidence as quotes."""
    return Output.model_validate(
        {
            "demands": [
                {"party": item.party, "demand": item.demand, "quote": item.evidence} for item in gold.demands
            ],
            "disagreements": [
                {
                    "issue": item.issue,
                    "positions": [
                        {"party": side.party, "position": side.position, "quote": side.evidence}
                        for side in item.positions
                    ],
                }
                for item in gold.disagreements
            ],
            "summary": [{"text": fact.fact} for fact in gold.facts],
        }
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLD.glob("*.json")))
def test_labels_matched_against_themselves_are_perfect(name: str) -> None:
    """What the labels say scores 1.0 on them, optional or not, and in any order."""
    gold = load_gold(GOLD)[name]
    output = as_output(gold)
    for given_ in (output, output.model_copy(update={"demands": output.demands[::-1]})):
        found = score(given_, gold)
        assert (found.demands.tally.f1, found.disagreements.tally.f1) == (1.0, 1.0)
        assert found.demands.tally.tp == sum(not item.optional for item in gold.demands)
        assert not found.missing_facts


WORD = st.text("abcdefgäéß’ ", min_size=1, max_size=8).filter(lambda text: bool(party_key(text)))


@given(st.lists(st.tuples(WORD, WORD, st.booleans()), max_size=5))
def test_any_labels_matched_against_themselves_are_perfect(labels: list[tuple[str, str, bool]]) -> None:
    """Whatever the names and terms are, and however the labels overlap."""
    demands = [
        {
            **RAISE,
            "party": party,
            "aliases_ok": [],
            "must_mention": [[term]],
            "demand": term,
            "optional": extra,
        }
        for party, term, extra in labels
    ]
    gold = Gold.model_validate({"demands": demands})
    tally = score(as_output(gold), gold).demands.tally
    assert (tally.f1, tally.fn) == (1.0, 0)


def test_own_voice_keeps_apostrophes() -> None:
    """An apostrophe opens no quotation."""
    assert own_voice("The workers' pay and Peter's ‘offer’ too") == "The workers' pay and Peter's  …  too"


def test_labels_of_another_shape_are_refused(tmp_path: Path) -> None:
    """The message names the file and the field."""
    (tmp_path / "a.json").write_text(json.dumps({"demands": [{**RAISE, "must_mention": "pay"}]}))
    with pytest.raises(LabelError, match=r"a\.json: demands\.0\.must_mention"):
        load_gold(tmp_path)


def test_labels_go_with_the_article_of_their_name(tmp_path: Path) -> None:
    """``001.json`` is for ``001.txt`` or ``001-anything.txt``, and for one article only."""
    (tmp_path / "001-strike.txt").write_text("Text.")
    assert pair(tmp_path, {"001": Gold()})[0].path.name == "001-strike.txt"
    (tmp_path / "001.md").write_text("Text.")
    with pytest.raises(LabelError, match="2 articles"):
        pair(tmp_path, {"001": Gold()})
    with pytest.raises(LabelError, match="0 articles"):
        pair(tmp_path, {"00": Gold()})


def test_json_of_any_program_can_be_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list, a briefing or one brief; unknown fields are ignored, outputs go by their source's name."""
    labels = tmp_path / "gold"
    labels.mkdir()
    (labels / "001.json").write_text(json.dumps({"demands": [RAISE]}))
    (labels / "002.json").write_text(json.dumps({}))
    brief = {"article": {"source": "001-strike.txt", "words": 9}, "demands": [demand()], "x": 1}
    file = tmp_path / "out.json"
    for content in (brief, [brief], {"schema": "briefing/1", "articles": [brief]}):
        file.write_text(json.dumps(content))
        assert set(assign(read_outputs(file), load_gold(labels))) == {"001"}
    assert main(["--json", str(file), "--gold", str(labels), "--verbose"]) == 0
    assert "  D ok   Dockers' Union | An 8% pay rise [1]" in capsys.readouterr().out


def test_unusable_json_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2 and one line on stderr."""
    file = tmp_path / "out.json"
    for content in ("no json", "[3]", '{"demands": 3}', '[{"article": {"source": "zzz.txt"}}]'):
        file.write_text(content)
        assert main(["--json", str(file)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
