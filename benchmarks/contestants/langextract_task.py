"""What langextract is asked for: the demands in an article, by a description and two examples.

Its guide asks for a description of what to extract, for extractions that are copied from the example's text
in the order of their appearance, and for attributes that carry the meaning. The examples are of other
disputes than any article that is measured. (It accepts no example without an extraction.)
"""

import textwrap

import langextract as lx

DESCRIPTION = textwrap.dedent("""\
    Extract the demands that the article states, in order of appearance. A demand is something that a party
    says another must do, must stop, must accept or must not do: a condition for an agreement, a call, an
    insistence, an ultimatum, or a flat refusal of somebody's proposal. A forecast, an opinion or a report of
    what happened is no demand. Use exact text from the article for each extraction; do not paraphrase.
    Give as attributes the party (the country, government or organisation that demands it, by its short
    name), the demand in a few words, and the addressee.""")


def _demand(text, party, demand, addressee):
    attributes = {"party": party, "demand": demand, "addressee": addressee}
    return lx.data.Extraction(extraction_class="demand", extraction_text=text, attributes=attributes)


EXAMPLES = [
    lx.data.ExampleData(
        text=(
            "The dockers' union called on the port to restore the night allowance before any talks. “We will "
            "not sign a contract without it,” its leader Anna Berg said. The port, which made a profit last "
            "year, rejected an increase of eight per cent. Analysts expect a long strike."
        ),
        extractions=[
            _demand(
                "The dockers' union called on the port to restore the night allowance before any talks",
                "Dockers' union",
                "Restore the night allowance before any talks",
                "Port",
            ),
            _demand(
                "The port, which made a profit last year, rejected an increase of eight per cent",
                "Port",
                "No increase of eight per cent",
                "Dockers' union",
            ),
        ],
    ),
    lx.data.ExampleData(
        text=(
            "The minister opened the new harbour on Friday. Visitors praised the view. Outside, residents "
            "insisted that lorries stop passing their school."
        ),
        extractions=[
            _demand(
                "residents insisted that lorries stop passing their school",
                "Residents",
                "Lorries must stop passing the school",
                "Minister",
            )
        ],
    ),
]
