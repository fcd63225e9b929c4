"""Mentions: which words of a sentence may act, and what they say of who that is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from articles import known_bug

from summarizer.mentions import Mention, MentionFinder
from summarizer.parties import Parties
from summarizer.words import tidy, tokenize


def mentions(text: str, known: frozenset[str] = frozenset()) -> list[tuple[str, Mention]]:
    """The mentions of a sentence with their words."""
    tokens = tokenize(tidy(text))
    found = MentionFinder(tokens, Parties(), known).find()
    return [(text[tokens[each.start].start : tokens[each.end - 1].end], each) for each in found]


def words(text: str) -> list[str]:
    """The words of all mentions."""
    return [each for each, _ in mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The US-backed coalition spoke.", [("US-backed coalition", "US-backed coalition")]),
        ("Chinese-made cars cost less.", []),
        ("The Rolls-Royce board spoke.", [("Rolls-Royce board", "Rolls-Royce")]),
    ],
)
def test_an_adjective_is_nobodys_name(text: str, found: list[tuple[str, str]]) -> None:
    """Who is described by a name is not who has it."""
    assert [(said, mention.label) for said, mention in mentions(text)] == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Bank of England spoke.", "Bank of England"),
        ("The Institute for Health and Care Excellence spoke.", "Institute for Health and Care Excellence"),
        ("The Voters' Equity League spoke.", "Voters' Equity League"),
        ("Turkish Airlines spoke.", "Turkish Airlines"),
        ("They met Mr. Hale.", "Hale"),
        ("They met Dr. Eva Lind.", "Eva Lind"),
        ("They met Ludwig van Dyke.", "Ludwig van Dyke"),
        pytest.param("The Premier League spoke.", "Premier League"),
        ("Vodafone again refused.", "Vodafone"),
        ("Elbonia has repeatedly refused.", "Elbonia"),
        pytest.param(
            "The People's Party spoke.", "People's Party", marks=known_bug("a possessive cuts the name")
        ),
    ],
)
def test_a_name_is_one_mention(text: str, name: str) -> None:
    """Linking words and possessives inside a name do not cut it; titles are left out of it."""
    named = [each for _, each in mentions(text) if each.kind == "name"]
    assert [(each.name, each.party) for each in named] == [(name, None)]


@pytest.mark.parametrize(
    ("text", "party", "name", "head"),
    [
        ("Kremlin spokesman Dmitry Peskov spoke.", "Russia", "Dmitry Peskov", "spokesman"),
        ("Kenyan minister Grace Otieno spoke.", "Kenya", "Grace Otieno", "minister"),
        ("Unite general secretary Sharon Graham spoke.", "Unite", "Sharon Graham", "secretary"),
        ("Kenya's water minister spoke.", "Kenya", None, "minister"),
        ("Canadian officials spoke.", "Canada", None, "officials"),
        ("U.S. District Judge Jane Doe spoke.", None, "Jane Doe", "judge"),
        ("Moscow spoke.", "Russia", None, ""),
    ],
)
def test_an_office_names_whom_it_is_held_for(
    text: str, party: str | None, name: str | None, head: str
) -> None:
    """Except that a judge of a country does not speak for it."""
    (mention,) = (each for _, each in mentions(text))
    assert (mention.party, mention.name, mention.head) == (party, name, head)


def test_a_group_is_known_by_its_head_noun() -> None:
    """With the words before it that tell which."""
    ((text, mention),) = mentions("The angry bus drivers left.")
    assert (text, mention.kind, mention.head) == ("angry bus drivers", "group", "drivers")


@known_bug("a verb that no list knows is read as part of the group after it")
def test_a_verb_is_no_part_of_a_group() -> None:
    """Whom the minister met are nurses, not "met nurses"."""
    assert words("The minister met nurses.") == ["minister", "nurses"]


@pytest.mark.parametrize("text", ["Analysts left.", "The researchers left.", "A professor left."])
def test_who_only_comments_is_a_bystander(text: str) -> None:
    """Experts are no side in a dispute."""
    assert [each.bystander for _, each in mentions(text)] == [True]


@pytest.mark.parametrize(
    ("text", "head"),
    [("They left.", "they"), ("We've left.", "we"), ("It's late.", "it"), ("Then she left.", "she")],
)
def test_a_pronoun_is_a_mention(text: str, head: str) -> None:
    """Contracted or not."""
    ((_, mention),) = mentions(text)
    assert (mention.kind, mention.head) == ("pronoun", head)


def test_a_possessor_only_qualifies() -> None:
    """Russia acts in nothing here."""
    ((_, mention), *_) = mentions("Russia's plan failed.")
    assert mention.possessor


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He told us in May on a Monday.", ["He"]),
        ("The US told us.", ["US"]),
        ("They had turkey with rice.", ["They"]),
        ("Yesterday it rained.", ["it"]),
        ("The first official meeting was long.", []),
        ("Moscow and Washington met.", ["Moscow", "Washington"]),
        pytest.param("Rents must fall.", []),
    ],
)
def test_what_is_no_mention(text: str, found: list[str]) -> None:
    """Months, common words and lower-case look-alikes name nobody."""
    assert words(text) == found


def test_a_word_known_as_a_name_is_one_at_the_head_of_a_sentence() -> None:
    """There a capital alone says nothing."""
    assert mentions("Northport planned it.")[0][1].kind == "pronoun"
    assert mentions("Northport planned it.", frozenset(["northport"]))[0][1].name == "Northport"


def test_mentions_come_in_order_and_do_not_overlap() -> None:
    """Each word belongs to one mention at most."""
    found = [
        each
        for _, each in mentions("Kenya's minister Grace Otieno met Ana Ruiz, leader of the Dockers Union.")
    ]
    assert all(before.end <= after.start for before, after in pairwise(found))
