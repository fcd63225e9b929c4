"""Output: what a reader sees, and that text from outside is only ever text in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarizer.render import Format, Screen, markdown, render_briefing, render_briefs
from summarizer.render.document import clean
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    Demand,
    DigestLine,
    Disagreement,
    EngineInfo,
    Failure,
    MergedDemand,
    MergedDisagreement,
    MergedPosition,
    Position,
    SummaryLine,
    Usage,
    Withheld,
)

SENTENCES = (
    "Ruritania and Elbonia met on Monday.",
    "Ruritania demanded that Elbonia withdraw its troops from the valley before any talks about trade begin.",
    "Elbonia refused to withdraw.",
)


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    """An article of three sentences."""
    return make_article(*SENTENCES, url="https://news.example/a?b=1", published="2024-06-14T09:00")


@pytest.fixture
def brief(article: Article) -> Brief:
    """A brief with something in every section."""
    return Brief(
        article=article,
        engine=EngineInfo(name="offline"),
        summary=(SummaryLine(text="Ruritania and Elbonia met on Monday.", evidence=(1,)),),
        demands=(
            Demand(
                party="Ruritania",
                demand="withdrawal of troops from the valley",
                addressee="Elbonia",
                topic="Valley",
                evidence=(2,),
                quote=SENTENCES[1],
            ),
        ),
        disagreements=(
            Disagreement(
                issue="Withdrawal from the valley",
                topic="Valley",
                positions=(
                    Position(
                        party="Ruritania", position="wants it first", evidence=(1, 2), quote=SENTENCES[1]
                    ),
                    Position(
                        party="Elbonia",
                        position="Elbonia refused to withdraw",
                        evidence=(3,),
                        quote=SENTENCES[2],
                    ),
                    Position(party="Klopstockia", position="no position reported", evidence=()),
                ),
            ),
        ),
        withheld=(Withheld(section="demands", claim="Elbonia demands gold", reason="not in sentence 3"),),
        usage=Usage(calls=3, input_tokens=900),
        warnings=("summary missing: the model refused",),
    )


@pytest.fixture
def briefing(brief: Brief) -> Briefing:
    """A briefing with something in every section."""
    cited = (Citation(article="a1", sentences=(1, 3)),)
    return Briefing(
        date="2024-06-14",
        title="Daily briefing",
        articles=(brief,),
        digest=(DigestLine(text="Talks stall.", evidence=cited),),
        demands=(
            MergedDemand(
                id="d1", party="Elbonia", demand="no withdrawal", first_seen="2024-06-14", evidence=cited
            ),
            MergedDemand(
                id="d2",
                party="Ruritania",
                demand="withdrawal",
                topic="Valley",
                first_seen="2024-06-14",
                evidence=(Citation(article="a1", sentences=(2,)),),
            ),
        ),
        disagreements=(
            MergedDisagreement(
                id="g1",
                issue="Withdrawal",
                positions=(MergedPosition(party="Elbonia", position="refuses", evidence=cited),),
            ),
        ),
        failed=(Failure(source="gone.txt", error="no such file"),),
    )


def test_article_in_the_terminal(brief: Brief) -> None:
    """The terminal shows title, facts, claims with sentence numbers, quotes beneath, and what is missing."""
    assert render_briefs([brief], "terminal", many=False) == (
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
    )


def test_article_in_markdown(brief: Brief) -> None:
    """Markdown has the same content under headings, with quotes as block quotes."""
    text = render_briefs([brief], "md", many=False)
    assert text.startswith(
        "# Talks in Geneva\n\ntalks\\.txt · 14 June 2024 · 26 words · offline engine · [source](<https://"
    )
    assert "- withdrawal of troops from the valley [2] *(to Elbonia, Valley)*\n  > Ruritania demanded" in text
    assert "### Withdrawal from the valley\n\nValley\n\n- **Ruritania:** wants it first [1, 2]\n" in text
    assert "## Withheld: 1 claim\n\n- **demand:** Elbonia demands gold *(not in sentence 3)*\n" in text


def test_one_article_is_one_json_object_by_the_contract(brief: Brief) -> None:
    """The JSON of one article has exactly the fields of article-brief/1."""
    found = json.loads(render_briefs([brief], "json", many=False))
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


def test_several_sources_are_a_json_list_even_if_one_brief_came_of_them(brief: Brief) -> None:
    """A script that names two sources always gets a list."""
    assert [item["schema"] for item in json.loads(render_briefs([brief], "json", many=True))] == [
        "article-brief/1"
    ]


def test_briefing_json_has_the_fields_of_the_contract(briefing: Briefing) -> None:
    """The JSON of a briefing has exactly the fields of briefing/1."""
    found = json.loads(render_briefing(briefing, "json"))
    assert list(found) == [
        "schema",
        "date",
        "title",
        "previous",
        "articles",
        "digest",
        "demands",
        "disagreements",
        "failed",
        "usage",
        "warnings",
    ]
    assert found["schema"] == "briefing/1"


@pytest.mark.parametrize("format", ["terminal", "md"])
def test_briefing_sorts_demands_under_topics_and_names_failed_sources(
    briefing: Briefing, format: Format
) -> None:
    """Topics come first, demands of none last; every line cites article and sentences; failures are named."""
    text = render_briefing(briefing, format).replace("\\", "").replace("**", "")
    order = [
        "Daily briefing",
        "14 June 2024",
        "Talks stall. [1:1,3]",
        "Valley",
        "withdrawal [1:2]",
        "Other",
        "no withdrawal [1:1,3]",
        "refuses [1:1,3]",
        "Talks in Geneva",
        "gone.txt:",
        "no such file",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Ruritania and Elbonia met on Monday. […] Elbonia refused to withdraw." in " ".join(text.split())


def test_status_is_shown_once_there_is_something_to_compare_with(briefing: Briefing) -> None:
    """On a first day everything is new and nothing says so; later, each demand tells."""
    assert "(new)" not in render_briefing(briefing, "terminal")
    old, new = briefing.demands
    old = old.model_copy(update={"status": "repeated", "first_seen": "2024-06-01"})
    text = render_briefing(briefing.model_copy(update={"demands": (old, new)}), "terminal")
    assert "(repeated, since 1 June 2024)" in text
    assert "(new)" in text


def test_demands_of_one_sentence_share_its_quote(brief: Brief) -> None:
    """Five demands from one long sentence do not print it five times."""
    first = brief.demands[0]
    other = first.model_copy(update={"demand": "no tolls", "quote": SENTENCES[0]})
    demands = (first, other, first.model_copy(update={"demand": "talks about trade"}))
    text = render_briefs(
        [brief.model_copy(update={"demands": demands, "disagreements": ()})], "terminal", many=False
    )
    assert text.count("> Ruritania demanded") == 1
    order = ["withdrawal", "talks about trade", "> Ruritania demanded", "no tolls", "> Ruritania and"]
    assert sorted(order, key=text.index) == order


def test_an_article_without_dispute_says_so(article: Article) -> None:
    """An empty result is a finding, not an empty page."""
    quiet = Brief(article=article, engine=EngineInfo(name="offline"))
    assert "No demands and no disagreements found." in render_briefs([quiet], "terminal", many=False)


@pytest.mark.parametrize("width", [30, 80, 100])
def test_no_line_is_wider_than_the_screen(brief: Brief, width: int) -> None:
    """Lines wrap at the screen's width; blanks at line ends are left out."""
    lines = render_briefs([brief], "terminal", many=False, screen=Screen(width=width)).splitlines()
    assert max(map(len, lines)) <= width
    assert lines == [line.rstrip() for line in lines]


def test_colour_changes_nothing_but_colour(brief: Brief) -> None:
    """Without its colours, the coloured text has the same words."""
    colored = render_briefs([brief], "terminal", many=False, screen=Screen(width=80, color=True))
    assert "\x1b[" in colored
    plain = render_briefs([brief], "terminal", many=False).replace("=" * 15, "")
    assert re.sub(r"\x1b\[[\d;]*m", "", colored).split() == plain.split()


def test_rich_markup_in_an_article_is_text() -> None:
    """Square brackets from outside reach the reader as they are."""
    assert "[red]x[/red] :smile:" in render_briefs([hostile("[red]x[/red] :smile:")], "terminal", many=False)


def test_clean_keeps_letters_and_joiners_and_drops_what_hides_or_steers() -> None:
    """Escape sequences, bidirectional overrides and zero-width characters go; joiners of scripts stay."""
    assert clean("a\x1b[31mb\u202ec\u200bd\u2028e\u00a0f\x9bg") == "a[31mbcd e fg"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


HOSTILE = [
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<http://evil.example>",
    "http://evil.example and www.evil.example and me@evil.example",
    "&lt;b&gt; &#x3c;",
    "| a | b |",
    "# heading #",
    "1. one",
    "- one",
    "> quote",
    "`code` *em* __strong__ ~~gone~~",
    "[1]: http://evil.example",
    "\\[x](http://evil.example)",
    "a\n\n# b\n\n<div>\n\n    code",
    "---",
    "```",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_in_markdown(text: str) -> None:
    """Whatever an article, a model or a source says, it makes no link, image, HTML, table or heading."""
    assert_only_text(text)


@given(
    st.text() | st.sampled_from(HOSTILE).flatmap(lambda text: st.text(max_size=3).map(lambda pre: pre + text))
)
def test_any_text_is_only_text(text: str) -> None:
    """For any text in any field: no control character on the terminal, nothing active in Markdown."""
    shown = render_briefs([hostile(text)], "terminal", many=False) + render_briefing(
        hostile_briefing(text), "terminal"
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert_only_text(text)


def hostile(text: str) -> Brief:
    """A brief with ``text`` in every field that takes any."""
    article = Article(id="a1", title=text, url=text, source=text, published=text, text=text, sentences=())
    position = Position(party=text, position=text, evidence=(1,), quote=text)
    return Brief(
        article=article,
        engine=EngineInfo(name="openai", model=text),
        summary=(SummaryLine(text=text, evidence=(1,)),),
        demands=(
            Demand(party=text, demand=text, addressee=text, topic=text, evidence=(1,), quote=text + "x"),
        ),
        disagreements=(Disagreement(issue=text, topic=text, positions=(position,)),),
        withheld=(Withheld(section="summary", claim=text, reason=text),),
        warnings=(text,),
    )


def hostile_briefing(text: str) -> Briefing:
    """A briefing with ``text`` in every field that takes any."""
    cited = (Citation(article=text, sentences=(1,)),)
    position = MergedPosition(party=text, position=text, evidence=cited)
    return Briefing(
        date=text,
        title=text,
        articles=(hostile(text),),
        digest=(DigestLine(text=text, evidence=cited),),
        demands=(
            MergedDemand(
                id=text,
                party=text,
                demand=text,
                addressee=text,
                topic=text,
                first_seen=text,
                evidence=cited,
                status="repeated",
            ),
        ),
        disagreements=(MergedDisagreement(id=text, issue=text, topic=text, positions=(position,)),),
        failed=(Failure(source=text, error=text),),
        warnings=(text,),
    )


def assert_only_text(text: str) -> None:
    """Rendered by a Markdown parser, the pages have this project's own structure and no more."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for rendered, titles in (
        (render_briefs([hostile(text)], "md", many=False), {"h1": 1, "h2": 5, "h3": 2}),
        (render_briefing(hostile_briefing(text), "md"), None),
    ):
        tokens = [inner for token in parser.parse(rendered) for inner in (token, *(token.children or ()))]
        assert not {"html_block", "html_inline", "image", "table_open", "code_inline", "fence", "s_open"} & {
            token.type for token in tokens
        }
        links = [token.attrGet("href") for token in tokens if token.type == "link_open"]
        assert all(re.match(r"https?://", clean(text)) for link in links)
        assert not re.search(r"(?<!<)\bhttps?://|\bwww\.\w|\w@\w", re.sub(r"\(<[^>]*>\)", "", rendered))
        if titles and clean(text):
            found = [token.tag for token in tokens if token.type == "heading_open"]
            assert {tag: found.count(tag) for tag in titles} == titles


def test_escape_leaves_plain_prose_alone() -> None:
    """Markdown stays readable in its source: ordinary sentences get no backslashes."""
    prose = "The U.S. said on 3 June: “No.” It’s 5.5% (of 12,000) – not more."
    assert markdown.escape(prose) == prose


def test_a_long_quote_is_printed_once(brief: Brief, article: Article) -> None:
    """A passage of more than 25 words that carries two lines stands in full beneath the first."""
    long = "Ruritania demanded " + "a great many things of its neighbour on Monday and " * 3 + "more."
    demands = (
        Demand(party="Ruritania", demand="things", evidence=(2,), quote=long),
        Demand(party="Elbonia", demand="other things", evidence=(2,), quote=long),
    )
    text = " ".join(
        render_briefs([brief.model_copy(update={"demands": demands})], "terminal", many=False).split()
    )
    assert text.count("a great many things of its neighbour on Monday and a great") == 1
    assert "(quoted above)" in text
