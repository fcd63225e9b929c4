"""How gold claims are made wrong, and how the gate's rulings on them are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.evaluate import GOLD, SEEDS
from benchmarks.quality.claims import sentences_of
from benchmarks.quality.figures import other_figures
from benchmarks.quality.gate import Ruling, rule_on_sentence, share, verdict
from benchmarks.quality.labels import Gold, LabelError, load_gold, pair
from benchmarks.quality.mutants import KINDS, Case, Mutant, mutants
from benchmarks.quality.plain import plain
from benchmarks.quality.polarity import opposites
from summarizer import sources
from summarizer.parties import Parties
from summarizer.schema import Article, Draft, Withheld

MakeArticle = Callable[..., Article]

TEXTS = (
    "The dockers want an 8% pay rise by May, Anna Berg said on Monday.",
    "The port offered 3%, said its head, Carl Dahl.",
    "Ships wait outside Genoa.",
    "“We are tired,” said one man.",
    "The mayor of Genoa met both sides.",
    "An 8% pay rise is fair, the dockers repeated.",
    "Nobody knows what Lisbon will do.",
    "It rained in Turin.",
)
LABELS: dict[str, Any] = {
    "parties": ["Dockers", "Port", "Mayor"],
    "demands": [
        {
            "party": "Dockers",
            "aliases_ok": ["Anna Berg"],
            "demand": "A pay rise of 8% by May (says Anna Berg).",
            "must_mention": [["pay"], ["8%"]],
            "evidence": "want an 8% pay rise",
        }
    ],
    "disagreements": [
        {
            "issue": "Pay",
            "must_mention": [["pay", "%"]],
            "positions": [
                {"party": "Dockers", "position": "Want 8%.", "evidence": "want an 8% pay rise"},
                {"party": "Port", "aliases_ok": ["Dahl"], "position": "Offers 3%.", "evidence": "offered 3%"},
            ],
        }
    ],
}


@pytest.fixture
def case(make_article: MakeArticle) -> Case:
    """An article on a strike, labelled."""
    return Case("strike", make_article(*TEXTS, title=""), Gold.model_validate(LABELS))


def of_kind(kind: str, case: Case) -> list[Mutant]:
    """The mutants of one kind."""
    return [mutant for mutant in mutants(case) if mutant.kind == kind]


def test_evidence_gives_the_sentences_that_it_overlaps(make_article: MakeArticle) -> None:
    """White space, kinds of quotation marks and missing spaces between sentences do not matter."""
    article = make_article("He said “no.”", "They left.", "They left again.")
    assert sentences_of('said "no." They', article) == (1, 2)
    assert sentences_of("said\u00a0“no.”They left. They", article) == (1, 2, 3)
    assert sentences_of("They left.", article) == (2,)
    assert sentences_of("They stayed.", article) == ()


def test_evidence_in_a_headline_is_looked_for_in_the_text(make_article: MakeArticle) -> None:
    """A heading is evidence for nothing, so a sentence that repeats it is the evidence."""
    article = make_article("They left", "On Monday they left town.")
    first = article.sentences[0].model_copy(update={"kind": "heading"})
    article = article.model_copy(update={"sentences": (first, article.sentences[1])})
    assert sentences_of("they left", article) == (2,)


def test_evidence_must_be_in_the_article(make_article: MakeArticle) -> None:
    """Labels whose evidence is nowhere are refused, not skipped."""
    with pytest.raises(LabelError, match="evidence is in no sentence"):
        _ = Case("none", make_article("Rain."), Gold.model_validate(LABELS)).claims


def test_actor_is_swapped_with_parties_that_do_not_hold_the_claim(case: Case) -> None:
    """Every other party of the labels takes the claim, under its main name."""
    swapped = {(mutant.of.text, mutant.claim.party) for mutant in of_kind("actor swapped", case)}
    assert swapped == {
        (text, party)
        for text, own in (
            (LABELS["demands"][0]["demand"], "Dockers"),
            ("Want 8%.", "Dockers"),
            ("Offers 3%.", "Port"),
        )
        for party in {"Dockers", "Port", "Mayor"} - {own}
    }


def test_party_that_truly_holds_the_claim_is_no_mutant(make_article: MakeArticle) -> None:
    """Neither a party that shares a name nor one with the same claim on the same sentence is swapped in."""
    demand = LABELS["demands"][0]
    gold = {
        "parties": ["Berg", "Mayor"],
        "demands": [demand, {**demand, "party": "Berg"}, {**demand, "party": "Mayor", "aliases_ok": []}],
    }
    assert not of_kind("actor swapped", Case("x", make_article(*TEXTS), Gold.model_validate(gold)))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Ukraine must leave.", ["Ukraine must not leave.", "Ukraine must never leave."]),
        ("Should be paid.", ["Should not be paid.", "Should never be paid."]),
        ("Ships should not be let in.", ["Ships should be let in."]),
        ("No concessions.", ["Some concessions."]),
        ("Says he does not want peace.", ["Says he does want peace."]),
        ("Wants 8%.", ["Rejects 8%."]),
        ("Rejects the offer.", ["Accepts the offer."]),
        ("Calls the report false.", ["Calls the report true."]),
        ("Says the law is fair.", ["Says the law is not fair.", "Denies that the law is fair."]),
        ("An end to the war.", ["No end to the war.", "Rejects an end to the war."]),
        ("NATO membership.", ["No NATO membership.", "Rejects NATO membership."]),
        ("Must pay (the port must not say more).", ["Must not pay (the port must not say more)."]),
    ],
)
def test_polarity_is_flipped_by_grammar(claim: str, expected: list[str]) -> None:
    """A negation comes in or goes out, a stance is reversed; a labeller's remark stays as it is."""
    found = opposites(claim)
    assert expected[0] in found
    assert set(expected) <= set(found)
    assert claim not in found


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("A 30-day truce.", ["A 60-day truce."]),
        ("Recognise four regions.", ["Recognise seven regions."]),
        ("An 8% rise and 1,000 jobs.", ["An 1% rise and 1,000 jobs.", "An 8% rise and 4,000 jobs."]),
        ("As agreed in 2019.", ["As agreed in 2012."]),
        ("By Friday.", ["By Monday."]),
        ("A truce.", []),
    ],
)
def test_figures_are_changed_one_at_a_time(claim: str, expected: list[str]) -> None:
    """Numbers, numerals, years and days become others."""
    assert other_figures(claim, "") == expected


def test_figure_of_the_evidence_is_not_chosen() -> None:
    """The new figure is one that the evidence does not have."""
    assert other_figures("A 3% rise.", "From 3% to 6%, not 7.") == ["A 8% rise."]


def test_names_are_changed_to_others_and_to_strangers(case: Case) -> None:
    """A name outside the evidence takes the place of one in the claim; the remark's names stay."""
    labels = {**LABELS, "demands": [{**LABELS["demands"][0], "demand": "Genoa must pay (says Anna Berg)."}]}
    found = [mutant.claim.text for mutant in of_kind("name changed", Case("x", case.article, Gold(**labels)))]
    assert found == [f"{name} must pay (says Anna Berg)." for name in ("Carl Dahl", "Turin", "Paraguay")]


def test_evidence_is_shifted_to_sentences_that_do_not_support(case: Case) -> None:
    """Neither the true sentence nor one with the label's terms is cited, near and far."""
    shifted = [
        mutant.claim.evidence for mutant in of_kind("evidence shifted", case) if mutant.of is case.claims[0]
    ]
    assert shifted == [(3,), (7,), (5,)]


def test_invented_quotes_are_nowhere_in_the_article(case: Case) -> None:
    """One is made up, one is the evidence's own words with one changed; each has five to eight words."""
    for mutant in of_kind("invented quote", case):
        quote = plain(mutant.claim.text).split('"')[1]
        assert quote not in plain(case.article.text)
        assert 5 <= len(quote.split()) <= 8


def test_mutants_of_the_seeds_are_many_and_repeatable() -> None:
    """Every kind is made from every seed that allows it; each differs from its claim; two runs agree."""
    cases = [Case(i.name, sources.load(str(i.path)), i.gold) for i in pair(SEEDS, load_gold(GOLD))]
    made = [mutant for case in cases for mutant in mutants(case)]
    assert made == [mutant for case in cases for mutant in mutants(case)]
    assert all(mutant.claim != mutant.of for mutant in made)
    counts = Counter(mutant.kind for mutant in made)
    assert set(counts) == set(KINDS)
    assert all(counts[kind] > 100 for kind in set(KINDS) - {"figure changed"})
    assert len(made) == len({(mutant.kind, mutant.claim) for mutant in made})


class FakeGate:
    """Keeps what it is told to keep."""

    def __init__(self, *, keep: bool) -> None:
        self.keep = keep

    def __call__(self, draft: Draft, article: Article, parties: Parties) -> Any:
        """The draft's claims, or the reasons why not."""
        names = [item.demand for item in draft.demands]
        names += [side.position for item in draft.disagreements for side in item.positions]
        withheld = [Withheld(section="demands", claim=name, reason=f"no: {name}") for name in names]
        fields = {"summary": (), "warnings": ()}
        kept = {"demands": draft.demands, "disagreements": draft.disagreements, "withheld": ()}
        none: dict[str, Any] = {"demands": (), "disagreements": (), "withheld": withheld}
        return type("Checked", (), {**fields, **(kept if self.keep else none)})


def test_verdict_is_none_or_the_claims_own_reason(case: Case) -> None:
    """A position is drafted with the others of its issue, and its own reason is reported."""
    claim = case.claims[-1]
    assert verdict(claim, case.article, Parties(), FakeGate(keep=True)) is None
    assert verdict(claim, case.article, Parties(), FakeGate(keep=False)) == "no: Offers 3%."


def test_claims_on_one_sentence_are_ruled_right_only_by_a_careful_gate() -> None:
    """A gate that keeps all, or nothing, is wrong about some of the five claims."""
    assert share(rule_on_sentence(FakeGate(keep=True))) == 2 / 5
    assert share(rule_on_sentence(FakeGate(keep=False))) == 3 / 5


def test_share_of_right_rulings(case: Case) -> None:
    """True claims belong in, wrong ones out."""
    claim = case.claims[0]
    rulings = [
        Ruling("x", "demands", True, claim, None),
        Ruling("x", "demands", True, claim, "why"),
        Ruling("x", "actor swapped", False, claim, "why"),
        Ruling("x", "actor swapped", False, claim, None),
    ]
    assert [ruling.right for ruling in rulings] == [True, False, True, False]
    assert share(rulings) == 0.5
