"""Words: folding drops typography and keeps meaning; tokens keep their place."""

from __future__ import annotations

import pytest
from articles import ANY_TEXT
from hypothesis import given

from summarizer.words import fold, meaning, squeeze, stem, tidy, tokenize


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("‘a’ ´b` ′", "'a' 'b' '"),
        ("a – b — c", "a – b – c"),
        ("a‐b‑c−d", "a-b-c-d"),
        ("a\u00a0b\u202fc\td\ne", "a b c d e"),
        ("so…", "so..."),
        (
            "soft\u00adhyphen, zero\u200bwidth, \ufeffmark, \u202eturned",
            "softhyphen, zerowidth, mark, turned",
        ),
        ("Türkiye, Łódź, Київ", "Türkiye, Łódź, Київ"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    """Curly and straight, long and short, visible and invisible variants become one; letters stay."""
    assert fold(text) == folded


def test_tidying_keeps_the_direction_of_quotation_marks() -> None:
    """Their nesting depends on it; all else is folded."""
    assert tidy("«a»\u00a0„b” “c”…") == "“a” “b” “c”..."


def test_squeezing_ignores_case_and_white_space() -> None:
    """So that a quote is found in its text however it was wrapped."""
    assert squeeze("  A “B”\u00a0\n C ") == squeeze('a "b" c')


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Russia’s deal", ["Russia", "'s", "deal"]),
        ("it's late, that's all", ["it's", "late", ",", "that's", "all"]),
        ("isn’t won't", ["isn't", "won't"]),
        ("30-day 10% $5.2bn 1,000.5", ["30-day", "10%", "$5.2bn", "1,000.5"]),
        ("the U.S. army", ["the", "U.S.", "army"]),
        ("long-range weapons.", ["long-range", "weapons", "."]),
        ("“No,” he said", ["“", "No", ",", "”", "he", "said"]),
        ("", []),
        ("  ", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Words, figures with their unit, punctuation; a possessive is a token of its own."""
    assert [token.text for token in tokenize(tidy(text))] == tokens


@given(ANY_TEXT)
def test_tokens_are_where_they_say(text: str) -> None:
    """In order, without overlap, each the text between its offsets."""
    folded, end = tidy(text), 0
    for token in tokenize(folded):
        assert folded[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded is folded."""
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)


def test_forms_of_a_word_share_a_stem() -> None:
    """Endings do not matter."""
    assert stem("strikes") == stem("striking") == stem("strike")
    assert stem("strike") != stem("stroke")


def test_what_is_no_word_is_its_own_stem() -> None:
    """Half a surrogate pair cannot be encoded; a text may hold one all the same."""
    assert stem("\ud800") == "\ud800"
    assert stem("") == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [("truce", "ceasefire"), ("wages", "pay"), ("prohibits", "banned"), ("walkout", "strikes")],
)
def test_synonyms_share_a_meaning(first: str, second: str) -> None:
    """In any form."""
    assert meaning(first) == meaning(second)


def test_other_words_mean_themselves() -> None:
    """Only listed synonyms are unified."""
    assert meaning("truce") != meaning("treaty")
    assert meaning("herrings") == stem("herring")
