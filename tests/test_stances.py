"""Who holds what in a sentence, and for whom people and groups may speak."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizer.claims import source_of
from summarizer.parties import Parties
from summarizer.schema import Article
from summarizer.stances import holders
from summarizer.words import meanings

Make = Callable[..., Article]


def held(article: Article, n: int, claim: str, demand: bool = True) -> set[str]:
    """The parties that may hold a claim by sentence ``n``."""
    source = source_of(article, Parties())
    view = source.read.view(n)
    assert view is not None
    return {stance.party for stance in holders(view, set(meanings(claim)), demand, source.stances(view))}


def test_the_demand_that_is_spelled_out_decides(make_article: Make) -> None:
    """As in "Moscow said that Kyiv demanded X" is not Moscow's demand."""
    article = make_article("Moscow said that Kyiv demanded security guarantees from Washington.")
    assert held(article, 1, "security guarantees") == {"Ukraine"}


def test_each_clause_has_its_own_holder(make_article: Make) -> None:
    """A contrast changes the subject."""
    article = make_article(
        "Ukraine rejected the border plan, while Russia demanded recognition of the annexation."
    )
    assert held(article, 1, "recognition of the annexation") == {"Russia"}
    assert held(article, 1, "rejects the border plan") == {"Ukraine"}


def test_who_is_told_what_to_do_holds_nothing(make_article: Make) -> None:
    """The subject of "should" is asked, not asking; neither is the subject of a passive."""
    article = make_article(
        "Ruritania should leave the islands.", "Ruritania has been given five weeks to leave."
    )
    assert "Ruritania" not in held(article, 1, "leave the islands", demand=False)
    assert "Ruritania" not in held(article, 2, "five weeks to leave", demand=False)


@pytest.mark.parametrize(
    ("sentences", "party", "other"),
    [
        (("Anna Berg of the Dockers' Union said the port should pay.",), "Dockers' Union", "Port Authority"),
        (("Bishop Lind, who chairs the Faith Forum, said the strike must end.",), "Faith Forum", "Elbonia"),
        (("The Port Council met.", "Its leader, Anna Berg, said it should pay."), "Port Council", "Elbonia"),
        (("Health Minister Anna Berg said doctors should return.",), "Ministry of Health", "Port Council"),
        (("The Dockers' Union met.", "Its members said the port should pay."), "Dockers' Union", "Elbonia"),
        (("The Association of Southeast Asian Nations said both should talk.",), "ASEAN", "NATO"),
        (("Tórshavn said its share should grow.",), "Torshavn", "Norway"),
        (("The Victorian Government said the parties should talk.",), "Victoria", "Tasmania"),
    ],
)
def test_a_party_may_be_known_by_its_people_and_other_names(
    make_article: Make, sentences: tuple[str, ...], party: str, other: str
) -> None:
    """Ties in the text, the body spoken of before, acronyms, adjectives and accents."""
    article = make_article(*sentences)
    source = source_of(article, Parties())
    view = source.read.view(len(sentences))
    assert view is not None
    found = source.stances(view)
    assert any(source.allegiances.may_be(party, stance) for stance in found)
    assert not any(source.allegiances.may_be(other, stance) for stance in found)
