"""The index: past briefings, and when each demand was heard."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from pages import HOSTILE, full_briefing, later_briefing, ledger
from test_html import Outline, words

from summarizer.render import render_index
from summarizer.render.index import Day
from summarizer.render.timeline import WINDOW, timeline
from summarizer.schema import Entry, Sighting

DAYS = [
    Day.of(full_briefing().model_copy(update={"date": "2024-06-13"}), "2024-06-13/briefing.html"),
    Day.of(later_briefing(), "2024-06-14/briefing.html"),
]


def demand(*days: str, text: str = "tea", party: str = "Elbonia") -> Entry:
    """A demand that was heard on these days."""
    seen = tuple(Sighting(date=day, article="a1", source="The Courier") for day in days)
    return Entry(id=text, kind="demand", text=text, party=party, sightings=seen)


def test_the_latest_briefing_comes_first() -> None:
    """Each day links to its page and says how much is in it; what is no longer heard is not counted."""
    html = render_index(DAYS, [])
    assert re.findall(r'<a href="(\./[^"]*)">([^<]*)</a>', html) == [
        ("./2024-06-14/briefing.html", "Friday, 14 June 2024"),
        ("./2024-06-13/briefing.html", "Thursday, 13 June 2024"),
    ]
    assert words(html).count("1 article 2 demands 1 disagreement") == 2


def test_each_demand_has_a_row_with_a_mark_for_each_day() -> None:
    """Marks lie on a line from the first day to the last; disagreements have no row."""
    html = render_index(DAYS, ledger())
    rows = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert [re.findall(r'cx="([\d.]+)"', row) for row in rows] == [["346.0"], ["6.0", "261.0", "346.0"]]
    assert "Withdrawal" not in html


def test_the_timeline_says_in_words_what_its_marks_show() -> None:
    """Title, description and the text beneath each drawing tell the days and the outlets."""
    html = render_index(DAYS, ledger())
    assert "<title>Heard in 3 briefings since 10 June</title>" in html
    assert (
        "<desc>10 June 2024: The Courier; 13 June 2024: The Courier; 14 June 2024: The Courier</desc>" in html
    )
    assert "in 3 briefings since 10 June last 14 June" in words(html)
    assert '<a href="./2024-06-14/briefing.html">14 June</a>' in html


def test_demands_stand_by_party_and_the_last_heard_first() -> None:
    """Parties are in the order of their names; within one, what is heard now comes before what was."""
    entries = [
        demand("2024-06-01", text="old"),
        demand("2024-06-02", text="newer"),
        demand("2024-06-02", text="x", party="Arcadia"),
    ]
    axis, parties, older = timeline(entries, {})
    assert [(party.name, [row.text for row in party.rows]) for party in parties] == [
        ("Arcadia", ["x"]),
        ("Elbonia", ["newer", "old"]),
    ]
    assert axis is not None
    assert (axis.first, axis.last, older) == ("1 June", "2 June 2024", 0)


def test_a_day_is_one_mark_however_many_articles_carry_it() -> None:
    """Two outlets on one day are one mark that names both."""
    entry = demand("2024-06-01", "2024-06-01")
    other = entry.sightings[1].model_copy(update={"source": "Radio Elbe"})
    entry = entry.model_copy(update={"sightings": (entry.sightings[0], other)})
    _, (party,), _ = timeline([entry], {})
    assert [mark.text for mark in party.rows[0].marks] == ["1 June 2024: The Courier, Radio Elbe"]


def test_what_was_last_heard_long_ago_is_counted() -> None:
    """The drawing reaches back ninety days; older demands are not drawn, and the page says how many."""
    entries = [demand("2024-01-01", text="old"), demand("2024-01-02", "2024-06-14", text="both")]
    axis, (party,), older = timeline(entries, {})
    assert (WINDOW, older, [row.text for row in party.rows]) == (90, 1, ["both"])
    assert axis is not None
    assert axis.first == "17 March"
    assert len(party.rows[0].marks) == 1
    assert party.rows[0].told == "in 2 briefings since 2 January"
    assert "1 more was heard longer ago" in words(render_index(DAYS, entries))


def test_an_empty_index_is_a_page() -> None:
    """Before the first briefing there is nothing to list, and the page says so."""
    html = render_index([], [])
    assert "no briefing yet" in words(html)
    assert "<svg" not in html
    assert Outline(html).open == []


@given(
    st.text()
    | st.sampled_from([*HOSTILE, "https://evil.example", "//evil.example", "../../etc/passwd", "?a#b"])
)
def test_any_text_is_only_text(text: str) -> None:
    """Headlines, paths, demands and days from outside make no element, attribute or address."""
    days = [Day(date=text, title=text, articles=1, demands=2, disagreements=3, href=text)]
    entry = demand("2024-06-01", text=text, party=text)
    seen = Sighting(date=text, article=text, source=text, quote=text, url=text)
    entry = entry.model_copy(update={"addressee": text, "sightings": (*entry.sightings, seen)})
    outline = Outline(render_index(days, [entry]))
    assert outline.open == []
    assert {tag for tag, _ in outline.elements} <= {
        tag for tag, _ in Outline(render_index(DAYS, ledger())).elements
    }
    assert all(link.startswith(("#", "./")) for link in outline.values("href"))
    assert list(outline.values("style")) == []
