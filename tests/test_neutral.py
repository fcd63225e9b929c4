"""Neutral wording: loaded terms stand in quotation marks or count as the text's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.neutral import loaded_terms_in_own_voice, quotations, speaks_in_first_person


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The regime fell.", ("regime",)),
        ("REGIMES fell, regimes rose.", ("REGIMES",)),
        ("A terrorist, a massacre and a terrorist.", ("terrorist", "massacre")),
        ("The minister spoke of reform.", ()),
        ("A regimen of exercise by the eviller sort.", ("regimen",)),
        ("The special\nmilitary  operation went on.", ("special military operation",)),
        ("The so‑called talks.", ("so‑called",)),
        ("A re\u200bgime.", ("regime",)),
        ("", ()),
    ],
)
def test_terms_are_whole_words_in_any_case(text: str, terms: tuple[str, ...]) -> None:
    """A star in the list matches endings; white space, hyphens and invisible characters hide nothing."""
    assert loaded_terms_in_own_voice(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        'He called it a "regime".',
        "He called it a “regime”.",
        "He called it a ‘regime’.",
        "He called it a 'regime'.",
        "Il parle d'un « regime ».",
        "Er nannte es ein „regime“.",
        "Er nannte es ein »regime«.",
        "“It is ‘a regime’, a junta,” she said.",
        "She said \"he played 'a regime', a junta\".",
        "“The workers’ regime is evil.”",
        "“One regime.\n\n“Another junta.”",
        "a “solution”as good as a “regime”is",
    ],
)
def test_a_term_inside_quotation_marks_is_the_speakers(text: str) -> None:
    """Straight, curly, single, German and French marks, nested ones, and quotations of two paragraphs."""
    assert loaded_terms_in_own_voice(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "“Peace,” said the regime, “is near.”",
        '"Peace," said the regime, "is near."',
        "‘Peace,’ said the regime, ‘is near.’",
        "The workers’ regime isn’t the owners’ choice.",
        "The workers' regime isn't the owners' choice.",
        "“A quotation that is never closed by the regime.",
        'A 5" gun for the regime and a "deal".',
        'the regime," he said. "Peace."',
        "“‘Peace’ it says”, the regime.",
    ],
)
def test_a_term_outside_quotation_marks_is_the_texts_own(text: str) -> None:
    """Between two quotations, after an apostrophe, or after a mark that nothing closes."""
    assert loaded_terms_in_own_voice(text) == ("regime",)


def test_quotations_know_how_deep_they_are() -> None:
    """Depth counts the quotations around one."""
    text = "“a ‘b “c” d’ e” and “f”"
    found = quotations(text)
    assert [(text[q.start : q.end], q.depth) for q in found.closed] == [
        ("“a ‘b “c” d’ e”", 0),
        ("‘b “c” d’", 1),
        ("“c”", 2),
        ("“f”", 0),
    ]
    assert found.is_balanced


@pytest.mark.parametrize("text", ["“open", "close”", '"open', 'a" b', "“one “two”"])
def test_a_mark_left_over_makes_a_text_unbalanced(text: str) -> None:
    """Such a text is a piece of a longer quotation."""
    assert not quotations(text).is_balanced


@given(st.text(alphabet="ab '\"“”‘’„«»‹›\n.,regim", max_size=60))
def test_any_text_gives_nested_quotations(text: str) -> None:
    """Quotations never cross, and nothing raises."""
    loaded_terms_in_own_voice(text)
    spans = quotations(text).closed
    for a in spans:
        for b in spans:
            assert (
                a == b
                or a.end <= b.start
                or b.end <= a.start
                or a.start < b.start < b.end < a.end
                or (b.start < a.start < a.end < b.end)
            )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We need reliable agreements.", True),
        ("Our members want a pay rise.", True),
        ("Kyiv said that we must wait.", True),
        ("“We need reliable agreements,” she said.", False),
        ("The US and the union met.", False),
        ("Unions want more pay.", False),
    ],
)
def test_a_speakers_we_is_not_the_tools_own(text: str, expected: bool) -> None:
    """The first person outside quotation marks puts a speaker's words into the tool's mouth."""
    assert speaks_in_first_person(text) is expected
