"""Page furniture: what a page prints around its article is in no sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.furniture import roles
from summarizer.paragraphs import View, paragraphs
from summarizer.sentences import read, split

GOLD = Path(__file__).parent / "gold"
PAGES = Path(__file__).parent / "fixtures" / "reading"
LEAD = "Russia will not accept a temporary ceasefire in Ukraine, the Kremlin said on Thursday."
LAST = "Ukraine has rejected the Russian conditions and asks for security guarantees."


def title(text: str) -> str | None:
    """The headline that reading finds."""
    return read(text).title


def kept(text: str) -> list[str]:
    """Texts of all sentences and headings."""
    return [sentence.text for sentence in split(text)]


def by_role(text: str, role: str) -> list[str]:
    """Paragraphs that have the role."""
    blocks = paragraphs(View(text))
    return [block.text for block, found in zip(blocks, roles(blocks), strict=True) if found == role]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_furniture_of_the_seeds_is_in_a_sentence(seeds: Path, number: str) -> None:
    """What the labels call furniture is gone from the seeds."""
    joined = "\n".join(kept(next(seeds.glob(f"{number}-*.txt")).read_text(encoding="utf-8")))
    furniture = json.loads((GOLD / f"{number}.json").read_text(encoding="utf-8"))["furniture"]
    assert [line for line in furniture if line in joined] == []


def test_labels_credits_and_repeats_of_the_seeds_are_dropped(seeds: Path) -> None:
    """Section labels, datelines, credits and repeated headlines are furniture in the seeds."""
    first = next(seeds.glob("000-*.txt")).read_text(encoding="utf-8")
    last = next(seeds.glob("004-*.txt")).read_text(encoding="utf-8")
    assert by_role(first, "furniture") == ["RUSSIAN PERSPECTIVE", "WESTERN PERSPECTIVE", "RT/Reuters"]
    assert kept(last).count("Diplomatic efforts to end war in Ukraine gains momentum") == 1
    assert "KIEV" not in kept(last)


AROUND = (PAGES / "furniture.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", AROUND)
def test_wording_that_pages_print_around_articles_is_furniture(line: str) -> None:
    """Buttons, labels, captions, credits and notices are known in many languages, wherever they stand."""
    assert kept(f"{LEAD}\n\n{line}\n\n{LAST}") == [LEAD, LAST]
    assert kept(f"{LEAD}\n{LAST}\n{line}") == [LEAD, LAST]


SPEECH_AND_SENTENCES = (PAGES / "article.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sentence", SPEECH_AND_SENTENCES)
def test_sentences_are_never_furniture(sentence: str) -> None:
    """A full sentence stays, even if it begins like a button or speaks of cookies."""
    assert kept(f"{LEAD}\n\n{sentence}\n\n{LAST}") == [LEAD, sentence, LAST]


def test_headlines_of_other_articles_are_dropped_with_their_label() -> None:
    """The lines under "Related articles" are links, up to the next sentence."""
    text = f"{LEAD}\nRelated articles\nTrump meets Putin in Riyadh next week\n- Why the talks failed\n{LAST}"
    assert kept(text) == [LEAD, LAST]


def test_lines_below_the_article_are_dropped() -> None:
    """Short lines after the last sentence belong to the page, in whatever words."""
    below = "Ukraine war\nMoscow\nThe best photos of this week so far\nWeather in Kyiv for today"
    assert kept(f"{LEAD}\n{LAST}\n{below}") == [LEAD, LAST]


def test_a_last_sentence_without_its_stop_stays() -> None:
    """One longer line at the end may have lost its full stop in copying."""
    last = "Slutsky said the meeting could be in March"
    assert kept(f"{LEAD}\n{LAST}\n{last}") == [LEAD, LAST, last]


def test_labels_above_the_headline_are_dropped() -> None:
    """Of the lines above the text the headline stays."""
    text = f"News\nUkraine conflict\nPutin rejects the truce plan\nAnna Smith\n\n{LEAD}\n{LAST}"
    assert kept(text) == ["Putin rejects the truce plan", LEAD, LAST]


def test_a_repeated_headline_is_kept_once_and_a_repeated_label_never() -> None:
    """Repeats tell furniture from text without knowing the words."""
    headline = "Putin rejects truce plan"
    text = f"{headline}\n{headline}\n{LEAD}\nBla bla\n{LAST}\nBla bla\n{LAST}\nHe left."
    assert kept(text) == [headline, LEAD, LAST, "He left."]


def test_a_teaser_that_the_text_repeats_is_a_heading() -> None:
    """A long line above the text that comes again as a sentence is evidence only there."""
    teaser = LEAD.rstrip(".")
    found = split(f"{teaser}\n{LAST}\n{LEAD} More talks follow.")
    assert [(sentence.kind, sentence.text) for sentence in found][:1] == [("heading", teaser)]
    assert LEAD in [sentence.text for sentence in found if sentence.kind == "sentence"]


@pytest.mark.parametrize(
    "biography",
    [
        "Anna Smith is a senior correspondent covering Eastern Europe.",
        "I am a journalist and writer with ten years of experience in telling stories about the world.",
        "Anna Schmidt ist Redakteurin und schreibt über Osteuropa.",
    ],
)
def test_the_biography_of_the_author_is_furniture(biography: str) -> None:
    """Who wrote the article says nothing about what it reports."""
    assert kept(f"{LEAD}\n{LAST}\n{biography}") == [LEAD, LAST]


def test_a_journalist_in_the_article_is_no_biography() -> None:
    """A last sentence about somebody whom the article reports on stays."""
    first = "Russian police arrested the American citizen Anna Smith in Moscow on Thursday."
    last = "Anna Smith is a reporter covering the war."
    assert kept(f"{first}\n{LAST}\n{last}") == [first, LAST, last]


@pytest.mark.parametrize(
    "line",
    [
        "Follow our live coverage of the election on the politics page.",
        "Want more? Sign up for our daily newsletter.",
        "Enjoying this story? Subscribe to the evening newsletter.",
        "For all latest news, follow our Google News channel.",
        "You have 2 free articles remaining this month.",
        "Comments have to be in English, and in full sentences.",
        "Comments are moderated and should follow our house rules.",
        "An earlier version of this article misspelled the name of the mayor.",
        "This article was amended on 4 February 2025 to correct a figure.",
        "This summary was generated by AI and checked by an editor.",
        "Correction, June 5: the ceasefire began on a Monday, not on a Tuesday.",
        "Published - June 17, 2025 09:12 pm IST",
        "Jun 17, 2025, 9:12 PM PDT",
        "Listen 4 min",
        "Listen to this article · 6:32 min",
        "You've read 3 of 5 free articles.",
        "Follow Anna Smith on X: @asmith",
        "Readers' comments are welcome, but abusive posts will be removed.",
        "By clicking accept you agree to our terms.",
        "12 comments",
        "3.4k shares",
        "SPECIAL CORRESPONDENT",
        "STAFF CORRESPONDENT, Rajshahi",
        "You might also like: Five stretches to do at your desk",
        "Corrections and clarifications | Submit a news tip",
        "Home > World",
        "Anna Smith and John Doe contributed to this report.",
        "Folgen Sie unserem Kanal auf WhatsApp.",
        "Dieser Artikel wurde zuletzt am 5. Juni aktualisiert.",
        "Suivez notre chaîne WhatsApp pour ne rien manquer.",
        "Únete a nuestro canal de WhatsApp y no te pierdas nada.",
        "Este artículo fue actualizado para añadir más detalles.",
        "Segui il nostro canale WhatsApp per restare aggiornato.",
        "Siga o nosso canal no WhatsApp e receba as notícias do dia.",
        "Volg onze redactie ook op Instagram.",
        "Obserwuj nasz profil na Facebooku.",
        "Son dakika gelişmelerden haberdar olmak için kanalımıza abone olun.",
        "Читайте самые важные новости в нашем канале.",
        "Читайте найважливіші новини у нашому каналі.",
        "Ακολουθήστε μας στο Google News.",
    ],
)
def test_what_a_page_says_to_its_reader_is_furniture(line: str) -> None:
    """Prompts, paywalls, comment rules, notices and stamps go by their kind, wherever they stand."""
    assert kept(f"{LEAD}\n\n{line}\n\n{LAST}") == [LEAD, LAST]
    assert kept(f"{LEAD}\n{LAST}\n{line}") == [LEAD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Reach Anna Smith at asmith@brantleyledger.example.",
        "Anna Smith can be reached at asmith@brantleyledger.example.",
        "Contact our newsroom at news@brantleyledger.example.",
        "Anna Smith writes about science and the economy.",
        "Follow her on X.",
        "Visit our website.",
        "Read our full coverage here.",
        "Update history | Reuse",
    ],
)
def test_the_tail_of_a_page_is_furniture_by_weaker_signs(line: str) -> None:
    """Below the last sentence, one sign of contacts, authors and prompts is enough."""
    assert kept(f"{LEAD}\n{LAST}\n{line}") == [LEAD, LAST]
    assert kept(f"{LEAD}\n{LAST}\n{line}\nShare\nFollow our reporters on Facebook.") == [LEAD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Rachel Adeyemi Health correspondent",
        "Anna Smith, Political Editor, Washington",
        "Our special correspondent",
        "THE HAGUE AND WASHINGTON, DC",
        "Juan Pérez, corresponsal",
    ],
)
def test_bylines_and_datelines_below_the_headline_are_furniture(line: str) -> None:
    """Who wrote the article and where is said in a line of names without a sentence."""
    assert kept(f"Putin rejects the truce plan\n{line}\n{LEAD}\n{LAST}") == [
        "Putin rejects the truce plan",
        LEAD,
        LAST,
    ]


def test_topics_below_the_article_are_furniture() -> None:
    """A label with a colon and its short lines are links, even with a prompt below them."""
    below = "Read more about:\nStreaming\nLabor\nWant more? Sign up for our daily newsletter."
    assert kept(f"{LEAD}\n{LAST}\n{below}") == [LEAD, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow the money, the prosecutor told the court.",
        "Support for our troops fell to 40% in the survey.",
        "Comments must be received by the agency before 5 June.",
        "Lee said the WhatsApp channel was closed by the police.",
        "If you drink, do it in moderation.",
        "If you are in an abusive relationship, call a doctor.",
        "Watch for swelling and see your doctor if it lasts.",
        "Get up every half hour and stretch your back.",
        "For more than 20 years the US has banned the app.",
        "Correction officers went on strike in New York.",
        "The story was updated by novelists for decades.",
        "This report was published by the ministry.",
        "Published figures show a fall of 12% in 2025.",
        "Residents may contact Anna Smith at asmith@town.example to object.",
        "Newsletters and apps are the main business of the company.",
        "Share prices in our region fell after the news.",
        "“Follow our channel,” the group told its supporters.",
        "The group told its supporters: “Subscribe to our channel.”",
        "Больше половины россиян читают новости в Telegram.",
        "Folgen der Krise sind auch unsere Nachrichten.",
        "Entre nós e eles há um acordo.",
        "In 2025.",
        "A reporter covers wars.",
    ],
)
def test_article_sentences_that_resemble_prompts_stay(sentence: str) -> None:
    """A sentence that reports or advises stays in the middle and at the end, whatever word it starts with."""
    assert kept(f"{LEAD}\n\n{sentence}\n\n{LAST}") == [LEAD, sentence, LAST]
    assert kept(f"{LEAD}\n{LAST}\n{sentence}") == [LEAD, LAST, sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Visit the website of the council and read the stories of the readers.",
        "Contact Anna Smith at asmith@town.example to object.",
        "Anna Smith is a reporter who was arrested.",
    ],
)
def test_weak_signs_do_not_count_in_the_middle(sentence: str) -> None:
    """What would be furniture at the end of a page is advice or report in the middle of an article."""
    assert kept(f"{LEAD}\n\n{sentence}\n\n{LAST}") == [LEAD, sentence, LAST]


def test_the_subject_of_a_last_sentence_is_no_author() -> None:
    """A person described by an apposition is in the article; the author of a byline is not."""
    last = "Anna Smith, a writer from Leeds, agreed with the decision."
    assert kept(f"{LEAD}\n{LAST}\n{last}") == [LEAD, LAST, last]


def test_a_paragraph_that_ends_in_a_prompt_keeps_its_sentences() -> None:
    """A prompt behind a sentence of the article does not take the sentence with it."""
    last = "A hearing is set for Friday. Follow our coverage on the politics page."
    assert "A hearing is set for Friday." in kept(f"{LEAD}\n{LAST}\n{last}")


def test_a_title_keeps_its_outlet() -> None:
    """A headline with the name of the site behind a bar is still the headline."""
    text = f"Putin rejects the truce plan | The Times\n{LEAD}\n{LAST}"
    assert title(text) == "Putin rejects the truce plan | The Times"


@pytest.mark.parametrize(
    ("page", "expected"),
    [("bbc.txt", "Ukraine war: Putin rejects ceasefire"), ("german.txt", "Putin lehnt Waffenruhe ab")],
)
def test_whole_pages_are_reduced_to_their_article(page: str, expected: str) -> None:
    """A page copied with all its furniture gives exactly the lines marked in its fixture."""
    marked = (PAGES / page).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.removeprefix("+") for line in marked)
    wanted = [line.removeprefix("+").removeprefix("- ") for line in marked if line.startswith("+")]
    assert [line for line in by_role(text, "sentence") + by_role(text, "heading") if line not in wanted] == []
    assert [line for line in wanted if line not in by_role(text, "sentence") + by_role(text, "heading")] == []
    assert title(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Putin rejects truce\n\n{LEAD}", "Putin rejects truce"),
        (f"WORLD\nCan there be peace in Ukraine?\n{LEAD}", "Can there be peace in Ukraine?"),
        (f"{LEAD}\nWhat Kyiv says\n{LAST}", None),
        ("One line", None),
        ("", None),
    ],
)
def test_the_title_is_the_headline_above_the_text(text: str, expected: str | None) -> None:
    """A text that starts without a headline has no title."""
    assert title(text) == expected


def test_a_text_of_lines_only_keeps_them_as_sentences() -> None:
    """A note without a single full stop is still the article."""
    found = split("Talks begin in Geneva today\nKyiv sends a delegation")
    assert [sentence.kind for sentence in found] == ["sentence", "sentence"]
