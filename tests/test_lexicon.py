"""The word lists: data that a reader can extend, inflected when read."""

from __future__ import annotations

import pytest

from summarizer.grammar import FIRST_PERSON, POSSESSIVES, PREPOSITIONS
from summarizer.lexicon import aliases, countries, inflect, lexicon, loaded_terms, synonym_groups


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("demand", {"demand", "demands", "demanded", "demanding"}),
        ("urge", {"urge", "urges", "urged", "urging"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("stay", {"stay", "stays", "stayed", "staying"}),
        ("press", {"press", "presses", "pressed", "pressing"}),
        ("push", {"push", "pushes", "pushed", "pushing"}),
        ("beg/begged", {"beg", "begs", "begged", "begging"}),
        ("plead/pleaded", {"plead", "pleads", "pleaded", "pleading"}),
        ("seek/sought", {"seek", "seeks", "sought", "seeking"}),
        ("tell/told", {"tell", "tells", "told", "telling"}),
        ("write/wrote/written", {"write", "writes", "wrote", "written", "writing"}),
        ("point out", {"point out", "points out", "pointed out", "pointing out"}),
        ("rule out/ruled out", {"rule out", "rules out", "ruled out", "ruling out"}),
    ],
)
def test_forms_of_a_verb(entry: str, forms: set[str]) -> None:
    """Regular ones by rule, irregular ones as listed; of a verb of two words the first is inflected."""
    assert inflect(entry) == forms


def test_each_form_leads_to_its_base() -> None:
    """So that rules ask for one word only."""
    words = lexicon()
    assert words.demand_verbs["sought"] == "seek"
    assert words.demand_verbs["urging"] == "urge"
    assert words.report_verbs["told"] == "tell"
    assert words.oppose_verbs["denies"] == "deny"
    assert words.support_verbs["upheld"] == "uphold"


def test_every_verb_of_demanding_has_a_frame() -> None:
    """A verb without one would never find what is demanded."""
    words = lexicon()
    assert all(words.frames[base] for base in words.demand_verbs.values())


def test_nouns_have_their_plurals() -> None:
    """Roles and demands are listed once."""
    words = lexicon()
    assert {"demand", "demands", "priority", "priorities"} <= words.demand_nouns
    assert {"spokesman", "minister", "ministers"} <= words.offices


def test_lists_hold_no_words_of_a_closed_class() -> None:
    """A pronoun or preposition among the cues would fire in every sentence."""
    words = lexicon()
    closed = PREPOSITIONS | FIRST_PERSON | POSSESSIVES
    for listed in (words.demand_nouns, words.offices, words.groups, words.bystanders, words.people):
        assert not listed & closed
        assert all(word == word.strip().lower() for word in listed)


def test_every_country_has_a_name() -> None:
    """And most a capital and a demonym, from which aliases are made."""
    table = countries()
    assert len(table) > 190
    assert all(country["name"] for country in table)
    assert sum(1 for country in table if country["capital"] and country["demonyms"]) > 120


def test_no_name_stands_for_two_parties() -> None:
    """Within the alias file."""
    names = [name.lower() for others in aliases().values() for name in others]
    assert len(names) == len(set(names))


def test_no_word_has_two_meanings() -> None:
    """In the list of synonyms a later group would silently win."""
    words = [word for group in synonym_groups() for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_loaded_terms_are_lower_case() -> None:
    """They are looked for without regard to case."""
    assert loaded_terms()
    assert all(term.strip() for term in loaded_terms())
