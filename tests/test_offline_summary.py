"""The extractive summary: which sentences it takes, and how it quotes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import sentences
from summarizer.discourse import Discourse
from summarizer.engines.offline.summary import quoted, summarize
from summarizer.neutral import loaded_terms_in_own_voice
from summarizer.parties import Parties
from summarizer.schema import Article, Demand, Sentence, SummaryLine

FILLER = tuple(
    f"The delegation from {place} discussed {matter} with the other side on {day}."
    for place, matter, day in [
        ("Ruritania", "fishing quotas in the northern strait", "Monday"),
        ("Elbonia", "a railway across the mountains", "Tuesday"),
        ("Klopstockia", "the price of winter wheat", "Wednesday"),
        ("Grand Fenwick", "prisoners taken during the autumn", "Thursday"),
        ("Freedonia", "a shared currency for pensions", "Friday"),
        ("Sylvania", "the flooded coal mines", "Saturday"),
    ]
)


def summary(article: Article, *demands: Demand) -> tuple[SummaryLine, ...]:
    """The summary of an article as read."""
    return summarize(Discourse(article, Parties()), demands)


def numbers(article: Article, *demands: Demand) -> set[int]:
    """The sentences that the summary takes."""
    return {n for line in summary(article, *demands) for n in line.evidence}


def read(text: str) -> Article:
    """An article of a text, split as in real use."""
    return Article(id="a", title="", source="a.txt", text=text, sentences=sentences.split(text))


@pytest.mark.parametrize(
    ("sentences", "most"), [(1, 1), (2, 1), (3, 1), (4, 2), (6, 3), (12, 4), (24, 6), (90, 6)]
)
def test_length_follows_the_article(make_article: Callable[..., Article], sentences: int, most: int) -> None:
    """Three to six lines, and never more than half of the article unless it is one sentence."""
    texts = [f"Minister Smith{n} said the town of Place{n} needs {n} new bridges." for n in range(sentences)]
    lines = summary(make_article(*texts))
    assert 1 <= len(lines) <= most


def test_lines_keep_the_order_of_the_article(make_article: Callable[..., Article]) -> None:
    """Whatever was taken first, a reader meets the lines as the article has them."""
    evidence = [line.evidence for line in summary(make_article(*FILLER))]
    assert evidence == sorted(evidence)
    assert len(evidence) == 3


def test_a_line_is_a_whole_sentence_in_quotation_marks(make_article: Callable[..., Article]) -> None:
    """Its evidence is that sentence."""
    article = make_article(*FILLER)
    for line in summary(article):
        sentence = article.sentence(line.evidence[0])
        assert sentence is not None
        assert line.text == f"“{sentence.text}”"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('He said "no" to it.', "“He said ‘no’ to it.”"),
        ("“No,” he said.", "“‘No,’ he said.”"),
        ("She said \"he plays 'a fiddle'\".", "“She said ‘he plays “a fiddle”’.”"),
        ("Russia’s “realities”", "“Russia’s ‘realities’”"),
        ("The workers' 'deal'", "“The workers' ‘deal’”"),
        ("a\u00a0b\u200bc \n d", "“a bc d”"),
    ],
)
def test_quotation_marks_are_nested(text: str, line: str) -> None:
    """Marks inside alternate; apostrophes stay; white space is one space, invisible characters go."""
    assert quoted(text) == line


@pytest.mark.parametrize(
    "unfit",
    [
        "The Ruritanian regime and its puppets discussed the great canal treaty with Moscow on Sunday.",
        "What will Ruritania and Moscow do about the great canal treaty of 1887 now?",
        "in Ruritania, where Moscow discussed the great canal treaty of 1887 on Sunday.",
        "Ruritania and Moscow, the great canal treaty of 1887, on Sunday",
        "“Ruritania and Moscow will never sign the great canal treaty of 1887.",
        "Ruritania and Moscow will sign the great canal treaty of 1887,” Smith said.",
        "'Ruritania and Moscow will never sign the great canal treaty of 1887.",
        "The conditions of Ruritania and Moscow for the great canal treaty of 1887 are as follows:",
        "Treaty of 1887.",
    ],
)
def test_what_cannot_be_quoted_alone_is_not_taken(make_article: Callable[..., Article], unfit: str) -> None:
    """Loaded words, questions, fragments, pieces of quotations, openings of lists, and crumbs."""
    assert 4 not in numbers(make_article(*FILLER[:3], unfit, *FILLER[3:]))


@pytest.mark.parametrize(
    "leaning",
    [
        "He said Moscow would sign the great canal treaty of 1887 with Klopstockia.",
        "But this moved Moscow to sign the great canal treaty of 1887 with Klopstockia.",
        "“Moscow will sign the great canal treaty of 1887 with Klopstockia,” she added.",
        "“Moscow will sign the great canal treaty of 1887 with Klopstockia.”",
    ],
)
def test_a_sentence_that_leans_on_another_comes_with_it_or_not_at_all(
    make_article: Callable[..., Article], leaning: str
) -> None:
    """Nobody could tell who "he" is."""
    taken = numbers(make_article(*FILLER[:3], leaning, *FILLER[3:]))
    assert 4 not in taken or 3 in taken
    assert 4 not in numbers(make_article("What now?", leaning, *FILLER))
    alone = numbers(make_article("Never.", leaning, "Why?"))
    assert alone <= {2}


def test_a_sentence_may_follow_the_one_that_it_leans_on(make_article: Callable[..., Article]) -> None:
    """Taken together they are understood."""
    taken = numbers(
        make_article(
            "Prime Minister Anna Smith of Ruritania signed the canal treaty of 1887 with Elbonia on Monday.",
            "She said Moscow, Berlin, Rome and Vienna would pay 400 million crowns for 12 new locks in 1890.",
            "It rained.",
            "It snowed.",
        )
    )
    assert taken == {1, 2}


def test_it_may_stand_for_what_follows(make_article: Callable[..., Article]) -> None:
    """Such an "it" refers to nothing before."""
    text = "It is impossible for Moscow to sign the great canal treaty of 1887 with Klopstockia in 1890."
    assert 4 in numbers(make_article(*FILLER[:3], text, *FILLER[3:]))


def test_the_same_is_not_said_twice(make_article: Callable[..., Article]) -> None:
    """A near-duplicate adds nothing."""
    first = "Moscow will sign the great canal treaty of 1887 with Klopstockia in 1890, Smith said."
    again = "Smith said that Moscow will sign the great canal treaty of 1887 with Klopstockia."
    assert len({1, 5} & numbers(make_article(first, *FILLER[:3], again, *FILLER[3:]))) == 1


def test_headings_are_not_taken(make_article: Callable[..., Article]) -> None:
    """They orient a reader and are evidence for nothing."""
    article = make_article("Moscow will sign the great canal treaty of 1887 with Klopstockia.", *FILLER)
    heading = article.sentences[0].model_copy(update={"kind": "heading"})
    assert 1 not in numbers(article.model_copy(update={"sentences": (heading, *article.sentences[1:])}))


def test_a_list_is_quoted_with_what_introduces_it(make_article: Callable[..., Article]) -> None:
    """Neither is understood without the other."""
    lines = summary(
        make_article(
            "Ruritania named its conditions for the talks:",
            "an end to the war, the return of 400 prisoners, and a treaty with Elbonia.",
            *FILLER,
        )
    )
    assert lines[0].evidence == (1, 2)
    assert lines[0].text.startswith("“Ruritania named its conditions for the talks: an end to the war, the")


def test_a_demand_is_worth_a_line(make_article: Callable[..., Article]) -> None:
    """A sentence that was left out is taken once it states a demand."""
    article = make_article(*FILLER)
    left_out = set(range(1, len(FILLER) + 1)) - numbers(article)

    def demanding(n: int) -> Demand:
        return Demand(party="Ruritania", demand="talks", evidence=(n,))

    assert any(n in numbers(article, demanding(n)) for n in left_out)


def test_an_article_of_loaded_sentences_still_has_a_line(make_article: Callable[..., Article]) -> None:
    """The line is a quotation all the same."""
    lines = summary(make_article("The regime shelled the town.", "The puppet regime shelled a village."))
    assert len(lines) == 1
    assert loaded_terms_in_own_voice(lines[0].text) == ()


def test_no_sentences_no_lines(make_article: Callable[..., Article]) -> None:
    """An article without a statement has no summary rather than a false one."""
    assert summary(make_article("Why?", "What for?")) == ()
    assert summary(make_article()) == ()


@pytest.mark.parametrize("number", range(5))
def test_summaries_of_the_seeds_are_neutral_and_in_the_source(seeds: Path, number: int) -> None:
    """Every line's words are the article's, and no loaded term stands in the summary's own voice."""
    text = next(seeds.glob(f"00{number}-*")).read_text(encoding="utf-8")
    lines = summary(read(text))
    assert 3 <= len(lines) <= 6
    for line in lines:
        assert loaded_terms_in_own_voice(line.text) == ()
        assert bare(line.text) in bare(text)


def bare(text: str) -> str:
    """A text without quotation marks, invisible characters and white space."""
    return "".join(char for char in text if char.isalnum() or char in ".,:;!?-–—")


words = st.sampled_from(
    ["Moscow", "said", "that", "he", "will", "regime", "no", "“", "”", '"', "'", "‘", "’", ":"]
)
ends = st.sampled_from([".", "?", ":", ",", ".”", '."', "\n\n", ""])


@given(st.lists(st.tuples(st.lists(words, max_size=12), ends), max_size=12))
def test_any_article_gives_lines_of_its_own_words(pieces: list[tuple[list[str], str]]) -> None:
    """Nothing raises; lines are the article's text modulo quotation marks, neutral, with valid numbers."""
    article = read(" ".join(" ".join(piece) + end for piece, end in pieces))
    for line in summary(article):
        assert bare(line.text) in bare(article.text)
        assert loaded_terms_in_own_voice(line.text) == ()
        assert all(article.sentence(n) for n in line.evidence)


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)).map("a".join), max_size=8))
def test_any_sentences_whatever_are_survived(texts: list[str]) -> None:
    """Sentences of symbols and of other scripts raise nothing."""
    found = tuple(Sentence(n=n, start=0, end=len(text), text=text) for n, text in enumerate(texts, 1))
    summary(Article(id="a", title="", source="a", text=" ".join(texts), sentences=found))
