"""Duplicates: what is one story in several places, and what only looks like it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st

from summarizer.duplicates import stories
from summarizer.schema import Article, Outlet
from summarizer.spelling import spelled

STORY = (
    "Dock workers at the port of Aldmouth will walk out for 48 hours from March 3 in a dispute over pay, "
    "their union said on Monday.",
    "The Harbour Workers’ Union wants a rise of 8 per cent and an end to split shifts. “We will not sign for "
    "less,” its general secretary, Mr Tom Reeve, told reporters. “The offer is an insult.”",
    "Aldmouth Ports said its offer of 5.5 per cent was final. It has not ruled out arbitration.",
    "The organisation of the labour force is disputed as well: the company does not recognise 1,200 agency "
    "workers.",
    "Both sides have agreed to meet at the arbitration centre on Friday, four days before the walkout.",
    "The port handles a third of the country’s grain.",
)


def at(source: str, *paragraphs: str, **fields: object) -> Article:
    """An article of these paragraphs in an outlet."""
    return article(*paragraphs).model_copy(
        update={"source": source, "url": f"https://{source}.example/a", **fields}
    )


def swap(old: str, new: str) -> tuple[str, ...]:
    """The story with one thing changed."""
    changed = tuple(paragraph.replace(old, new) for paragraph in STORY)
    assert changed != STORY
    return changed


def american(text: str) -> str:
    """The text as an American paper prints it."""
    for british, other in (
        ("per cent", "percent"),
        ("organisation", "organization"),
        ("labour", "labor"),
        ("Harbour", "Harbor"),
        ("recognise", "recognize"),
        ("centre", "center"),
        ("Mr Tom", "Mr. Tom"),
        ("‘", "'"),
        ("’", "'"),
        ("“", '"'),
        ("”", '"'),
    ):
        text = text.replace(british, other)
    return text


COPIES: dict[str, tuple[str, ...]] = {
    "the same": STORY,
    "another headline": ("Grain port faces two-day stoppage", *STORY),
    "a dateline with agency and day": (f"ALDMOUTH, March 1 (Reuters) - {STORY[0]}", *STORY[1:]),
    "an agency": (f"(Reuters) - {STORY[0]}", *STORY[1:]),
    "a dateline with two dashes": (f"Aldmouth, England (AP) -- {STORY[0]}", *STORY[1:]),
    "a place and a dash": (f"ALDMOUTH — {STORY[0]}", *STORY[1:]),
    "a place and a colon": (f"ALDMOUTH: {STORY[0]}", *STORY[1:]),
    "a byline and a credit": (
        "Dockers to walk out",
        "By Jane Doe in Aldmouth",
        *STORY,
        "(Reporting by Jane Doe; Editing by Joe Bloggs)",
    ),
    "a credit without brackets": (*STORY, "Additional reporting by Jane Doe and the Associated Press."),
    "the last paragraphs cut": STORY[:3],
    "nearly everything cut": STORY[:2],
    "a paragraph in the middle cut": (*STORY[:3], *STORY[4:]),
    "one paragraph": (" ".join(STORY),),
    "American spelling and straight quotes": tuple(map(american, STORY)),
    "figures written otherwise": (
        STORY[0].replace("March 3", "3rd March").replace("on Monday", "Monday"),
        STORY[1].replace("8 per cent", "8%").replace("will not", "won't"),
        STORY[2].replace("5.5 per cent", "5.5%"),
        STORY[3].replace("1,200", "1200"),
        STORY[4].replace("four", "4"),
        STORY[5],
    ),
    "cut off by a feed": (*STORY[:2], "Aldmouth Ports said its offer of 5.5 per cent …"),
    "cut off within a word": (*STORY[:2], "Aldmouth Ports said its offer of 5.5 per cent was fin"),
    "without the last stop": (*STORY[:5], STORY[5].removesuffix(".")),
    "all together": (
        "Dockers to walk out",
        "By Jane Doe, Reuters",
        f"ALDMOUTH, March 1 (Reuters) - {american(STORY[0])}",
        *map(american, STORY[1:4]),
        "Additional reporting by AFP.",
    ),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_an_edited_copy_is_the_same_story(copy: Sequence[str]) -> None:
    """Whichever comes first, the more complete one stands for both and names the other's outlet."""
    one, two = at("one", *STORY), at("two", *copy)
    (told,) = stories([one, two])
    assert (told.source, [outlet.source for outlet in told.outlets]) == ("one", ["two"])
    (told,) = stories([two, one])
    assert {told.source, *(outlet.source for outlet in told.outlets)} == {"one", "two"}


OTHERS: dict[str, tuple[str, ...]] = {
    "another figure": swap("8 per cent", "9 per cent"),
    "another sum": swap("5.5", "5.6"),
    "another day": swap("March 3", "March 4"),
    "a negation": swap("offer of 5.5 per cent was final", "offer of 5.5 per cent was not final"),
    "no negation": swap("“We will not sign", "“We will sign"),
    "another name": swap("Tom Reeve", "Ann Reeve"),
    "another party": swap("Aldmouth Ports said", "The ministry said"),
    "another verb": swap("walk out", "return"),
    "a question": swap("It has not ruled out arbitration.", "It has not ruled out arbitration?"),
    "shorter, with a demand of its own": (*STORY[:3], "The union also wants the night bonus doubled."),
    "shorter, with other figures": swap("5.5", "6")[:3],
    "a sentence less within a paragraph, and he is another": (
        *STORY[:2],
        "It has not ruled out arbitration.",
        *STORY[3:],
    ),
    "a follow-up below a new lead": (
        "Dock workers called off their walkout on Thursday after a deal.",
        *STORY,
    ),
    "a follow-up that quotes": (
        "Dock workers at the port of Aldmouth called off a walkout after a deal on pay, both sides said.",
        "The deal gives them 7 per cent.",
        *STORY[1:3],
    ),
    "cut off within a figure": (*STORY[:2], "Aldmouth Ports said its offer of 5"),
    "another order": (STORY[0], *reversed(STORY[1:])),
    "a credit that goes on": (
        *STORY[:4],
        "Reporting by the Echo shows that the union wants strike pay.",
    ),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_says_something_else_is_another_story(other: Sequence[str]) -> None:
    """Losing a demand is worse than showing a story twice."""
    one, two = at("one", *STORY), at("two", *other)
    assert stories([one, two]) == [one, two]
    assert stories([two, one]) == [two, one]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rose to 5C", "rose to -5C"),
        ("cost € 5 a head", "cost $ 5 a head"),
        ("cost $5.2 a head", "cost $52 a head"),
        ("is 1,5 of it", "is 15 of it"),
        ("met in Geneva", "met near Geneva"),
    ],
)
def test_signs_and_points_are_part_of_a_figure(one: str, other: str) -> None:
    """A figure without its sign is another figure."""
    lead = "The ministry’s daily report came out with the usual warning to all growers in the east."
    assert len(stories([at("one", lead, f"It {one}."), at("two", lead, f"It {other}.")])) == 2


def test_reports_from_one_template_stay_apart() -> None:
    """Daily figures differ in nothing but the figures."""
    reports = [
        at(
            f"day{n}",
            "Emergency services published their daily report on the fighting in the eastern region.",
            f"They counted {n} wounded and {n % 7} dead.",
            "All figures are those of the regional administration, which cannot be checked independently.",
        )
        for n in range(20, 220)
    ]
    assert stories(reports) == reports


def test_a_lead_alone_says_too_little() -> None:
    """The reports of many days open with it."""
    lead = "Shares in the city closed higher on the day, led by miners."
    short, long = at("one", lead), at("two", lead, "The index rose 12 points to 5,312.", *STORY[1:])
    assert len(stories([short, long])) == 2


def test_the_seeds_are_different_stories(seeds: Path) -> None:
    """Reports on one dispute, each with something of its own."""
    read = [at(path.stem, path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))]
    assert stories(read) == read


# -- what stands for a story -----------------------------------------------------------------------------


def test_the_most_complete_article_stands_for_the_story() -> None:
    """Where the story occurs first, with its outlets in the order of the sources."""
    short, long = at("one", *STORY[:3], title="In short"), at("two", *STORY)
    between, equal = at("three", "Quite another thing happened."), at("four", *STORY)
    told = stories([short, between, long, equal])
    assert [story.source for story in told] == ["two", "three"]
    assert told[0].sentences == long.sentences
    assert told[0].outlets == (
        Outlet(source="one", url="https://one.example/a", title="In short"),
        Outlet(source="four", url="https://four.example/a"),
    )


def test_of_an_outlets_equal_texts_the_later_published_stands_for_the_story() -> None:
    """Another outlet's later copy does not take its place."""
    early = at("one", *STORY, published="2024-03-01")
    late = at("one", *STORY, published="2024-03-02", url="https://one.example/b")
    copy = at("two", *STORY, published="2024-03-03")
    (told,) = stories([early, late, copy])
    assert (told.url, [outlet.url for outlet in told.outlets]) == (late.url, [early.url, copy.url])


def test_one_address_is_one_place() -> None:
    """A story that two feeds link to has no second outlet."""
    one = at("one", *STORY)
    assert stories([one, one]) == [one]
    (told,) = stories([one, at("one", *STORY[:3])])
    assert told.outlets == ()


def test_outlets_that_are_known_are_kept() -> None:
    """What was united earlier stays united."""
    known = at("one", *STORY[:3], outlets=(Outlet(source="three"),))
    (told,) = stories([known, at("two", *STORY)])
    assert [outlet.source for outlet in told.outlets] == ["one", "three"]


def test_nothing_and_articles_without_a_sentence() -> None:
    """An article without words is the same as nothing but itself."""
    empty = Article(id="a", title="", source="a", text="", sentences=())
    other = empty.model_copy(update={"id": "b", "source": "b"})
    assert stories([]) == []
    assert stories([empty, other]) == [empty, other]


# -- properties ------------------------------------------------------------------------------------------

LINES = [*STORY, *(line for other in OTHERS.values() for line in other), "No.", "He agreed.", "…", "10 %"]


@cache
def made(*lines: str) -> Article:
    """An article of these lines, split once."""
    return article(*lines)


@st.composite
def collections(draw: st.DrawFn) -> list[Article]:
    """Articles that share sentences, some all of them, in few outlets."""
    found = []
    for _ in range(draw(st.integers(0, 7))):
        cut = STORY[draw(st.integers(0, 1)) : draw(st.integers(1, 6))]
        mixed = draw(st.none() | st.lists(st.sampled_from(LINES), max_size=5))
        source, page = draw(st.sampled_from("abc")), draw(st.integers(1, 2))
        fields = {
            "source": source,
            "url": f"https://{source}/{page}",
            "published": draw(st.sampled_from([None, "2024-03-01", "2024-03-02"])),
        }
        found.append(made(*(cut if mixed is None else mixed)).model_copy(update=fields))
    return found


def places(told: Sequence[Article]) -> set[tuple[str, str | None]]:
    """Where the stories stand."""
    here = {(story.source, story.url) for story in told}
    return here | {(outlet.source, outlet.url) for story in told for outlet in story.outlets}


@given(collections())
def test_it_is_idempotent_and_loses_no_place_and_no_sentence(articles: list[Article]) -> None:
    """United stories stay as they are, all their places are named, and each sentence is still there."""
    told = stories(articles)
    assert stories(told) == told
    assert places(told) == places(articles)
    kept = " ".join(story.text for story in told)
    assert all(s.text in kept for one in articles for s in one.sentences if s.text != "…")


@given(collections(), st.randoms(use_true_random=False))
def test_exact_duplicates_are_one_and_the_order_hardly_matters(
    articles: list[Article], shuffle: random.Random
) -> None:
    """A second copy of everything adds no story; in another order there are as many."""
    told = stories(articles)
    again = stories([*articles, *articles])
    assert [story.text for story in again] == [story.text for story in told]
    mixed = list(articles)
    shuffle.shuffle(mixed)
    assert len(stories(mixed)) == len(told)


# -- spelling --------------------------------------------------------------------------------------------

PAIRS = """
analyse analyze, anaesthetic anesthetic, armour armor, behaviour behavior, calibre caliber, cancelled
canceled, catalogue catalog, centre center, centred centered, cheque check, colour color, counsellor
counselor, defence defense, dialogue dialog, favourable favorable, favourite favorite, fibre fiber, fuelled
fueled, fulfil fulfill, grey gray, harbour harbor, honour honor, kerb curb, labelled labeled, labour labor,
labourers laborers, licence license, litre liter, manoeuvre maneuver, metre meter, mobilisation
mobilization, mould mold, neighbouring neighboring, offence offense, organised organized, organisers
organizers, paediatric pediatric, plough plow, practise practice, privatising privatizing, programme
program, programmes programs, recognise recognize, rumours rumors, sceptical skeptical, signalling
signaling, theatre theater, towards toward, travellers travelers, tyre tire, unionised unionized, whilst
while
"""


@pytest.mark.parametrize("pair", [pair.split() for pair in PAIRS.split(",")], ids=str)
def test_both_spellings_are_one(pair: list[str]) -> None:
    """What two papers write differently compares as equal."""
    assert spelled(pair[0]) == spelled(pair[1])


@pytest.mark.parametrize(
    "pair",
    ["four for", "hour her", "raise raze", "called caller", "source sore", "accept except", "strikes strike"],
)
def test_different_words_stay_different(pair: str) -> None:
    """Rules for spelling must not unite what means something else."""
    one, other = pair.split()
    assert spelled(one) != spelled(other)
