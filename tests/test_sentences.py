"""Sentences: numbered, with true offsets, split where a reader would split them."""

from __future__ import annotations

import json
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split

GOLD = Path(__file__).parent / "gold"
SEEDS = ("000", "001", "002", "003", "004")


def texts(text: str) -> list[str]:
    """Texts of all sentences and headings."""
    return [sentence.text for sentence in split(text)]


def seed_text(seeds: Path, number: str) -> str:
    """The article of that number, line ends as they are."""
    return next(seeds.glob(f"{number}-*.txt")).read_bytes().decode("utf-8")


def evidence(value: object) -> list[str]:
    """Every "evidence" string in a gold file, however deep."""
    if isinstance(value, dict):
        own = [value["evidence"]] if isinstance(value.get("evidence"), str) else []
        return own + [found for part in value.values() for found in evidence(part)]
    return [found for part in value for found in evidence(part)] if isinstance(value, list) else []


WHOLE = [
    "The U.S. President met Gen. Mark Milley on Feb. 18 in St. Petersburg.",
    "Mr. J. K. Smith of No. 10 arrived at 5 p.m. local time.",
    "He cited several papers, e.g. Kommersant, and firms like Acme Inc. and Gazprom.",
    "Inflation rose 3.5 percent… to a record.",
    "Trump said he was “open to talks... and more” with Putin.",
    "Yahoo! shares fell in the U.K. market.",
    "“Why now?” Peskov asked.",
    "“Are you ready?” asked Peskov.",
    "The Kremlin (see www.kremlin.ru/en) declined to comment to Booking.com or One.Tel.",
    "J. De Vries of the Dutch A. F. Th. institute spoke.",
    "Er kam am 3. Oktober mit Dr. Müller, z. B. nach Berlin.",
    "M. Macron et Mme. Merkel ont parlé.",
    "«Мы готовы!» — заявил Песков.",
    "А. С. Пушкин жил в г. Москве на ул. Арбат.",
    "Ο κ. Μητσοτάκης μίλησε.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_abbreviations_initials_and_attributions_do_not_end_a_sentence(text: str) -> None:
    """A full stop that belongs to a word, and a quoted question with its speaker, split nothing."""
    assert texts(text) == [text]


PARTS = [
    ["They met in the U.S.", "The delegation left."],
    ["It ended at 5 p.m.", "He left.", "It was signed by Acme Inc.", "The price is unknown."],
    ["“We are ready.", "No deal,” he said."],
    ["No truce, said Ushakov.", "“We expect more.”", "He left."],
    ["He accepts the “reality on the ground.”", "Russia’s readiness is clear."],
    ['"Never."', '"Not now," he said.', "‘No.’", "She left."],
    ["Was it true?!", "No!", "Then it ended...", "Putin left."],
    ["He won 3-1.", "10 people cheered in 1999.", "The war went on."],
    ["Prices fell.", "iPhone sales rose."],
    ["World War I.", "The end."],
    ["See the report.[12]", "The talks go on."],
    ["(He stayed.)", "The end came."],
    ["„Wir sind bereit.“", "Das sagte er.", "»Nein.«", "Sie ging."],
    ["« Nous sommes prêts. »", "Le président a parlé."],
    ["¿Qué pasó?", "¡Nada!", "Dijo que no en EE.UU.", "El presidente calló."],
    ["В 2022 г. Россия напала.", "Он ушел."],
    ["Τι θα γίνει;", "Ο Πούτιν δεν απάντησε."],
    ["Wait…", "What?"],
]


@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: parts[0])
def test_sentences_end_where_they_end(parts: list[str]) -> None:
    """Stops end sentences, in quotations too; closing marks stay with what they close."""
    assert texts(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It is a crisis.”Russia denied it.", ["It is a crisis.”", "Russia denied it."]),
        ("The talks ended.The delegation left.", ["The talks ended.", "The delegation left."]),
        ("俄罗斯拒绝停火。乌克兰要求保证！", ["俄罗斯拒绝停火。", "乌克兰要求保证！"]),
    ],
)
def test_a_missing_space_after_the_stop_still_ends_the_sentence(text: str, parts: list[str]) -> None:
    """Web pages lose spaces; sentences do not run together for it."""
    assert texts(text) == parts


def test_a_paragraph_ends_a_sentence() -> None:
    """The end of a line ends a sentence, with its stop or without."""
    text = (
        "Putin has rejected the truce that Washington and Kyiv proposed in Jeddah this week again\nHe left."
    )
    assert texts(text) == text.split("\n")
    assert [sentence.kind for sentence in split(text)] == ["sentence", "sentence"]
    assert [sentence.paragraph for sentence in split(text)] == [0, 1]


def test_an_introduction_and_its_list_are_sentences_of_their_own() -> None:
    """What a colon announces is evidence item by item, list marks are outside the offsets."""
    text = "Moscow has these conditions:\n- no NATO for Kyiv\n* Crimea\n• bases\n1. Donbas\n\nKyiv won't."
    assert texts(text) == [
        "Moscow has these conditions:",
        "no NATO for Kyiv",
        "Crimea",
        "bases",
        "Donbas",
        "Kyiv won't.",
    ]
    assert {sentence.kind for sentence in split(text)} == {"sentence"}


def test_list_items_without_marks_are_sentences_too() -> None:
    """Short lines under an introduction that ends in a colon are no headings."""
    text = "Moscow has these conditions:\nNo NATO for Ukraine\nCrimea is ours\n\nKyiv refuses."
    assert [sentence.kind for sentence in split(text)] == ["sentence"] * 4


def test_headings_are_units_of_their_own() -> None:
    """Lines without a stop and marked headings are headings, and are not split."""
    top = "Putin rejects truce. Again\n====\n\nHe said no to it.\n\n"
    text = top + "What Kyiv says\n\nIt wants peace.\n\n## No. What now?\n\nTalks."
    found = [(sentence.kind, sentence.text) for sentence in split(text)]
    assert found == [
        ("heading", "Putin rejects truce. Again"),
        ("sentence", "He said no to it."),
        ("heading", "What Kyiv says"),
        ("sentence", "It wants peace."),
        ("heading", "No. What now?"),
        ("sentence", "Talks."),
    ]


def test_a_short_quoted_sentence_is_text() -> None:
    """Speech is article text, however short it is."""
    text = "Peskov was asked what Russia would do next week.\n“Enter into negotiations.”\n“No.”\nHe left."
    assert texts(text)[1:3] == ["“Enter into negotiations.”", "“No.”"]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
@pytest.mark.parametrize("number", SEEDS)
def test_hard_wrapped_text_gives_the_same_sentences(seeds: Path, number: str, width: int) -> None:
    """Lines broken at a width, as in mails and Markdown, are joined again."""
    text = seed_text(seeds, number)
    wrapped = "\n\n".join(
        textwrap.fill(" ".join(line.split()), width, break_on_hyphens=False)
        for line in text.splitlines()
        if line.strip()
    )
    assert [" ".join(found.split()) for found in texts(wrapped)] == [
        " ".join(found.split()) for found in texts(text)
    ]


def test_wrapped_list_items_go_on_in_indented_lines() -> None:
    """A list item may take several lines."""
    assert texts("The plan:\n* Talks go on in Riyadh on\n  Monday.\n* Kyiv waits.")[1:] == [
        "Talks go on in Riyadh on\n  Monday.",
        "Kyiv waits.",
    ]


def test_invisible_characters_do_not_hide_a_sentence_end() -> None:
    """Characters that nobody sees change neither the splitting nor the truth of the offsets."""
    text = (
        "\ufeffRussia\u200b said\u00a0no.\u200b \u202eKyiv\u00ad won\U000e0041.\u200b\u2028\u2066Talks go on."
    )
    found = split(text)
    assert [sentence.text for sentence in found] == [
        "Russia\u200b said\u00a0no.",
        "Kyiv\u00ad won\U000e0041.",
        "Talks go on.",
    ]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_all_line_ends_are_line_ends(line_end: str) -> None:
    """Texts from every system are split alike."""
    assert texts(f"Russia said no.{line_end}{line_end}Kyiv agreed.{line_end}") == [
        "Russia said no.",
        "Kyiv agreed.",
    ]


@pytest.mark.parametrize("number", SEEDS)
def test_no_article_text_of_the_seeds_is_lost(seeds: Path, number: str) -> None:
    """Everything that the labels quote is in the sentences."""
    joined = " ".join(" ".join(texts(seed_text(seeds, number))).split())
    gold = json.loads((GOLD / f"{number}.json").read_text(encoding="utf-8"))
    assert evidence(gold)
    assert [quote for quote in evidence(gold) if " ".join(quote.split()) not in joined] == []


@pytest.mark.parametrize("number", SEEDS)
def test_no_sentence_of_the_seeds_is_cut_or_run_together(seeds: Path, number: str) -> None:
    """Sentences of the seeds begin with a capital or a quotation mark and end with a stop or a colon."""
    for sentence in split(seed_text(seeds, number)):
        if sentence.kind == "sentence":
            assert sentence.text.lstrip('“"')[0].isupper()
            assert sentence.text.rstrip("”'\"").endswith((".", "!", "?", ":"))


PIECES = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from(
            [". ", ".", "?! ", "…", "\n", "\r\n", "\n\n", "“", "”", '"', "»", " U.S. ", " The ", "Mr. ", "- ",
             "# ", "> ", "1. ", "\u200b", "\ufeff", "\u00a0", "\U000e0041", ":", "===", "---\n", " Share\n",
             "Source: x\n", "A word "]
        ),
    )
).map("".join)  # fmt: skip


@given(PIECES)
def test_sentences_of_any_text_are_true_to_it(text: str) -> None:
    """Offsets are true, numbers consecutive, sentences in order, apart, and without outer space."""
    end = 0
    for number, sentence in enumerate(split(text), 1):
        assert sentence.n == number
        assert end <= sentence.start < sentence.end
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip()
        end = sentence.end


@given(PIECES)
def test_splitting_is_repeatable(text: str) -> None:
    """The same text has the same sentences, always."""
    assert split(text) == split(text)


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        ". ",
        "“.”",
        "A.",
        ".[1",
        "> ",
        "#",
        "word ",
        "a\u200b",
        ".”",
        "x@",
        "www.",
        "(photo",
        "a > ",
        "a/",
    ],
)
def test_time_is_linear_in_the_length_of_the_text(piece: str) -> None:
    """No text, however strange, makes the splitter slow."""
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    split(text)
    assert time.perf_counter() - start < 5
