"""The page: what is on it and in which order, and text from outside is only ever text."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import (
    HOSTILE,
    SENTENCES,
    article,
    full_brief,
    full_briefing,
    hostile_brief,
    hostile_briefing,
    large_briefing,
    later_briefing,
)

from summarizer.render import render_briefing, render_briefs
from summarizer.render.matrix import NO_POSITION
from summarizer.render.wording import clean
from summarizer.schema import (
    Brief,
    Briefing,
    Citation,
    Demand,
    EngineInfo,
    MergedDisagreement,
    MergedPosition,
    Outlet,
)

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Outline(HTMLParser):
    """The elements of a page, with their attributes, and whether each is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more element is open, unless it holds nothing."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It is the last one that was opened."""
        assert self.open.pop() == tag

    def values(self, attribute: str) -> Iterator[str]:
        """The values of an attribute, wherever it stands."""
        return (value for _, given in self.elements if (value := given.get(attribute)) is not None)


def page(briefing: Briefing) -> str:
    """The page of a briefing."""
    return render_briefing(briefing, "html")


def words(html: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    text = re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))
    return " ".join(text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&").split())


def section(html: str, kind: str) -> str:
    """One section of a page."""
    found = re.search(rf'<section class="{kind}".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def test_sections_stand_in_the_order_of_a_briefing() -> None:
    """Digest, changes, matrix, demands, disagreements, articles, and at the end what is not in it."""
    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", page(later_briefing()))
    assert titles == [
        "Digest",
        "What changed since 13 June",
        "Positions",
        "Demands",
        "Disagreements",
        "Articles",
        "Withheld: 1 claim",
        "Not in this briefing",
    ]


def test_every_line_links_to_its_sentences_in_context() -> None:
    """A demand's number leads to the cited sentence, which stands between its neighbours."""
    html = page(later_briefing())
    line = re.search(r'<li id="(l\d+)">withdrawal <span class="refs"><a href="#(e\d+-1)"[^>]*>1:2</a>', html)
    assert line
    quoted = re.search(rf'<span id="{line[2]}">(?:<span[^>]*>)*{re.escape(SENTENCES[1])}', html)
    assert quoted
    assert f'<a href="#{line[1]}">back</a>' in html
    context = words(html[html.index('<ol class="context">') :])
    assert context.index(SENTENCES[0]) < context.index(SENTENCES[1]) < context.index(SENTENCES[2])


def test_sentences_that_no_line_is_near_are_left_out_unless_the_whole_article_is_wanted() -> None:
    """A gap says how many are missing; with whole articles there is none."""
    told = article(*(f"Sentence number {n} of them." for n in range(1, 21)))
    tea, milk = (Demand(party="B", demand=what, evidence=(n,)) for what, n in (("tea", 3), ("milk", 9)))
    brief = Brief(article=told, engine=EngineInfo(name="offline"), demands=(tea, milk))
    text = words(render_briefs([brief], "html", many=False))
    assert [n for n in range(1, 21) if f"number {n} of" in text] == [2, 3, 4, 8, 9, 10]
    assert "1 sentence not shown Sentence number 2" in text
    assert "3 sentences not shown Sentence number 8" in text
    text = words(render_briefs([brief], "html", many=False, whole=True))
    assert all(f"number {n} of" in text for n in range(1, 21))
    assert "not shown" not in text


def test_a_number_without_a_sentence_is_no_link() -> None:
    """Evidence that names a sentence that is not there leads nowhere."""
    brief = full_brief()
    demand = brief.demands[0].model_copy(update={"evidence": (2, 9)})
    html = render_briefs([brief.model_copy(update={"demands": (demand,)})], "html", many=False)
    assert '<span class="refs"><a href="#e2-1">2</a> <span>9</span></span>' in html


def test_numbers_and_facts_stay_apart_where_the_page_is_copied_as_text() -> None:
    """Between what only the style sheet sets apart there is a blank as well."""
    html = page(later_briefing())
    assert not re.search(r"</a><a |</a><span|</span><span>|</span><span class=\"status", html)


def test_status_is_told_once_there_is_a_past() -> None:
    """On a first day nothing is new; later each demand tells its past, and those gone where they were."""
    first, later = page(full_briefing()), page(later_briefing())
    assert "first briefing" in words(first)
    assert 'class="status' not in first
    assert '<span class="status new">new</span>' in section(later, "demands")
    assert "repeated since 1 June (3 briefings)" in words(section(later, "demands"))
    assert "Klopstockia: a seat at the table in The Courier" in words(section(later, "changes"))
    assert "a seat at the table" not in section(later, "demands")
    assert '<a href="https://courier.example/seat" rel="noopener noreferrer">The Courier</a>' in later


def positions(*parties: str, issue: str = "Withdrawal") -> MergedDisagreement:
    """A disagreement on which each of these parties has a position."""
    cited = (Citation(article="a1", sentences=(1,)),)
    said = tuple(MergedPosition(party=p, position=f"{p} has a view", evidence=cited) for p in parties)
    return MergedDisagreement(id=issue, issue=issue, positions=said)


def heads(html: str) -> list[str]:
    """The column heads of the matrix."""
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html)


def test_the_matrix_says_who_has_no_position_reported() -> None:
    """Rows are issues, columns parties; a party that an issue's articles do not quote has none reported."""
    issues = (positions("A", "B"), positions("A", issue="Trade"))
    html = section(page(full_briefing().model_copy(update={"disagreements": issues})), "positions")
    assert heads(html) == ["Issue", "A", "B"]
    assert words(html).endswith(f"Trade A A has a view 1:1 B {NO_POSITION}")


def test_a_matrix_of_many_parties_stays_readable() -> None:
    """Parties with several positions have columns, four at most; the others share the last one."""
    issues = (positions(*"ABCDEFG"), positions(*"ABCDE", issue="Trade"), positions("H", issue="Tea"))
    html = section(page(full_briefing().model_copy(update={"disagreements": issues})), "positions")
    assert heads(html) == ["Issue", "A", "B", "C", "D", "Others"]
    assert "E: E has a view 1:1 F: F has a view 1:1 G: G has a view" in words(html)
    assert words(html).count(NO_POSITION) == 4


def test_a_position_without_evidence_is_none() -> None:
    """Who has "no position reported" in every article has no column."""
    silent = MergedPosition(party="Klopstockia", position=NO_POSITION, evidence=())
    issue = positions("A", "B")
    issue = issue.model_copy(update={"positions": (*issue.positions, silent)})
    html = page(full_briefing().model_copy(update={"disagreements": (issue,)}))
    assert heads(html) == ["Issue", "A", "B"]
    assert "Klopstockia" in section(html, "disagreements")


def test_withheld_claims_are_in_a_closed_section_with_their_reasons() -> None:
    """A reader can look at what was left out, and why."""
    html = section(page(full_briefing()), "withheld")
    assert '<details class="withheld">' in html
    assert words(html).endswith("Talks in Geneva demand: Elbonia demands gold not in sentence 3")


def test_outlets_of_one_story_are_linked_and_count_as_one() -> None:
    """All of them are shown; only web addresses are links."""
    outlets = (
        Outlet(source="The Courier", url="https://courier.example/1"),
        Outlet(source="Radio Elbe", url="javascript:alert(1)"),
    )
    brief = full_brief().model_copy(update={"article": article(outlets=outlets)})
    html = render_briefs([brief], "html", many=False)
    assert "Also in The Courier , Radio Elbe counted as one source" in words(html)
    assert 'href="https://courier.example/1" rel="noopener noreferrer"' in html
    assert "javascript:" not in html


def test_one_article_is_a_page_and_several_are_one_page() -> None:
    """A single article has its title on top; several stand one after the other, each with its sentences."""
    one = render_briefs([full_brief()], "html", many=False)
    assert "<h1>Talks in Geneva</h1>" in one
    several = render_briefs([full_brief(), full_brief()], "html", many=True)
    assert "<h1>2 articles</h1>" in several
    assert several.count('<ol class="context">') == 2
    assert several.count("Withheld: 1 claim") == 2


def test_the_page_is_whole_and_well_formed() -> None:
    """Elements are closed in order, names are unique, and heading levels leave none out."""
    for html in (page(later_briefing()), render_briefs([full_brief()], "html", many=False)):
        outline = Outline(html)
        assert outline.open == []
        names = list(outline.values("id"))
        assert len(names) == len(set(names))
        levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_policy_names_the_one_style_that_is_there() -> None:
    """Everything is forbidden but the page's own style, by its hash."""
    html = page(full_briefing())
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    outline = Outline(html)
    assert next(outline.values("content")) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert list(outline.values("style")) == []
    assert not re.search(r"url\(|@import", style)
    assert '<meta name="referrer" content="no-referrer">' in html
    assert '<html lang="en">' in html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    """Whatever an article, a model or a source says, it makes no element, attribute or address."""
    assert_only_text(text)


@given(
    st.text() | st.sampled_from(HOSTILE).flatmap(lambda text: st.text(max_size=3).map(lambda pre: pre + text))
)
def test_any_text_is_only_text(text: str) -> None:
    """For any text in any field the page has this project's own structure and no more."""
    assert_only_text(text)


def assert_only_text(text: str) -> None:
    """Pages with ``text`` in every field have the elements of those with a plain word there."""
    for html, plain in (
        (page(hostile_briefing(text)), page(hostile_briefing("word"))),
        (
            render_briefs([hostile_brief(text)], "html", many=False),
            render_briefs([hostile_brief("word")], "html", many=False),
        ),
    ):
        outline = Outline(html)
        allowed = {tag for tag, _ in Outline(plain).elements}
        assert {tag for tag, _ in outline.elements} <= allowed
        given = {name for _, attributes in outline.elements for name in attributes}
        assert not {name for name in given if name.startswith("on")} | ({"style", "src"} & given)
        assert all(link.startswith(("#", "http://", "https://")) for link in outline.values("href"))
        assert clean(text) in html or re.search(r"[&<>\"']", text)
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08]", html)


def test_two_hundred_articles_are_under_three_megabytes() -> None:
    """A large day's page can still be sent and opened."""
    briefing = large_briefing()
    assert len(briefing.articles) == 200
    assert len(page(briefing).encode()) < 3_000_000
