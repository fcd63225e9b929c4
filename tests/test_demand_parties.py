"""Whose a demand is, and of whom it is demanded: names, offices, pronouns, common nouns, speakers."""

from __future__ import annotations

import pytest
from articles import DISPUTE, demands, known_bug, stated

from summarizer.parties import Parties

# -- of whom -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Kenya urged Ethiopia to publish the data.", "Ethiopia"),
        ("Kenya called on Addis Ababa to publish the data.", "Ethiopia"),
        ("Ethiopia must publish the data, Kenya said.", "Ethiopia"),
        ("Kenya will not sign until Ethiopia publishes the data.", "Ethiopia"),
        ("Kenya demanded the release of the crew.", None),
    ],
)
def test_the_addressee(text: str, addressee: str | None) -> None:
    """Whoever is to act, under the name of the alias table; nobody where the sentence does not say."""
    assert [demand.addressee for demand in demands(text, DISPUTE)] == [addressee]


# -- by whom -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Dockers Union met on Monday. It demanded a pay rise of 6%.", "Dockers Union"),
        ("The Dockers Union met on Monday. The union demanded a pay rise of 6%.", "Dockers Union"),
        ("The airline Skyways met on Monday. The airline demanded a pay cut of 6%.", "Skyways"),
        ("Dockers Union general secretary Ana Ruiz demanded a pay rise of 6%.", "Dockers Union"),
        ("Ana Ruiz, leader of the Dockers Union, spoke. She demanded a pay rise of 6%.", "Dockers Union"),
        ("Ana Ruiz, leader of the Dockers Union, spoke. Ruiz demanded a pay rise of 6%.", "Dockers Union"),
        (
            "The Dockers Union met. Its general secretary, Ana Ruiz, demanded a pay rise of 6%.",
            "Dockers Union",
        ),
        ("A spokesman for Northport demanded an end to the walkout.", "Northport"),
        ("A spokeswoman for the Tenants League, Iris Bell, demanded a rent freeze.", "Tenants League"),
        ("The Tenants League, a charity in Leeds, demanded a rent freeze.", "Tenants League"),
        ("The Tenants League, which represents 4,000 households, demanded a rent freeze.", "Tenants League"),
        ("Northport's managing director, Tom Hale, demanded an end to the walkout.", "Northport"),
        (
            "The Royal College of Midwives (RCM) met. The RCM demanded a pay rise.",
            "Royal College of Midwives",
        ),
        ("Lena Ortiz's lawyer, Max Stein, demanded the release of the tapes.", "Lena Ortiz"),
        ("Ottawa demanded an end to the duty on maple syrup.", "Canada"),
        ("The Canadian government demanded an end to the duty on maple syrup.", "Canada"),
        ("Canada met Brazil and demanded an end to the duty on steel.", "Canada"),
        ("Brazil said talks went well, while Canada demanded an end to the duty.", "Canada"),
        ("In a statement to Northport, the Dockers Union demanded a pay rise of 6%.", "Dockers Union"),
        ("Speaking in Cairo, Kenya's water minister called for a joint commission.", "Kenya"),
        ("Brazil said Kenya had demanded a joint commission.", "Kenya"),
        ("Striking nurses demanded a pay rise of 6%.", "Nurses"),
        ("Parents at Ashford School demanded a new roof.", "Ashford School parents"),
        pytest.param(
            "The People's Party demanded a recount of the ballots.",
            "People's Party",
            marks=known_bug("a possessive inside a name cuts it: 'Party'"),
        ),
        ("The chairwoman of Rovers FC, Nia Cole, demanded a replay of the final.", "Rovers FC"),
        pytest.param(
            "The manager of Rovers FC, Nia Cole, demanded a replay of the final.",
            "Rovers FC",
            marks=known_bug("an office in a company, 'the manager of X', is a party of its own"),
        ),
        pytest.param(
            "The Dockers Union met the heads of Northport in Leeds. The company demanded a pay cut of 6%.",
            "Northport",
        ),
        pytest.param(
            "Skyways met Boeing in May. The airline demanded a refund of the deposit.",
            "Skyways",
            marks=known_bug("'the airline' is the last name without a kind, not the subject"),
        ),
        pytest.param(
            "Nia Cole of Rovers FC demanded a replay of the final.",
            "Rovers FC",
            marks=known_bug("'NAME of X' without an office does not tie the name to X"),
        ),
        pytest.param(
            "Lawyers for Skyways demanded compensation from the planemaker.",
            "Skyways",
            marks=known_bug("lawyers speak for themselves, not for their client"),
        ),
    ],
)
def test_the_party(text: str, party: str) -> None:
    """Subject, pronoun, common noun, office, apposition and alias lead to one name."""
    assert [holder for holder, _ in stated(text)] == [party]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("“Northport must pay,” said Ana Ruiz, general secretary of the Dockers Union.", "Dockers Union"),
        (
            "The Dockers Union met. “Northport must pay,” the union's secretary, Ana Ruiz, said.",
            "Dockers Union",
        ),
        (
            "“We want the canteen reopened,” said Ana Ruiz, a spokeswoman for the Dockers Union.",
            "Dockers Union",
        ),
        ("“We need a larger quota,” Iceland's fisheries minister said.", "Iceland"),
        pytest.param(
            "Ana Ruiz, leader of the Dockers Union, said Northport must pay the night shift more.",
            "Dockers Union",
        ),
        pytest.param("Canada's trade minister, Paul Roy, said that Brazil must lift the duty.", "Canada"),
        pytest.param(
            "Canada welcomed the vote. A spokesman for the city council said that Ashford School must close.",
            "City council",
        ),
    ],
)
def test_the_speaker_holds_what_is_said(text: str, party: str) -> None:
    """A speaker's modal, and "we" in a quotation, are the demand of the speaker's party."""
    assert [holder for holder, _ in stated(text)] == [party]


def test_two_parties_in_one_sentence_keep_what_is_theirs() -> None:
    """A contrast gives each clause its own subject."""
    found = demands(
        "Moscow said that Ukraine must join NATO only after a referendum, while Kyiv demanded security "
        "guarantees from the United States."
    )
    assert [demand.party for demand in found] == ["Russia", "Ukraine"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("French farmers demanded an end to the fuel tax.", "France"),
        ("Georgian protesters demanded a new election.", "Georgia"),
        ("The Kenyan opposition demanded a recount of the ballots.", "Kenya"),
        ("Kenya's opposition demanded a recount of the ballots.", "Kenya"),
    ],
)
def test_the_people_of_a_country_are_not_the_country(text: str, country: str) -> None:
    """What its farmers demand, its government may refuse."""
    ((party, _),) = stated(text)
    assert party != country


def test_a_party_that_the_user_names_is_read_like_any_other() -> None:
    """Other names in the settings add to what is understood; they take nothing away."""
    parties = Parties({"Skyways": ["the carrier"]})
    text = "The airline Skyways met on Sundays. The airline demanded a pay cut of 6%."
    assert [demand.party for demand in demands(text, DISPUTE, parties=parties)] == ["Skyways"]
