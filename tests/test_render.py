"""Output: what a reader sees on a screen and what programs read."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import (
    HOSTILE,
    SENTENCES,
    article,
    full_brief,
    full_briefing,
    gone_demand,
    hostile_brief,
    hostile_briefing,
    later_briefing,
    ledger,
)

from summarizer.render import Screen, render_briefing, render_briefs, render_history
from summarizer.render.spending import drafted, spent
from summarizer.render.wording import clean, clipped, day, listed, web
from summarizer.schema import Brief, Demand, EngineInfo, Outlet, Usage


def test_article_in_the_terminal() -> None:
    """The terminal shows title, facts, claims with sentence numbers, quotes beneath, and what is missing."""
    assert render_briefs([full_brief()], "terminal", many=False) == (
        "Talks in Geneva\n"
        "===============\n"
        "talks.txt · 14 June 2024 · 26 words · offline engine\n"
        "https://news.example/a?b=1\n"
        "\n"
        "SUMMARY\n"
        "  - Ruritania and Elbonia met on Monday. [1]\n"
        "\n"
        "DEMANDS\n"
        "  Ruritania\n"
        "  - withdrawal of troops from the valley [2] (to Elbonia, Valley)\n"
        "    > Ruritania demanded that Elbonia withdraw its troops from the valley before\n"
        "      any talks about trade begin.\n"
        "\n"
        "DISAGREEMENTS\n"
        "  Withdrawal from the valley\n"
        "  Valley\n"
        "  - Ruritania: wants it first [1, 2]\n"
        "    > Ruritania demanded that Elbonia withdraw its troops from the valley before\n"
        "      any talks about trade begin.\n"
        "  - Elbonia: Elbonia refused to withdraw [3]\n"
        "  - Klopstockia: no position reported\n"
        "\n"
        "WITHHELD: 1 CLAIM\n"
        "  - demand: Elbonia demands gold (not in sentence 3)\n"
        "\n"
        "WARNINGS\n"
        "  - summary missing: the model refused\n"
        "\n"
        "3 calls, 900 tokens in, 0 out, price unknown.\n"
    )


def test_briefing_in_the_terminal() -> None:
    """Later briefings say what changed, then who demands what with its past, and who drafted it."""
    assert render_briefing(later_briefing(), "terminal") == (
        "Daily briefing\n"
        "==============\n"
        "14 June 2024 · 1 article · 2 demands · 1 disagreement\n"
        "\n"
        "DIGEST\n"
        "  - Talks stall. [1:1,3]\n"
        "\n"
        "WHAT CHANGED SINCE 13 JUNE\n"
        "  New\n"
        "  - Ruritania: withdrawal [1:2]\n"
        "\n"
        "  No longer heard\n"
        "  - Klopstockia: a seat at the table (in The Courier)\n"
        "  - 1 source failed: what was heard there may go on.\n"
        "\n"
        "  Repeated\n"
        "  - 1 demand and 1 disagreement heard before.\n"
        "\n"
        "DEMANDS\n"
        "  Elbonia\n"
        "  - no withdrawal [1:1,3] repeated since 1 June (3 briefings)\n"
        "    > Ruritania and Elbonia met on Monday. […] Elbonia refused to withdraw.\n"
        "\n"
        "  Ruritania\n"
        "  - withdrawal [1:2] (Valley) new\n"
        "    > Ruritania demanded that Elbonia withdraw its troops from the valley before\n"
        "      any talks about trade begin.\n"
        "\n"
        "DISAGREEMENTS\n"
        "  Withdrawal\n"
        "  repeated since 30 December 2023 (2 briefings)\n"
        "  - Elbonia: refuses [1:1,3]\n"
        "    > Ruritania and Elbonia met on Monday. […] Elbonia refused to withdraw.\n"
        "\n"
        "ARTICLES\n"
        "  1. Talks in Geneva\n"
        "  talks.txt · 14 June 2024 · 26 words\n"
        "  https://news.example/a?b=1\n"
        "  - Ruritania and Elbonia met on Monday. [1]\n"
        "\n"
        "WITHHELD: 1 CLAIM\n"
        "  - 1 × not in sentence 3\n"
        "\n"
        "NOT IN THIS BRIEFING\n"
        "  - gone.txt: no such file\n"
        "\n"
        "Drafted by the offline engine.\n"
    )


def test_one_article_is_one_json_object_by_the_contract() -> None:
    """The JSON of one article has exactly the fields of article-brief/1."""
    found = json.loads(render_briefs([full_brief()], "json", many=False))
    assert list(found) == [
        "schema",
        "article",
        "engine",
        "summary",
        "demands",
        "disagreements",
        "withheld",
        "usage",
        "warnings",
    ]
    assert found["schema"] == "article-brief/1"
    assert found["article"]["sentences"][1]["text"] == SENTENCES[1]
    assert "text" not in found["article"]


def test_several_sources_are_a_json_list_even_if_one_brief_came_of_them() -> None:
    """A script that names two sources always gets a list."""
    assert [item["schema"] for item in json.loads(render_briefs([full_brief()], "json", many=True))] == [
        "article-brief/1"
    ]


def test_briefing_json_has_the_fields_of_the_contract() -> None:
    """The JSON of a briefing has exactly the fields of briefing/1."""
    found = json.loads(render_briefing(full_briefing(), "json"))
    assert list(found) == [
        "schema",
        "date",
        "title",
        "previous",
        "sources",
        "articles",
        "digest",
        "demands",
        "disagreements",
        "failed",
        "usage",
        "warnings",
    ]
    assert found["schema"] == "briefing/1"


def test_nothing_is_said_to_be_new_on_a_first_day() -> None:
    """Where nothing is remembered everything would be new, and saying so would tell nothing."""
    text = render_briefing(full_briefing(), "terminal")
    assert "first briefing" in text
    assert not re.search(r"\bnew\b|CHANGED", text)


def test_what_was_gone_before_is_counted_and_no_change() -> None:
    """Under what changed since the last briefing stands only what that one had."""
    long_gone = gone_demand().model_copy(update={"id": "old", "demand": "a crown", "last_seen": "2024-06-11"})
    briefing = later_briefing()
    text = render_briefing(
        briefing.model_copy(update={"demands": (*briefing.demands, long_gone)}), "terminal"
    )
    assert "a seat at the table" in text
    assert "a crown" not in text
    assert "- 1 demand not heard for longer, the first since 11 June." in text


def test_a_quiet_day_says_that_nothing_changed() -> None:
    """With nothing heard on either day the section says so."""
    quiet = later_briefing().model_copy(update={"demands": (), "disagreements": ()})
    assert "Nothing was heard then, and nothing is now." in render_briefing(quiet, "terminal")


def test_what_is_no_longer_heard_counts_and_stands_nowhere_else() -> None:
    """A demand of the day before is no demand of today."""
    only = full_briefing().model_copy(update={"previous": "2024-06-13", "demands": (gone_demand(),)})
    text = render_briefing(only, "terminal")
    assert "0 demands" in text
    assert text.count("a seat at the table") == 1


def test_outlets_of_one_story_are_one_source() -> None:
    """Other outlets that carry the story are named in a line of their own."""
    outlets = (Outlet(source="The Courier"), Outlet(source="Radio Elbe", url="https://elbe.example/1"))
    brief = full_brief().model_copy(update={"article": article(outlets=outlets)})
    text = render_briefs([brief], "terminal", many=False)
    assert "\nAlso in The Courier and Radio Elbe: one source\n" in text


def test_usage_and_cost_end_what_a_model_wrote() -> None:
    """Calls, what came from the store, tokens and dollars; a price that is not known is not made up."""
    usage = Usage(calls=12, cached_calls=34, input_tokens=56_789, output_tokens=1_234, cost_usd=0.0123)
    assert spent(usage) == ("12 calls, 34 from the store, 56,789 tokens in, 1,234 out, $0.012.",)
    unknown = Usage(calls=1, input_tokens=900, cached_input_tokens=800, output_tokens=5)
    assert spent(unknown) == ("1 call, 900 tokens in (800 cached), 5 out, price unknown.",)
    assert spent(Usage(cached_calls=3)) == ("0 calls, 3 from the store.",)
    assert spent(Usage()) == ()


@pytest.mark.parametrize(
    ("cost", "shown"), [(0.0, "$0"), (0.0004, "under $0.001"), (0.25, "$0.25"), (1234.5, "$1,234.50")]
)
def test_cost_is_given_as_exactly_as_it_matters(cost: float, shown: str) -> None:
    """Fractions of a cent are told where all is cheap, cents where it is not."""
    assert spent(Usage(calls=1, cost_usd=cost))[0].endswith(f", {shown}.")


def test_a_mixed_briefing_says_which_articles_the_rules_drafted() -> None:
    """What a model did not draft is named by article."""
    offline, model = EngineInfo(name="offline"), EngineInfo(name="openai", model="gpt-x")
    briefs = [full_brief().model_copy(update={"engine": engine}) for engine in (offline, model, offline)]
    assert drafted(briefs) == ("Drafted by gpt-x; articles 1 and 3 by the offline engine.",)
    assert drafted(briefs[:1]) == ("Drafted by the offline engine.",)
    assert drafted([]) == ()


def test_demands_of_one_sentence_share_its_quote() -> None:
    """Five demands from one long sentence do not print it five times."""
    first = full_brief().demands[0]
    other = first.model_copy(update={"demand": "no tolls", "quote": SENTENCES[0]})
    demands = (first, other, first.model_copy(update={"demand": "talks about trade"}))
    brief = full_brief().model_copy(update={"demands": demands, "disagreements": ()})
    text = render_briefs([brief], "terminal", many=False)
    assert text.count("> Ruritania demanded") == 1
    order = ["withdrawal", "talks about trade", "> Ruritania demanded", "no tolls", "> Ruritania and"]
    assert sorted(order, key=text.index) == order


def test_a_long_quote_is_printed_once() -> None:
    """A passage of more than 25 words that carries two lines stands in full beneath the first."""
    long = "Ruritania demanded " + "a great many things of its neighbour on Monday and " * 3 + "more."
    demands = (
        Demand(party="Ruritania", demand="things", evidence=(2,), quote=long),
        Demand(party="Elbonia", demand="other things", evidence=(2,), quote=long),
    )
    brief = full_brief().model_copy(update={"demands": demands})
    text = " ".join(render_briefs([brief], "terminal", many=False).split())
    assert text.count("a great many things of its neighbour on Monday and a great") == 1
    assert "(quoted above)" in text


def test_an_article_without_dispute_says_so() -> None:
    """An empty result is a finding, not an empty page."""
    quiet = Brief(article=article(), engine=EngineInfo(name="offline"))
    assert "No demands and no disagreements found." in render_briefs([quiet], "terminal", many=False)


def test_the_ledger_in_the_terminal() -> None:
    """Who demanded what, from when to when and in which outlets; disagreements after the demands."""
    assert render_history(ledger(), "terminal") == (
        "What the ledger remembers\n"
        "=========================\n"
        "2 demands and 1 disagreement\n"
        "\n"
        "DEMANDS\n"
        "  Klopstockia\n"
        "  - a seat at the table (in The Courier) in 3 briefings, 10 June to 14 June 2024\n"
        "\n"
        "  Elbonia\n"
        "  - no withdrawal (in The Courier) on 14 June 2024\n"
        "\n"
        "DISAGREEMENTS\n"
        "  Withdrawal\n"
        "  in 3 briefings, 10 June to 14 June 2024\n"
        "  - Reported (in The Courier)\n"
    )
    assert [entry["id"] for entry in json.loads(render_history(ledger(), "json"))] == ["d3", "d1", "g1"]
    assert "## Demands\n\n### Klopstockia\n\n- a seat at the table" in render_history(ledger(), "md")


@pytest.mark.parametrize("width", [30, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """Lines wrap at the screen's width; blanks at line ends are left out."""
    lines = render_briefs([full_brief()], "terminal", many=False, screen=Screen(width=width)).splitlines()
    assert max(map(len, lines)) <= width
    assert lines == [line.rstrip() for line in lines]


def test_colour_changes_nothing_but_colour() -> None:
    """Without its colours, the coloured text has the same words."""
    colored = render_briefs([full_brief()], "terminal", many=False, screen=Screen(width=80, color=True))
    assert "\x1b[" in colored
    plain = render_briefs([full_brief()], "terminal", many=False).replace("=" * 15, "")
    assert re.sub(r"\x1b\[[\d;]*m", "", colored).split() == plain.split()


def test_rich_markup_in_an_article_is_text() -> None:
    """Square brackets from outside reach the reader as they are."""
    shown = render_briefs([hostile_brief("[red]x[/red] :smile:")], "terminal", many=False)
    assert "[red]x[/red] :smile:" in shown


@given(
    st.text() | st.sampled_from(HOSTILE).flatmap(lambda text: st.text(max_size=3).map(lambda pre: pre + text))
)
def test_no_text_steers_the_terminal(text: str) -> None:
    """For any text in any field there is no control character in what is printed."""
    shown = render_briefs([hostile_brief(text)], "terminal", many=False)
    shown += render_briefing(hostile_briefing(text), "terminal")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_clean_keeps_letters_and_joiners_and_drops_what_hides_or_steers() -> None:
    """Escape sequences, bidirectional overrides and zero-width characters go; joiners of scripts stay."""
    assert clean("a\x1b[31mb\u202ec\u200bd\u2028e\u00a0f\x9bg") == "a[31mbcd e fg"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_only_web_addresses_become_links() -> None:
    """Whatever runs something or names no host is no address."""
    assert web("https://news.example/a?b=1#c") == "https://news.example/a?b=1#c"
    hostile = [
        "javascript:alert(1)",
        " JaVaScript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "http://[",
        "",
    ]
    assert [web(url) for url in hostile] == [""] * len(hostile)


def test_plain_english_of_days_lists_and_clippings() -> None:
    """Days leave out the year that is in view, lists end with "and", clippings show that there is more."""
    assert (day("2024-06-14T09:00"), day("2024-06-14", "2024-12-01"), day("soon")) == (
        "14 June 2024",
        "14 June",
        "soon",
    )
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert (clipped("1 2 3 4 5", 4), clipped("1 2 3 4, 5 6", 4)) == ("1 2 3 4 5", "1 2 3 4 …")
