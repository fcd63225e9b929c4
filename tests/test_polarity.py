"""A claim negates what its evidence negates, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.negation import signed
from summarizer.polarity import agrees, negations
from summarizer.words import fold, tokenize

RECALL = "Elbonia rejected the demand and refused to withdraw its troops from the valley"
FALSE = "The spokesman called the report “false” and disputed it."
LIST = (
    "Ukraine renouncing NATO membership and adopting a neutral stance, a binding agreement prohibiting the "
    "deployment of foreign troops in Ukraine, international recognition of Russian sovereignty over Crimea"
)
EFFORTS = "The international community should contribute to Ankara's efforts to stop wars and build peace"
NOTION = "He dismisses that notion, saying no election can be held while martial law remains in place."
KEPT = [
    ("Calls the report false.", FALSE),
    ("Elbonia refused to withdraw its troops.", RECALL),
    ("Ukraine must renounce NATO membership and be neutral.", LIST),
    ("Wants its sovereignty recognised.", LIST),
    ("The international community should contribute to Ankara's peace efforts.", EFFORTS),
    ("Rejects a temporary truce.", "“We do not need a temporary truce,” he stated."),
    ("A freeze is unacceptable.", "“Freezing the conflict, as many say, is unacceptable,” she said."),
    ("Dismisses this, saying no election can be held under martial law.", NOTION),
    ("The union wants the cut reversed.", "The union said the cut must be reversed."),
    ("Sanctions should be lifted.", "Tehran demanded the lifting of all sanctions."),
    ("The province must cancel the permits.", "They won't budge until the province cancels the permits."),
    ("There must be change or sanctions follow.", "If there is not a change, sanctions are possible."),
    ("Trust must increase before the crisis can be resolved.",
     "Without increasing trust, it would be impossible to resolve the crisis."),
    ("Wants elections by year end.", "They wanted elections by the end of the year."),
    ("No more than 200 guards.", "There should be no more than 200 guards."),
]  # fmt: skip
FLIPPED = [
    ("Calls the report true.", FALSE),
    ("Elbonia agreed to withdraw its troops.", RECALL),
    ("Elbonia will withdraw its troops.", RECALL),
    ("Ukraine must not renounce NATO membership.", LIST),
    ("The international community should not contribute to Ankara's peace efforts.", EFFORTS),
    ("Accepts a temporary truce.", "“We do not need a temporary truce,” he stated."),
    ("Accepts this, saying no election can be held under martial law.", NOTION),
    ("Dismisses this, saying some election can be held under martial law.", NOTION),
    ("The union does not want the cut reversed.", "The union said the cut must be reversed."),
    ("Sanctions should stay.", "Tehran demanded that the sanctions be lifted."),
    ("The province must not cancel the permits.", "They won't budge until the province cancels the permits."),
    ("Confirms the allegation.", "India accuses Pakistan, but Pakistan denies the allegation."),
    (
        "Accepts his legitimacy as a negotiator.",
        "The president has questioned his legitimacy as a negotiator.",
    ),
    ("NATO membership for Ukraine.", "Ukraine must abandon its NATO membership bid."),
    ("More than 200 guards.", "There should be no more than 200 guards."),
    ("Rejects it.", "The company proposed a lower fare."),
]


@pytest.mark.parametrize(("claim", "evidence"), KEPT)
def test_the_same_negation_in_other_words_agrees(claim: str, evidence: str) -> None:
    """A negation counts for the words that it governs, whatever else the sentence negates."""
    assert agrees(claim, [evidence])


@pytest.mark.parametrize(("claim", "evidence"), FLIPPED)
def test_a_negation_put_in_or_taken_out_disagrees(claim: str, evidence: str) -> None:
    """As does a verb of stance or a bound of a figure that is turned round."""
    assert not agrees(claim, [evidence])


@pytest.mark.parametrize("evidence", sorted({evidence for _, evidence in KEPT + FLIPPED}))
def test_a_sentence_agrees_with_itself(evidence: str) -> None:
    """Whatever its negations are."""
    assert agrees(evidence, [evidence])


def test_what_the_speaker_goes_on_to_deny_counts_for_a_bare_denial() -> None:
    """As in "Little action" rests on the next sentence of the same quotation."""
    claim, cited, more = (
        "Many words, little action.",
        "There are a lot of words.",
        "There is no clarity on the steps.",
    )
    assert not agrees(claim, [cited])
    assert agrees(claim, [cited], [more])


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("He will not sign the treaty", {"sign", "agreement"}),
        ("Not only the treaty but the talks", set()),
        ("They denied unfair subsidies and attributed success to innovation", {"subsidi"}),
        ("A fair treaty is impossible", {"fair", "agreement"}),
        ("The treaty failed, but the talks go on", {"agreement"}),
    ],
)
def test_each_negation_governs_its_own_words(text: str, denied: set[str]) -> None:
    """Up to the end of its clause or verb phrase; a predicate governs its subject."""
    assert {
        word.meaning for word in signed(text) if word.is_denied and not word.meaning.startswith("@")
    } >= denied - {"agreement"}


def test_negations_are_counted() -> None:
    """Idle ones ("not only", "whether or not") are none."""
    assert (
        negations(tokenize(fold("He refused and did not stop, not only there, whether or not it rains"))) == 3
    )


@given(claim=st.text(max_size=80), evidence=st.lists(st.text(max_size=80), max_size=3))
def test_any_text_has_an_answer(claim: str, evidence: list[str]) -> None:
    """Nothing raises."""
    assert agrees(claim, evidence) in (True, False)
