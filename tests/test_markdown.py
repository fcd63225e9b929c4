"""Markdown: the page's structure with footnotes for evidence, and text from outside is only ever text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pages import HOSTILE, SENTENCES, article, full_brief, hostile_brief, hostile_briefing, later_briefing

from summarizer.render import markdown, render_briefing, render_briefs
from summarizer.render.wording import clean
from summarizer.schema import Outlet

# What GitHub adds to CommonMark, as far as it matters here.
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
ACTIVE = {"html_block", "html_inline", "image", "code_inline", "code_block", "fence", "s_open"}
"""What no text from outside may become."""


def test_article_in_markdown() -> None:
    """Claims stand under headings; each has a footnote, and lines of the same evidence share it."""
    text = render_briefs([full_brief()], "md", many=False)
    assert text.startswith(
        "# Talks in Geneva\n\ntalks\\.txt · 14 June 2024 · 26 words · offline engine · [source](<https://"
    )
    assert "### Ruritania\n\n- withdrawal of troops from the valley[^2] *(to Elbonia, Valley)*\n" in text
    assert "### Withdrawal from the valley\n\nValley\n\n- **Ruritania:** wants it first[^3]\n" in text
    assert "- **Klopstockia:** no position reported\n" in text
    assert "## Withheld: 1 claim\n\n- **demand:** Elbonia demands gold *(not in sentence 3)*\n" in text


def test_footnotes_lead_to_the_quoted_sentences_with_article_and_outlet() -> None:
    """A footnote has the article's own sentences, which they are, and where they stand."""
    text = render_briefs([full_brief()], "md", many=False)
    source = "[Talks in Geneva](<https://news.example/a?b=1>) (talks\\.txt)"
    assert f"[^2]: {source}, sentence 2: *{SENTENCES[1]}*\n" in text
    assert f"[^3]: {source}, sentences 1, 2: *{SENTENCES[0]} {SENTENCES[1]}*\n" in text


def test_every_footnote_is_there_once_and_cited() -> None:
    """Marks and notes match, across several documents in one file as well."""
    text = render_briefs([full_brief(), full_brief()], "md", many=True)
    notes = re.findall(r"(?m)^\[\^(\d+)\]:", text)
    assert notes == [str(n) for n in range(1, len(notes) + 1)]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(notes)
    assert 'class="footnote-ref"' in GITHUB.render(text)


def test_briefing_in_markdown_has_the_structure_of_the_page() -> None:
    """Digest, changes, the matrix as a table, demands by party, disagreements, articles with their claims."""
    text = render_briefing(later_briefing(), "md")
    assert re.findall(r"(?m)^#{2,4} .*", text) == [
        "## Digest",
        "## What changed since 13 June",
        "### New",
        "### No longer heard",
        "### Repeated",
        "## Positions",
        "## Demands",
        "### Elbonia",
        "### Ruritania",
        "## Disagreements",
        "### Withdrawal",
        "## Articles",
        "### 1\\. Talks in Geneva",
        "#### Summary",
        "#### Demands",
        "#### Disagreements",
        "## Withheld: 1 claim",
        "### Talks in Geneva",
        "## Not in this briefing",
    ]
    assert "| Issue | Elbonia |\n| --- | --- |\n| **Withdrawal** | refuses[^1] |\n" in text
    assert "- no withdrawal[^1] *repeated since 1 June (3 briefings)*\n" in text
    gone = "- **Klopstockia:** a seat at the table *(in [The Courier](<https://courier.example/seat>))*\n"
    assert gone in text
    assert "- **Ruritania:** withdrawal of troops from the valley[^2]" in text
    assert "- Withdrawal from the valley\n  - **Ruritania:** wants it first[^4]\n" in text


def test_outlets_of_one_story_are_linked() -> None:
    """Each outlet that has an address is a link."""
    outlets = (Outlet(source="The Courier"), Outlet(source="Radio Elbe", url="https://elbe.example/1"))
    brief = full_brief().model_copy(update={"article": article(outlets=outlets)})
    text = render_briefs([brief], "md", many=False)
    assert "Also in The Courier, [Radio Elbe](<https://elbe.example/1>) (one source)\n" in text


def test_escape_leaves_plain_prose_alone() -> None:
    """Markdown stays readable in its source: ordinary sentences get no backslashes."""
    prose = "The U.S. said on 3 June: “No.” It’s 5.5% (of 12,000) – not more."
    assert markdown.escape(prose) == prose


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_in_markdown(text: str) -> None:
    """Whatever an article, a model or a source says, it makes no link, image, HTML, table or heading."""
    assert_only_text(text)


@given(
    st.text() | st.sampled_from(HOSTILE).flatmap(lambda text: st.text(max_size=3).map(lambda pre: pre + text))
)
def test_any_text_is_only_text(text: str) -> None:
    """For any text in any field there is nothing active in Markdown."""
    assert_only_text(text)


def assert_only_text(text: str) -> None:
    """Rendered by a Markdown parser, the pages have this project's own structure and no more."""
    for rendered, tables in (
        (render_briefs([hostile_brief(text)], "md", many=False), 0),
        (render_briefing(hostile_briefing(text), "md"), 1),
    ):
        tokens = [inner for token in GITHUB.parse(rendered) for inner in (token, *(token.children or ()))]
        types = [token.type for token in tokens]
        assert not ACTIVE & set(types)
        assert types.count("table_open") == tables
        links = [token.attrGet("href") for token in tokens if token.type == "link_open"]
        assert all(re.match(r"https?://", clean(text)) for link in links)
        assert not re.search(r"(?<!<)\bhttps?://|\bwww\.\w|\w@\w", re.sub(r"\(<[^>]*>\)", "", rendered))
        if clean(text):
            found = [token.tag for token in tokens if token.type == "heading_open"]
            wanted = {"h1": 1, "h2": 9, "h3": 7} if tables else {"h1": 1, "h2": 5, "h3": 2}
            assert {tag: found.count(tag) for tag in wanted} == wanted
