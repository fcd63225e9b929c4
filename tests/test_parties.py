"""Parties under one name: capitals, demonyms, seats of government, and the user's own aliases."""

from __future__ import annotations

import pickle

import pytest

from summarizer.parties import Parties


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("Russian government", "Russia"),
        ("the German side", "Germany"),
        ("Kyiv", "Ukraine"),
        ("Kiev", "Ukraine"),
        ("Ottawa", "Canada"),
        ("Canadians", "Canada"),
        ("Kenyan", "Kenya"),
        ("Japanese", "Japan"),
        ("Turkey", "Türkiye"),
        ("The White House", "United States"),
        ("U.K.", "United Kingdom"),
        ("UK", "United Kingdom"),
        ("Brussels", "European Union"),
        ("Holland", "Netherlands"),
        ("moscow", "Russia"),
        ("Norwegian officials", "Norway"),
        ("Qatari officials", "Qatar"),
        *[
            pytest.param(f"{word} officials", party)
            for word, party in [
                ("Icelandic", "Iceland"),
                ("Slovenian", "Slovenia"),
                ("Montenegrin", "Montenegro"),
            ]
        ],
        ("Moscow\u200b", "Russia"),
        pytest.param("the Dutch government", "Netherlands"),
        pytest.param("The Hague", "Netherlands"),
    ],
)
def test_one_party_has_one_name(name: str, party: str) -> None:
    """Whatever it is called in the article."""
    assert Parties().canonical(name) == party


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("The Dockers Union", "Dockers Union"),
        ("the Dockers Union", "Dockers Union"),
        ("Dockers Union", "Dockers Union"),
        ("Theatre Guild", "Theatre Guild"),
        (" Northport ", "Northport"),
        ("government", "government"),
        ("", ""),
    ],
)
def test_an_unknown_name_is_shown_as_it_is(name: str, shown: str) -> None:
    """Without a leading article."""
    assert Parties().canonical(name) == shown


def test_the_users_aliases_win() -> None:
    """Over the built-in ones as well, and only in that table."""
    parties = Parties({"Kremlin": ["Moscow"], "Dockers Union": ["DU", "the quay brotherhood"]})
    assert parties.canonical("Moscow") == "Kremlin"
    assert parties.canonical("DU") == "Dockers Union"
    assert parties.canonical("Canadian") == "Canada"
    assert Parties().canonical("Moscow") == "Russia"


def test_the_longest_name_matches() -> None:
    """South Korea is not Korea, and "new" begins New Zealand only before "zealand"."""
    words = ["the", "south", "korea", "and", "new", "zealand", "new"]
    parties = Parties()
    assert parties.match(words, 1) == ("South Korea", 2)
    assert parties.match(words, 4) == ("New Zealand", 2)
    assert parties.match(words, 6) is None
    assert parties.match(words, 7) is None


def test_exact_look_up() -> None:
    """All words of a name, in lower case, and nothing else."""
    assert Parties().lookup(["south", "korea"]) == "South Korea"
    assert Parties().lookup(["south", "korea", "spoke"]) is None
    assert Parties().lookup([]) is None


def test_tables_with_the_same_aliases_are_equal() -> None:
    """And survive the way to another process."""
    first = Parties({"Dockers Union": ["DU"]})
    copy = pickle.loads(pickle.dumps(first))
    assert copy == first
    assert hash(copy) == hash(first)
    assert copy.canonical("DU") == "Dockers Union"
    assert first != Parties()
