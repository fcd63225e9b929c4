"""A briefing as Slack messages: readable, whole, within the limits, and nothing in it but text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer import merge
from summarizer.render.wording import clean
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    DigestLine,
    EngineInfo,
    Failure,
    MergedDemand,
    MergedDisagreement,
    MergedPosition,
    Outlet,
    Sentence,
    Sighting,
    Usage,
    Withheld,
)
from summarizer.slack import Message, Options, as_json, messages, preview
from summarizer.slack.content import is_empty, revision
from summarizer.slack.escaping import address
from summarizer.slack.updates import posted_lines
from tests.stub_slack import LINK, problems, recover, squeezed, texts

DAY = "2024-06-14"


def article(id: str = "a", **fields: Any) -> Article:
    """An article of one sentence."""
    sentence = Sentence(n=1, start=0, end=4, text="Talk")
    given = {"title": f"Title {id}", "source": "Reuters", "url": f"https://news.example/{id}", "text": "Talk"}
    return Article(**{"id": id, "sentences": (sentence,), **given, **fields})


def cited(*ids: str) -> tuple[Citation, ...]:
    """Evidence in the first sentence of these articles."""
    return tuple(Citation(article=id, sentences=(1,)) for id in ids)


def demand(party: str, text: str, *ids: str, **fields: Any) -> MergedDemand:
    """A demand that is new unless told."""
    return MergedDemand(
        **{
            "id": text[:20],
            "party": party,
            "demand": text,
            "first_seen": DAY,
            "evidence": cited(*ids or "a"),
            **fields,
        }
    )


def briefing(*demands: MergedDemand, **fields: Any) -> Briefing:
    """A briefing of one article unless told."""
    brief = Brief(article=article(), engine=EngineInfo(name="offline"))
    given = {"date": DAY, "title": "Daily briefing", "articles": (brief,), "demands": demands}
    return Briefing(**{**given, **fields})


def dispute(issue: str, status: str = "new", **positions: str) -> MergedDisagreement:
    """A disagreement between the named parties."""
    sides = tuple(
        MergedPosition(party=party, position=text, evidence=cited("a")) for party, text in positions.items()
    )
    return MergedDisagreement(id=issue, issue=issue, status=status, positions=sides)  # type: ignore[arg-type]


def lines(posts: list[Message]) -> list[str]:
    """All lines of a post as Slack reads them, headings included."""
    blocks = [block for message in posts for block in message.blocks]
    return [line for block in blocks for text in texts(block) for line in text["text"].split("\n")]


def test_the_briefing_is_one_message_with_header_counts_demands_and_footer() -> None:
    """The order is that of an editor on a phone; each party's demands stand under its name."""
    whole = briefing(
        demand("Russia", "No truce", addressee="Ukraine", topic="Ceasefire"),
        demand("Ukraine", "Guarantees"),
        demand("Russia", "Recognition of Crimea"),
        digest=(DigestLine(text="Russia refuses a truce.", evidence=cited("a")),),
        disagreements=(dispute("A truce", Russia="Refused", Ukraine="Wanted"),),
    )
    assert lines(messages(whole)) == [
        "Daily briefing · 14 June 2024",
        "1 article · 3 demands · 1 disagreement · 0 claims withheld",
        "In short",
        "• Russia refuses a truce. — <https://news.example/a|Reuters>",
        "Demands",
        "*Russia*",
        "• No truce (to Ukraine · Ceasefire) — <https://news.example/a|Reuters>",
        "• Recognition of Crimea — <https://news.example/a|Reuters>",
        "*Ukraine*",
        "• Guarantees — <https://news.example/a|Reuters>",
        "Disagreements",
        "*A truce*",
        "• *Russia:* Refused — <https://news.example/a|Reuters>",
        "• *Ukraine:* Wanted — <https://news.example/a|Reuters>",
        "Drafted by the offline engine.",
    ]


def test_what_is_new_since_yesterday_comes_first() -> None:
    """What was heard before says since when, what is no longer heard says where it was last."""
    last = Sighting(date="2024-06-13", article="x", source="BBC", url="https://bbc.example/x")
    whole = briefing(
        demand("Russia", "Old", status="repeated", first_seen="2024-06-12", count=3),
        demand("Russia", "Fresh"),
        demand(
            "Russia",
            "Gone",
            status="no longer heard",
            first_seen="2024-06-12",
            evidence=(),
            last_heard=(last,),
        ),
        previous="2024-06-13",
        disagreements=(dispute("A truce", Russia="Refused"), dispute("Crimea", "repeated", Russia="Ours")),
    )
    said = lines(messages(whole))
    order = [
        "New since yesterday",
        "• Fresh — <https://news.example/a|Reuters>",
        "In dispute: *A truce*",
        "Demands heard before",
        "• Old (since 12 June, 3 times) — <https://news.example/a|Reuters>",
        "Disagreements that go on",
        "*Crimea*",
        "No longer heard",
        "• Gone (since 12 June) — <https://bbc.example/x|BBC>, last on 13 June 2024",
    ]
    assert [line for line in said if line in order] == order


@pytest.mark.parametrize(("previous", "heading"), [("2024-06-13", "yesterday"), ("2024-06-10", "10 June")])
def test_new_names_the_day_that_it_is_compared_with(previous: str, heading: str) -> None:
    """And says so where nothing is new since then."""
    said = lines(messages(briefing(demand("A", "b", status="repeated"), previous=previous)))
    assert said[said.index(f"New since {heading}") + 1] == "Nothing new."


def test_other_carriers_of_a_story_are_named_and_files_get_a_number() -> None:
    """The name of a file would fill a phone's line; the number is explained at the end."""
    carried = article("a", outlets=(Outlet(source="BBC", url="https://bbc.example/a"),))
    file = article("b", source="talks-in-geneva.txt", url=None, title="Talks")
    briefs = tuple(Brief(article=item, engine=EngineInfo(name="offline")) for item in (carried, file))
    said = lines(messages(briefing(demand("Russia", "No truce", "a", "b"), articles=briefs)))
    sources = "<https://news.example/a|Reuters>, <https://bbc.example/a|BBC>, [2]"
    assert f"• No truce — {sources}" in said
    assert "[2] Talks (talks-in-geneva.txt)" in said


def test_withheld_claims_failed_sources_and_warnings_are_told() -> None:
    """The counts stand on top, the sources at the end."""
    withheld = (Withheld(section="demands", claim="c", reason="r"),)
    brief = Brief(article=article(), engine=EngineInfo(name="openai", model="gpt-5-mini"), withheld=withheld)
    usage = Usage(calls=12, cost_usd=0.012)
    failed = (Failure(source="https://x.example/", error="HTTP 404"),)
    said = lines(messages(briefing(articles=(brief,), failed=failed, usage=usage, warnings=("Look out",))))
    assert said[1].endswith("1 claim withheld · 1 source failed")
    assert said[said.index("Not in this briefing") :][:3] == [
        "Not in this briefing",
        "• *https://x.example/:* HTTP 404",
        "• Look out",
    ]
    assert "gpt-5-mini" in said[-1]
    assert "$0.012" in said[-1]
    assert "12 calls" in said[-1]


def test_a_public_address_gives_a_link_to_the_page() -> None:
    """Without one there is none."""
    with_page = lines(messages(briefing(), Options(public_url="https://desk.example/b/", page="briefing.md")))
    assert "<https://desk.example/b/2024-06-14/briefing.md|Read it with all quotes>" in with_page[1]
    assert "<" not in lines(messages(briefing()))[1]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "https://", "//x.example", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    """Any other source is a name."""
    brief = Brief(article=article(url=url), engine=EngineInfo(name="offline"))
    assert "• b — Reuters" in lines(messages(briefing(demand("A", "b"), articles=(brief,))))


def test_an_address_cannot_end_its_link() -> None:
    """Bars, brackets and blanks in it are encoded."""
    brief = Brief(article=article(url="https://x.example/a|b>c<!channel> d&e"), engine=EngineInfo(name="o"))
    posts = messages(briefing(demand("A", "b"), articles=(brief,)))
    assert "<https://x.example/a%7Cb%3Ec%3C!channel%3Ed&amp;e|Reuters>" in lines(posts)[-2]
    assert problems(posts[0].payload) == []


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("<http://x|y>", "&lt;http://x|y&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("*b* _i_ ~s~ `c`", "\u2217b\u2217 \u02cdi\u02cd \u223cs\u223c \u02cbc\u02cb"),
        ("snake_case stays", "snake_case stays"),
        (":smile: at 12:30", ":\u2060smile: at 12:30"),
        ("two\nlines\u202e", "two lines"),
        ("> no quotation", "&gt; no quotation"),
    ],
)
def test_outside_text_is_only_text(hostile: str, shown: str) -> None:
    """Slack's characters are escaped; formats, which have no escape, are replaced by lookalikes."""
    posts = messages(briefing(demand("A", hostile, "nowhere")))
    assert f"• {shown}" in lines(posts)
    assert problems(posts[0].payload) == []


def test_the_fallback_says_what_the_message_says_and_links_nothing() -> None:
    """It is what a phone's notification shows; Slack would make links of bare hosts and names in it."""
    digest = (DigestLine(text="See evil.example or @here", evidence=()),)
    text = messages(briefing(title="<!here> Desk", digest=digest))[0].text
    assert text.startswith("&lt;!here&gt; Desk · 14 June 2024: 1 article · 0 demands")
    assert "See evil.\u2060example or @\u2060here." in text


def test_messages_show_no_previews_and_no_bare_links() -> None:
    """Previews would bury the briefing."""
    payload = messages(briefing())[0].payload
    assert (payload["unfurl_links"], payload["unfurl_media"]) == (False, False)


def test_a_long_briefing_is_several_messages_that_say_which_they_are() -> None:
    """The heading under which a message goes on is repeated; every message has its own fallback."""
    posts = messages(briefing(*(demand("Russia", f"Demand {n} " + "word " * 40) for n in range(150))))
    assert len(posts) > 2
    heads = [message.blocks[0]["text"]["text"] for message in posts]
    assert heads == [f"Daily briefing · 14 June 2024 ({n}/{len(posts)})" for n in range(1, len(posts) + 1)]
    assert posts[1].blocks[1]["elements"][0]["text"] == "Demands · Russia (continued)"
    assert len({message.text for message in posts}) == len(posts)
    assert all(problems(message.payload) == [] for message in posts)


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    """No sentence that fits is torn apart."""
    sentences = [f"Sentence {n} of a very long demand ends here." for n in range(120)]
    said = lines(messages(briefing(demand("A", " ".join(sentences), "nowhere"))))
    parts = [line for line in said if "Sentence" in line]
    assert len(parts) > 2
    assert all(part.endswith(".") for part in parts)
    assert all(part.startswith("… ") for part in parts[1:])


def test_a_word_without_an_end_is_cut_between_characters_as_readers_see_them() -> None:
    """A family of four is one character of seven code points."""
    family = "👨‍👩‍👧‍👦"
    said = lines(messages(briefing(demand("A", family * 600, "nowhere"))))
    parts = [line.removeprefix("• ").removeprefix("… ") for line in said if "👦" in line]
    assert len(parts) > 3
    assert all(part == family * (len(part) // len(family)) for part in parts)


def test_a_title_that_no_header_holds_stands_beneath_it_whole() -> None:
    """The header then says only the day."""
    title = "A very long title " * 20
    said = lines(messages(briefing(title=title)))
    assert said[0] == "Briefing · 14 June 2024"
    assert said[1] == f"*{title.strip()}*"


def test_an_update_says_so_and_begins_with_what_changed() -> None:
    """The whole briefing follows, so that nobody has to join two posts."""
    first = briefing(demand("Russia", "No truce"), demand("Ukraine", "Guarantees"))
    second = briefing(demand("Russia", "No truce"), demand("Ukraine", "Guarantees now"))
    before = posted_lines([json.dumps(message.payload) for message in messages(first)])
    posts = messages(second, Options(is_update=True, posted=before))
    said = lines(posts)
    assert said[0] == "Update: Daily briefing · 14 June 2024"
    assert posts[0].text.startswith("Update: Daily")
    assert said[2:8] == [
        "Changed since the last post",
        "*Ukraine*",
        "• Guarantees now — <https://news.example/a|Reuters>",
        "No longer as posted",
        "• Guarantees — Reuters",
        "Demands",
    ]


def test_a_file_more_is_no_change_of_all_lines() -> None:
    """The numbers of files move; what they stand behind is the same."""
    files = [article(id, source=f"{id}.txt", url=None) for id in ("a", "b", "c")]
    briefs = tuple(Brief(article=item, engine=EngineInfo(name="offline")) for item in files)
    first = briefing(demand("Russia", "No truce", "c"), articles=briefs[1:])
    second = briefing(demand("Russia", "No truce", "c"), demand("Ukraine", "Peace", "a"), articles=briefs)
    before = posted_lines([json.dumps(message.payload) for message in messages(first)])
    said = lines(messages(second, Options(is_update=True, posted=before)))
    assert said[2:6] == ["Changed since the last post", "*Ukraine*", "• Peace — [1]", "Demands"]


def test_cost_warnings_and_failed_sources_are_no_news() -> None:
    """Another run of the same articles must not post again; another demand must."""
    one = briefing(demand("A", "b"))
    same = one.model_copy(
        update={
            "usage": Usage(calls=3, cost_usd=1),
            "warnings": ("w",),
            "failed": (Failure(source="s", error="e"),),
        }
    )
    assert revision(one) == revision(same)
    assert revision(one) != revision(briefing(demand("A", "c")))
    assert revision(one) != revision(one.model_copy(update={"title": "Other"}))


def test_a_day_without_news_is_empty_and_says_so_if_it_is_posted() -> None:
    """What is only no longer heard is no news."""
    gone = briefing(demand("A", "b", status="no longer heard", evidence=()), previous="2024-06-13")
    assert is_empty(gone)
    assert not is_empty(briefing(demand("A", "b")))
    assert "Nothing new" in lines(messages(gone))


def test_the_preview_reads_as_the_message_does() -> None:
    """Links show where they lead; nothing is escaped any more."""
    shown = preview(messages(briefing(demand("A & B", "a < b"))))
    assert "A & B\n• a < b — Reuters [https://news.example/a]" in shown
    assert "--- message 1 of 1:" in shown


def test_payloads_print_as_json() -> None:
    """One list, in the order of the messages."""
    posts = messages(briefing(demand("A", "b")))
    assert json.loads(as_json(posts)) == [message.payload for message in posts]


def test_the_seeds_are_posted_whole(seeds: Any) -> None:
    """A real briefing: every demand and every position is in it."""
    from summarizer import daily

    whole = daily(str(seeds), engine="offline")
    posts = messages(whole)
    assert [problems(message.payload) for message in posts] == [[] for _ in posts]
    check_whole(whole, posts)


HOSTILE = st.sampled_from(
    [
        *("<!channel>", "<@U1>", "<http://x|y>", "&lt;", "*bold*", "`code`", "\n", "_i_", "~s~", ":smile:"),
        *("> q", "\u202eltr", "שלום", "😀" * 30, "e\u0301" * 40, "w" * 4000, "&" * 900, '"\\' * 400),
        "http://evil.example/ ",
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=30), HOSTILE), max_size=6).map(" ".join)
URLS = st.one_of(st.none(), TEXTS, TEXTS.map(lambda text: f"https://x.example/{text}"))
STATUS = st.sampled_from(["new", "repeated", "no longer heard"])


@st.composite
def briefings(draw: st.DrawFn) -> Briefing:
    """Any briefing: few lines or many, each of any text."""
    places = draw(st.lists(st.tuples(TEXTS, URLS), min_size=1, max_size=3))
    briefs = tuple(
        Brief(
            article=article(
                str(n), source=source, url=url, title=draw(TEXTS), outlets=(Outlet(source=source, url=url),)
            ),
            engine=EngineInfo(name="e", model=draw(TEXTS)),
        )
        for n, (source, url) in enumerate(places)
    )
    one = st.builds(
        demand,
        TEXTS,
        TEXTS,
        st.sampled_from([str(n) for n in range(len(briefs))]),
        status=STATUS,
        addressee=TEXTS,
        topic=TEXTS,
    )
    sides = st.lists(st.tuples(TEXTS, TEXTS), max_size=3)
    many = draw(st.sampled_from([1, 1, 1, 20]))
    disputes = [
        MergedDisagreement(
            id="d",
            issue=draw(TEXTS),
            status=draw(STATUS),
            positions=tuple(
                MergedPosition(party=party, position=text, evidence=cited("0")) for party, text in draw(sides)
            ),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return briefing(
        *draw(st.lists(one, max_size=3)) * many,
        title=draw(TEXTS),
        previous=draw(st.sampled_from([None, "2024-06-13"])),
        articles=briefs,
        digest=tuple(
            DigestLine(text=draw(TEXTS), evidence=cited("0")) for _ in range(draw(st.integers(0, 3)))
        ),
        disagreements=tuple(disputes),
        failed=(Failure(source=draw(TEXTS), error=draw(TEXTS)),),
    )


def check_whole(whole: Briefing, posts: list[Message]) -> None:
    """Every item of the briefing is in the joined messages."""
    said = recover([message.payload for message in posts])
    items = [whole.title, *(line.text for line in whole.digest)]
    for line in whole.demands:
        items += [line.party, line.demand, line.addressee or "", line.topic or ""]
    for issue in whole.disagreements:
        items += [issue.issue, *(word for side in issue.positions for word in (side.party, side.position))]
    for failure in whole.failed:
        items += [failure.source, failure.error]
    missing = [item for item in items if bare(item) not in said]
    assert missing == []


def bare(text: str) -> str:
    """A text as ``recover`` gives it."""
    return squeezed(clean(text))


@settings(max_examples=40)
@given(whole=briefings(), is_update=st.booleans())
@example(whole=briefing(demand("&" * 5000, "w" * 4000)), is_update=True)
@example(whole=briefing(demand("a\u0301" * 3000, "a" + "\u0301" * 6000)), is_update=False)
def test_any_briefing_is_posted_whole_within_all_limits(whole: Briefing, is_update: bool) -> None:
    """Any Unicode and any of Slack's syntax: the stub's judge finds nothing, and every item is there."""
    posts = messages(whole, Options(public_url="https://desk.example", is_update=is_update))
    for message in posts:
        assert problems(message.payload) == []
    check_whole(whole, posts)
    ours = {address(brief.article.url) for brief in whole.articles}
    targets = {found[1] for line in lines(posts) for found in LINK.finditer(line)}
    assert targets <= {*ours, "https://desk.example/2024-06-14/briefing.html"}


def test_a_briefing_without_articles_is_still_a_message() -> None:
    """It says that nothing was heard."""
    assert len(messages(merge.merge([], DAY, "Daily briefing", []))) == 1
