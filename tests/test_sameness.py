"""When two demands are one: wording does not matter, polarity and figures do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sameness import Index, idea, is_about_same, is_same

SAME = [
    ("No temporary truce", "a temporary ceasefire is unacceptable"),
    ("a ceasefire", "an immediate ceasefire"),
    ("prohibiting the deployment of foreign troops", "No foreign troops in Ukraine"),
    ("an end to NATO's eastward expansion", "no NATO expansion to the east"),
    ("recognition of Crimea", "international recognition of sovereignty over Crimea"),
    ("Ukraine must withdraw from the four regions", "Kyiv to leave the four territories"),
    ("elections by the end of the year", "Ukraine to hold elections by the end of the year"),
    ("Ukraine stays out of NATO", "Ukraine must not stay in NATO"),
]
DIFFERENT = [
    ("no ceasefire", "an immediate ceasefire"),
    ("an 8% pay rise", "a 5% pay rise"),
    ("raise tariffs on Chinese steel", "cut tariffs on Chinese steel"),
    ("a lasting ceasefire in the east", "a temporary ceasefire in the east"),
    ("Israel must withdraw from Gaza", "Hamas must withdraw from Lebanon"),
    ("France must pay for the bridge", "Spain must pay for the bridge"),
    ("recognition of four regions of Ukraine", "Ukraine must leave the four regions by Monday at noon"),
    ("talks", "a treaty"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_demand_in_two_wordings(a: str, b: str) -> None:
    """Synonyms, names of one party, and ways to refuse are one."""
    assert is_same(idea(a, "Russia"), idea(b, "Russia"))


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_demands_in_similar_words(a: str, b: str) -> None:
    """Another polarity, figure, direction or party makes another demand."""
    assert not is_same(idea(a, "Russia"), idea(b, "Russia"))


def test_a_demand_and_its_refusal_are_about_the_same() -> None:
    """That is what makes them opposed."""
    assert is_about_same(idea("no ceasefire"), idea("an immediate ceasefire"))


def test_the_partys_own_name_tells_nothing() -> None:
    """Russia's position is what Russia says it is."""
    assert idea("Russian security", "Russia") == idea("security", "Russia")


@given(
    st.lists(st.text(alphabet="abcde NO1 ", max_size=16), max_size=10),
    st.text(alphabet="abcde NO1 ", max_size=16),
)
def test_the_index_finds_what_comparing_with_all_would_find(texts: list[str], text: str) -> None:
    """It only saves comparisons."""
    index, ideas = Index(), [idea(each) for each in texts]
    for each in ideas:
        index.add(each)
    wanted = {n for n, each in enumerate(ideas) if is_about_same(idea(text), each)}
    assert set(index.near(idea(text))) == wanted
