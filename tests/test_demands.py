"""Demands by rules: who demands what of whom, in any dispute, and silence where nobody demands anything."""

from __future__ import annotations

import pytest
from articles import DISPUTE, demands, known_bug, stated

# -- what is demanded ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Dockers Union urged Northport to open the gate.", "Northport to open the gate"),
        ("Residents urged restraint over the demolition.", "Restraint over the demolition"),
        ("The Dockers Union called for an inquiry into the crane.", "An inquiry into the crane"),
        ("The Dockers Union called on Northport to open the gate.", "Northport to open the gate"),
        ("Brazil called for Canada to drop its subsidies.", "Canada to drop its subsidies"),
        ("The Teachers Guild demanded an apology from the county.", "An apology from the county"),
        ("The Teachers Guild demanded that the school stay open.", "The school stay open"),
        ("The Teachers Guild demanded to see the closure plan.", "The closure plan"),
        ("The Teachers Guild insists on reopening the library.", "Reopening the library"),
        ("The Teachers Guild insists on smaller classes.", "Smaller classes"),
        ("Canada pressed Brazil to lift the duty on syrup.", "Brazil to lift the duty on syrup"),
        ("Canada is pressing for the duty to be lifted.", "The duty to be lifted"),
        ("Canada is pushing Brazil to lift the duty on syrup.", "Brazil to lift the duty on syrup"),
        ("Canada wants Brazil to lift the duty on syrup.", "Brazil to lift the duty on syrup"),
        ("Canada wants the duty on syrup lifted.", "The duty on syrup lifted"),
        ("Canada wants compensation for its growers.", "Compensation for its growers"),
        ("Canada wants a larger quota by May, its minister said.", "A larger quota by May"),
        ("The Tenants League asked the city to freeze rents.", "The city to freeze rents"),
        ("The Tenants League asked for a rent freeze.", "A rent freeze"),
        ("The Tenants League asked that rents be frozen.", "Rents be frozen"),
        ("The Tenants League requested a rent freeze.", "A rent freeze"),
        ("The Tenants League appealed to the city to freeze rents.", "The city to freeze rents"),
        ("The Tenants League told the landlord to repair the lifts.", "The landlord to repair the lifts"),
        ("The Tenants League warned the city not to raise rents.", "The city not to raise rents"),
        ("The Tenants League sought the return of all deposits.", "The return of all deposits"),
        ("The Tenants League proposed that rents be frozen.", "Rents be frozen"),
        ("Rovers FC is fighting for a share of the revenue.", "A share of the revenue"),
        ("The Fishers Alliance implored Iceland to share the quota.", "Iceland to share the quota"),
        ("The Fishers Alliance stipulated that nets be inspected.", "Nets be inspected"),
        ("The Fishers Alliance campaigned for a larger quota.", "A larger quota"),
        pytest.param(
            "The Teachers Guild insisted that the county reverse the closure.",
            "The county reverse the closure",
            marks=known_bug("a subjunctive without 'be' after 'insisted that' is not seen"),
        ),
        pytest.param(
            "The Dockers Union called on Northport for a pay rise of 6%.",
            "A pay rise of 6%",
            marks=known_bug("'called on X for Y' is not seen"),
        ),
        pytest.param(
            "The Fishers Alliance is holding out for a larger quota.",
            "A larger quota",
            marks=known_bug("a verb of two words is never matched"),
        ),
        pytest.param(
            "The Growers Association would like the state to open the sluice.",
            "The state to open the sluice",
            marks=known_bug("'would like X to' is not seen"),
        ),
    ],
)
def test_a_verb_of_demanding_and_its_frame(text: str, wanted: str) -> None:
    """Whatever the verb governs is the thing demanded: X to do Y, for Y, that S, Y itself, doing Y."""
    assert [wording for _, wording in stated(text)] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Northport must raise the pay, the Dockers Union said.", "Northport must raise the pay"),
        ("The Dockers Union said Northport must raise the pay.", "Northport must raise the pay"),
        ("The Dockers Union said that Northport should raise the pay.", "Northport should raise the pay"),
        ("“Northport must raise the pay,” the Dockers Union said.", "Northport must raise the pay"),
        ('"Northport must raise the pay," the Dockers Union said.', "Northport must raise the pay"),
        ("“Northport needs to raise the pay,” said the Dockers Union.", "Northport needs to raise the pay"),
        ("According to the Dockers Union, Northport must raise the pay.", "Northport must raise the pay"),
        ("Northport must raise the pay, according to the Dockers Union.", "Northport must raise the pay"),
        ("The Dockers Union said there must be no redundancies.", "There must be no redundancies"),
    ],
)
def test_what_somebody_says_must_be(text: str, wanted: str) -> None:
    """A modal is a demand of whoever says so, in a quotation or in reported speech."""
    assert stated(text) == [("Dockers Union", wanted)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kenya will not accept a smaller share of the Nile.", "No smaller share of the Nile"),
        ("Kenya said it would not accept a smaller share of it.", "No smaller share of it"),
        ("“We will not accept a freeze of the fund,” Kenya said.", "No freeze of the fund"),
        ("Kenya will not tolerate any more dams upstream.", "No more dams upstream"),
        ("A smaller share is unacceptable, Kenya said.", "A smaller share is unacceptable"),
        ("“A smaller share is out of the question,” Kenya said.", "A smaller share is out of the question"),
        pytest.param(
            "Kenya refused to accept a smaller share of the water.", "No smaller share of the water"
        ),
        pytest.param(
            "“We will make no concessions,” Kenya said.",
            "No concessions",
            marks=known_bug("one bare word is dropped as saying nothing, though 'no' stands before it"),
        ),
    ],
)
def test_a_refusal_demands_the_absence_of_the_thing(text: str, wanted: str) -> None:
    """Red lines are demands, and keep their negation."""
    assert stated(text) == [("Kenya", wanted)]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya will not sign the treaty until Ethiopia shares its river data.",
        "Kenya will leave the talks unless Ethiopia shares its river data.",
        "“There will be no talks until Ethiopia shares its river data,” Kenya said.",
        "Kenya agreed to talks on condition that Ethiopia shares its river data.",
        "Kenya would sign only if Ethiopia shares its river data.",
        "Kenya's condition is that Ethiopia shares its river data.",
    ],
)
def test_a_condition_is_demanded(text: str) -> None:
    """What must happen first is what the party demands."""
    assert stated(text) == [("Kenya", "Ethiopia shares its river data")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kenya repeated its demand for the publication of data.", "The publication of data"),
        ("Kenya's demand for river data was repeated on Monday.", "River data"),
        ("Brazil rejected a call by Kenya for a joint commission.", "A joint commission"),
        ("Brazil agreed to Kenya's demand for a joint commission.", "A joint commission"),
        ("Kenya's main condition is the withdrawal of the duty.", "The withdrawal of the duty"),
        ("Kenya stressed the importance of sharing river data.", "Sharing river data"),
        ("“It is essential that Brazil shares its data,” Kenya said.", "Brazil shares its data"),
        ("“It is vital for Brazil to share its data,” Kenya said.", "Brazil to share its data"),
        ("“All we ask for is a fair share of the water,” Kenya said.", "A fair share of the water"),
        ("“Drop the charges against the crew,” Kenya said.", "Drop the charges against the crew"),
        ("The release of the crew was demanded by Kenya.", "The release of the crew"),
        ("A ban on nets has been sought by Kenya.", "A ban on nets"),
        pytest.param(
            "Brazil rejected Kenya's demand for a joint commission.",
            "A joint commission",
            marks=known_bug("a demand that the other side rejects is taken for one that was dropped"),
        ),
        pytest.param(
            "A key demand of Kenya is a joint commission on the river.",
            "A joint commission on the river",
            marks=known_bug("'demand of X' names no holder"),
        ),
    ],
)
def test_a_demand_without_a_verb_of_demanding(text: str, wanted: str) -> None:
    """Nouns, importance and necessity, orders in a party's own words, and passives say it as well."""
    assert stated(text) == [("Kenya", wanted)]


# -- lists, and one entry for each thing ---------------------------------------------------------------

THREE = ["A pay rise of 6%", "An end to long shifts", "A new canteen for crane crews"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The Dockers Union set out its demands:", *[f"- {item}" for item in THREE]),
        ("The Dockers Union set out its demands:", *[f"• {item}" for item in THREE]),
        ("The Dockers Union's demands:\n" + "\n".join(f"- {item}" for item in THREE),),
    ],
)
def test_a_list_after_a_colon(paragraphs: tuple[str, ...]) -> None:
    """Each item is a demand, with the sentence that introduces the list as evidence beside its own."""
    found = demands(*paragraphs)
    assert [(demand.party, demand.demand) for demand in found] == [("Dockers Union", item) for item in THREE]
    assert [demand.evidence for demand in found] == [(1, 2), (1, 3), (1, 4)]


@pytest.mark.parametrize(
    "lead",
    [
        "The Dockers Union demanded",
        "The Dockers Union's demands include",
        "The Dockers Union's demands are:",
        pytest.param(
            "The Dockers Union has three demands:", marks=known_bug("'has three demands:' is not seen")
        ),
        pytest.param("The Dockers Union demanded:", marks=known_bug("a colon hides what 'demanded' governs")),
    ],
)
def test_a_list_in_one_sentence(lead: str) -> None:
    """An enumeration has one entry for each thing."""
    items = ["a pay rise of 6%", "an end to the ban on breaks", "a new canteen"]
    found = stated(f"{lead} {items[0]}, {items[1]}, and {items[2]}.")
    assert [wording.lower() for _, wording in found] == items


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Kenya urged Ethiopia to publish the data and open the sluice.",
            ["Ethiopia to publish the data", "Ethiopia to open the sluice"],
        ),
        (
            "Kenya wants Ethiopia to share the data and to stop filling the dam.",
            ["Ethiopia to share the data", "Ethiopia to stop filling the dam"],
        ),
        ("Kenya demanded trust and respect from Ethiopia.", ["Trust and respect from Ethiopia"]),
        ("Kenya demanded a cap and a refund from Brazil.", ["A cap and a refund from Brazil"]),
        pytest.param(
            "Kenya demanded a refund of the toll and an end to night patrols.",
            ["A refund of the toll", "An end to night patrols"],
        ),
        pytest.param(
            "“Open the sluice and publish the data,” Kenya said.",
            ["Open the sluice", "Publish the data"],
            marks=known_bug("two orders in one quotation stay one entry"),
        ),
    ],
)
def test_one_entry_for_each_thing(text: str, wanted: list[str]) -> None:
    """Two actions are two demands; a pair of abstract nouns is one."""
    assert [wording for _, wording in stated(text)] == wanted


def test_one_demand_in_two_wordings_is_one_entry() -> None:
    """Both sentences are its evidence."""
    (found,) = demands(
        "Canada demanded that Brazil lift the duty on maple syrup. Rain fell on the harbour. "
        "“Brazil must lift its duty on maple syrup,” Canada's trade minister, Paul Roy, said.",
        DISPUTE,
    )
    assert (found.party, found.addressee, found.evidence) == ("Canada", "Brazil", (1, 3))


@pytest.mark.parametrize(
    "text",
    [
        "Canada demanded a pay rise of 6%. Brazil demanded a pay cut of 6%.",
        "Canada demanded a rent freeze. Canada demanded a lift repair.",
        "Canada called for the release of the crew. It also called for a joint commission.",
    ],
)
def test_different_demands_stay_apart(text: str) -> None:
    """Another party or another thing makes another demand."""
    assert len(stated(text)) == 2


# -- silence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Demand for steel rose sharply in Brazil last year.",
        "Brazil said that demand for steel had risen.",
        "Kenya called him a liar.",
        "Northport called the strike illegal.",
        "The Dockers Union called off the strike.",
        "The Dockers Union received a phone call from Northport.",
        "Ana Ruiz wants to retire next year.",
        "Kenya wants to sign the treaty.",
        "Kenya pushed back.",
        "The fishermen pressed on through the storm.",
        "The law requires landlords to repair lifts.",
        "Rovers FC asked how the votes were counted.",
        "The club needs a new goalkeeper.",
        "“We must win on Saturday,” said Nia Cole of Rovers FC.",
        "“I need a holiday,” said Nia Cole of Rovers FC.",
        "Northport should have paid the night shift, the Dockers Union said.",
    ],
)
def test_words_of_demanding_in_another_sense(text: str) -> None:
    """Goods in demand, names called, own plans, and what is past are no demands."""
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kenya did not demand compensation.",
        "Kenya has never asked for a ban on nets.",
        "Kenya is not calling for sanctions.",
        "Kenya would not call for sanctions.",
        "Kenya no longer demands compensation from Ethiopia.",
        "Kenya refused to demand compensation from Ethiopia.",
        "Kenya stopped short of demanding compensation.",
        "Kenya has dropped its demand for compensation.",
        "Instead of calling for a ban, Kenya signed the treaty.",
        "Neither Kenya nor Ethiopia demanded compensation.",
        "“We do not demand a ban on nets,” said Kenya.",
        *[
            pytest.param(text)
            for text in [
                "Kenya denied demanding a ban on nets.",
                "Kenya denied that it had demanded a joint commission.",
                "Kenya denied that Ethiopia must leave the commission.",
                "Kenya did not say that Ethiopia must leave the commission.",
                "Ethiopia does not have to leave the commission, Kenya said.",
                "It is not true that Kenya must leave the commission, Ethiopia said.",
                "If Kenya demands compensation, Ethiopia will leave.",
                "Kenya may demand compensation from Ethiopia.",
            ]
        ],
    ],
)
def test_what_is_not_demanded(text: str) -> None:
    """A negated or given-up demand is not turned into one."""
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Experts said the city should plant more trees.",
        "Researchers urged people to sleep more.",
        "The study calls for more research on bees.",
        "“Patients should drink more water,” said Dr. Eva Lind, a dietitian.",
        "“The county should listen to parents,” said Joan Fry, a professor of education.",
        "Northport should pay the night shift more.",
        "The city must choose by Friday.",
        "Should Northport pay the night shift more?",
        "“Who says that Northport must pay?” the Dockers Union asked.",
    ],
)
def test_advice_questions_and_the_narrator(text: str) -> None:
    """Whoever is no side, asks, or tells the story demands nothing."""
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“Northport wants us to work for free,” said Ana Ruiz, leader of the Dockers Union.",
        "“Ethiopia wants to take all of our water,” said Kenya.",
        "“He does not want peace,” Kenya said of Ethiopia's leader.",
        "“Norway demands that we leave the fishing grounds,” said Iceland's fisheries minister.",
    ],
)
def test_what_the_opponent_is_said_to_want(text: str) -> None:
    """A quotation states the wishes of its speaker, not those of the other side."""
    assert stated(text) == []


def test_a_heading_is_no_evidence() -> None:
    """The same words count only in a sentence of the article."""
    assert stated("Canada demands an end to the duty", "The talks went on in the harbour office.") == []


@known_bug("a paragraph with a full stop after items without one is read as another item")
def test_a_list_ends_where_its_items_end() -> None:
    """The narrator's next paragraph is nobody's demand."""
    found = stated(
        "Kenya set out its demands:", "- A joint commission", "Rain fell on the harbour on Monday."
    )
    assert found == [("Kenya", "A joint commission")]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Eva Lind, a dietitian, said adults should eat more fibre. They need sleep as well.",
        "The museum wants visitors to book early. Its director hopes that more families will come.",
        "The observatory needs a new mirror. Astronomers want to see the comet.",
        "“You should stretch before a run,” said Mia Holt, a coach. The recipe calls for two eggs.",
    ],
)
def test_no_dispute_no_demands(text: str) -> None:
    """Weak cues count only in an article in which parties are set against one another."""
    assert demands(text) == ()


def test_how_long_a_strike_lasts_is_not_what_it_is_for() -> None:
    """After "strike for" a length of time is no demand; what "unless" asks of the other side is."""
    text = "The Dockers Union said it would strike for three days unless Northport raises its pay offer."
    assert stated(text) == [("Dockers Union", "Northport raises its pay offer")]
    assert stated("The Dockers Union will strike for 24 hours on Monday.") == []


def test_another_is_kept_in_a_refusal() -> None:
    """One more cut is refused, not every cut, where "another" is what will not be accepted."""
    text = "The Dockers Union will not accept another pay cut."
    assert stated(text) == [("Dockers Union", "Not another pay cut")]


def test_both_sides_are_not_one_of_them() -> None:
    """The word that says of whom it is demanded is no adverb to be passed over."""
    assert stated("Mayor Tom Reed urged both sides to accept arbitration.") == [
        ("Tom Reed", "Both sides to accept arbitration")
    ]
